//! `VACUUM FULL` and `CLUSTER`.

use diag::Diagnostic;
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A table is written anew while nobody can read or write it.
    ///
    /// `VACUUM FULL` and `CLUSTER` copy the whole table under ACCESS EXCLUSIVE and need its size once more on disk. The
    /// extensions pg_repack and pg_squeeze do the same while reads and writes go on; a plain `VACUUM` makes the space
    /// free for new rows.
    "vacuum-full", Warn, Rewrites, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
        bad: "CLUSTER orders USING orders_pkey;",
        good: &[],
    }, Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
        bad: "-- prismoid: no-transaction\nVACUUM FULL orders;",
        good: &["-- prismoid: no-transaction\nVACUUM orders;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let what = if let Command::Vacuum(vacuum) = ctx.command {
        if !vacuum.full {
            return Vec::new();
        }
        "`VACUUM FULL`"
    } else if let Command::Cluster(_) = ctx.command {
        "`CLUSTER`"
    } else {
        return Vec::new();
    };
    let names: Vec<String> = ctx
        .felt()
        .map(|impact| format!("`{}`", impact.relation))
        .collect();
    let all = ctx.impacts.is_empty();
    if names.is_empty() && !all {
        return Vec::new();
    }
    let names = if all {
        "every table".to_owned()
    } else {
        names.join(", ")
    };
    let message = format!("{what} writes {names} anew while reads and writes wait");
    let finding = RULE.at(
        ctx.span(),
        message,
        "takes ACCESS EXCLUSIVE until it is done",
    );
    vec![finding.help("use pg_repack or pg_squeeze, or a plain `VACUUM`")]
}
