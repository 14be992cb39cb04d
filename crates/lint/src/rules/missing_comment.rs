//! Tables without a comment.

use diag::Diagnostic;

use crate::rule::rule;
use crate::{Chain, Example};

rule! {
    /// A table has no comment.
    ///
    /// `COMMENT ON TABLE` says what its rows are, in the database, where every tool shows it.
    "missing-comment", Allow, Style, History(check),
    [Example {
        before: "",
        bad: "CREATE TABLE orders (id bigint PRIMARY KEY);",
        good: &["CREATE TABLE orders (id bigint PRIMARY KEY); COMMENT ON TABLE orders IS 'What customers want.';"],
    }]
}

fn check(chain: &Chain<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (name, table) in &chain.schema.tables {
        if let Some(place) = table.origin.0.filter(|_| table.comment.is_none()) {
            let message = format!("the table `{name}` has no comment");
            found.push(RULE.at(place, message, "").help("add `COMMENT ON TABLE`"));
        }
    }
    found
}
