//! `DETACH PARTITION` without `CONCURRENTLY`.

use diag::Diagnostic;
use sql::Command;
use sql::command::Action;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A partition is detached while nobody can read the table.
    ///
    /// `DETACH PARTITION` takes ACCESS EXCLUSIVE on the partitioned table and so waits for every query on any partition, with
    /// everybody else behind it. `DETACH PARTITION … CONCURRENTLY` (PostgreSQL 14) lets reads and writes go on; it cannot run in a
    /// transaction, nor where there is a default partition.
    "detach-partition-blocks", Warn, Locks, Statement(check),
    [Example {
        before: "CREATE TABLE log (at int NOT NULL) PARTITION BY RANGE (at); CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM (1) TO (2);",
        bad: "ALTER TABLE log DETACH PARTITION log_1;",
        good: &["-- prismoid: no-transaction\nALTER TABLE log DETACH PARTITION log_1 CONCURRENTLY;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::AlterTable(alter) = ctx.command else {
        return Vec::new();
    };
    let table = ctx.scene.relation(&alter.name);
    let mut found = Vec::new();
    for (action, span) in &alter.actions {
        let Action::DetachPartition {
            partition,
            concurrently,
            finalize,
        } = action
        else {
            continue;
        };
        if *concurrently || *finalize || ctx.scene.is_new(&table) {
            continue;
        }
        let message = format!(
            "reads and writes of `{table}` wait while `{}` is detached",
            partition.name
        );
        found.push(RULE.at(*span, message, "takes ACCESS EXCLUSIVE on the whole partitioned table").help(
            "write `DETACH PARTITION … CONCURRENTLY` in a migration of its own, with the header `-- prismoid: no-transaction`",
        ));
    }
    found
}
