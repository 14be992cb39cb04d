//! Indexes of many columns.

use diag::Diagnostic;
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// An index that is not unique has more than three columns.
    ///
    /// Columns behind the third rarely make a query faster, and every write pays for them. `INCLUDE` holds columns that are only read.
    "wide-index", Allow, Style, Statement(check),
    [Example {
        before: "CREATE TABLE t (a int, b int, c int, d int);",
        bad: "CREATE INDEX ON t (a, b, c, d);",
        good: &["CREATE INDEX ON t (a, b) INCLUDE (c, d);", "CREATE UNIQUE INDEX ON t (a, b, c, d);"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::CreateIndex(index) = ctx.command else {
        return Vec::new();
    };
    if index.unique || index.elements.len() <= 3 || index.method != "btree" {
        return Vec::new();
    }
    let message = format!("an index of {} columns", index.elements.len());
    vec![RULE.at(ctx.span(), message, "every write pays for each of them")]
}
