//! `CREATE` and `DROP` without `IF [NOT] EXISTS`.

use diag::Diagnostic;
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A statement cannot be run again where it was run before.
    ///
    /// In a transaction nothing is left of a failure, and the runner goes on at the statement that failed. Where another tool runs the file, `IF NOT EXISTS`
    /// and `IF EXISTS` let it be run again. They hide that something of the name may be there with another content.
    "unguarded-statement", Allow, Style, Statement(check),
    [Example {
        before: "",
        bad: "CREATE TABLE orders (id bigint PRIMARY KEY);",
        good: &["CREATE TABLE IF NOT EXISTS orders (id bigint PRIMARY KEY);"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let (guarded, words) = match ctx.command {
        Command::CreateTable(table) => (table.if_not_exists || table.temporary, "IF NOT EXISTS"),
        Command::CreateIndex(index) => (index.if_not_exists, "IF NOT EXISTS"),
        Command::Drop(drop) => (drop.if_exists, "IF EXISTS"),
        _ => return Vec::new(),
    };
    if guarded {
        return Vec::new();
    }
    let message = "the statement fails where it was run before";
    vec![
        RULE.at(ctx.span(), message, "")
            .help(format!("add `{words}`")),
    ]
}
