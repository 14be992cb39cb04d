//! What `lint` claims about locks, rewrites and scans, held against a server that does it.
//!
//! Every example of the rules about locks and rewrites is carried out, and so is every statement of
//! `cases/lint/impacts.sql`. `pg_locks`, the file nodes of tables and indexes, and the counters of table
//! scans are read before and after, and must be what [`lint::impact`] says.

mod observe;
mod offline;
mod proof;

use lint::{Group, LockMode, RULES};
use proof::Bench;

use crate::support::Database;

#[tokio::test]
async fn rules_about_locks_and_rewrites_hold_on_a_server() {
    let database = Database::empty().await;
    let mut bench = Bench::new(&database).await;
    let rules = RULES
        .iter()
        .filter(|rule| matches!(rule.group, Group::Locks | Group::Rewrites));
    for rule in rules {
        for (at, example) in rule.examples.iter().enumerate() {
            // The server of the tests may not have what a newer version brings.
            if bench.is_for_newer(example.bad) {
                continue;
            }
            bench.name = format!("{} {at}", rule.code.name);
            bench.begin().await;
            bench.apply(example.before).await;
            let felt = bench.prove(example.bad).await;
            // Rows that are changed are locked one by one, which the table's lock does not show.
            let blocks = felt.iter().any(|impact| {
                let rows = impact.lock == LockMode::RowExclusive;
                !impact.is_new && (rows || impact.lock.blocks_writes())
            });
            bench.expect(blocks, "the bad example makes nobody wait");
            bench.begin().await;
            bench.apply(example.before).await;
            for good in example.good {
                let felt = bench.prove(good).await;
                let long = felt.iter().find(|impact| impact.blocks_for_long());
                let claim = long.map(|impact| {
                    format!("the good example makes others wait: {}", impact.sentence())
                });
                bench.expect(long.is_none(), &claim.unwrap_or_default());
            }
        }
    }
    bench.finish("statements of the rules' examples", 70);
}

#[tokio::test]
async fn impacts_are_what_the_server_does() {
    let database = Database::empty().await;
    let mut bench = Bench::new(&database).await;
    let text = include_str!("../../cases/lint/impacts.sql");
    for case in text.split("\n-- # ").skip(1) {
        let (title, rest) = case.split_once('\n').expect("a title ends its line");
        let (setup, statements) = rest.split_once("-- >\n").expect("a case has statements");
        bench.name = title.to_owned();
        bench.begin().await;
        bench.apply(setup).await;
        for statement in statements.split(";\n").map(str::trim) {
            if !statement.is_empty() && !bench.is_for_newer(statement) {
                bench.try_out(statement).await;
            }
        }
    }
    bench.finish("statements", 160);
}
