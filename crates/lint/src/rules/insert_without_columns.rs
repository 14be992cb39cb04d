//! `INSERT` without a list of columns.

use diag::Diagnostic;
use sql::Command;
use sql::command::DataKind;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// Rows are inserted without naming the columns.
    ///
    /// The values go to the columns in the table's order, which differs between databases that got a column in
    /// different ways, and a new column breaks the statement. Name the columns.
    "insert-without-columns", Warn, Design, Statement(check),
    [Example {
        before: "CREATE TABLE states (id int PRIMARY KEY, name text);",
        bad: "INSERT INTO states VALUES (1, 'open');",
        good: &["INSERT INTO states (id, name) VALUES (1, 'open');"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::Data(data) = ctx.command else {
        return Vec::new();
    };
    if data.kind != DataKind::Insert || !data.columns.is_empty() {
        return Vec::new();
    }
    let text = data.all.text().to_ascii_uppercase();
    if text.contains("DEFAULT VALUES") {
        return Vec::new();
    }
    let table = ctx.scene.relation(&data.table);
    let message = format!("values go to the columns of `{table}` in whatever order they have");
    vec![
        RULE.at(data.table.span, message, "no columns are named")
            .help("name the columns"),
    ]
}
