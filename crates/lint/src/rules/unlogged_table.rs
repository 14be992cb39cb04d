//! `CREATE UNLOGGED TABLE`.

use diag::Diagnostic;
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A table is emptied when the server crashes.
    ///
    /// An unlogged table is not written to the log: after a crash it is empty, and replicas never have its rows. Good for what can be made
    /// again, such as a cache: say so with `-- prismoid: allow unlogged-table <reason>`.
    "unlogged-table", Warn, DataLoss, Statement(check),
    [Example {
        before: "",
        bad: "CREATE UNLOGGED TABLE orders (id bigint PRIMARY KEY);",
        good: &["CREATE TABLE orders (id bigint PRIMARY KEY);"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::CreateTable(table) = ctx.command else {
        return Vec::new();
    };
    let full = ctx.scene.full(&table.name);
    let logged = ctx
        .after
        .tables
        .get(&full)
        .is_some_and(|table| !table.unlogged);
    if !table.unlogged || logged {
        return Vec::new();
    }
    let message = format!("the rows of `{full}` are gone after a crash");
    vec![RULE.at(table.name.span, message, "unlogged")]
}
