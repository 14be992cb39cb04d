//! `ON DELETE CASCADE`.

use diag::Diagnostic;
use sql::command::ConstraintKind;

use crate::rule::rule;
use crate::written::constraints;
use crate::{Context, Example};

rule! {
    /// Deleting a row deletes the rows that refer to it, without a word.
    ///
    /// One delete may take a great part of a database with it, and holds its locks meanwhile. `RESTRICT` or `NO ACTION` makes the
    /// application say what goes.
    "cascading-delete", Allow, Style, Statement(check),
    [Example {
        before: "CREATE TABLE customers (id bigint PRIMARY KEY);",
        bad: "CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customers ON DELETE CASCADE);",
        good: &["CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customers ON DELETE RESTRICT);"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let text = ctx.statement.text();
    let start = ctx.span().start;
    let mut found = Vec::new();
    for (table, constraint) in constraints(ctx) {
        let ConstraintKind::ForeignKey(to, _) = &constraint.kind else {
            continue;
        };
        let range =
            (constraint.span.start - start) as usize..(constraint.span.end - start) as usize;
        let words = text.get(range).unwrap_or_default().to_ascii_uppercase();
        let words: Vec<&str> = words.split_whitespace().collect();
        if words
            .windows(3)
            .any(|words| words == ["ON", "DELETE", "CASCADE"])
        {
            let message = format!("deleting a row of `{}` deletes rows of `{table}`", to.name);
            found.push(RULE.at(constraint.span, message, "`ON DELETE CASCADE`"));
        }
    }
    found
}
