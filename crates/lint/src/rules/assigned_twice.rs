//! `UPDATE` that sets a column twice.

use diag::Diagnostic;
use sql::Command;
use sql::command::DataKind;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A statement sets the same column twice.
    ///
    /// The server refuses it: `multiple assignments to same column`. Most likely another column is meant.
    "assigned-twice", Deny, Correctness, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int);",
        bad: "UPDATE orders SET a = 1, a = 2 WHERE id = 1;",
        good: &["UPDATE orders SET a = 1, b = 2 WHERE id = 1;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::Data(data) = ctx.command else {
        return Vec::new();
    };
    // Parts of a column, `a[1]` and `a.x`, may be set one by one.
    if data.kind != DataKind::Update || data.all.text().contains(['[', '.']) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, column) in data.columns.iter().enumerate() {
        let first = data.columns[..at].iter().find(|it| it.name == column.name);
        if let Some(first) = first {
            let message = format!("`{}` is set twice", column.name);
            found.push(
                RULE.at(column.span, message, "set again here")
                    .also(first.span, "first set here"),
            );
        }
    }
    found
}
