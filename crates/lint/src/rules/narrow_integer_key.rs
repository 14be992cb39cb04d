//! Keys of 32 bits and less.

use diag::Diagnostic;
use sql::command::ConstraintKind;

use crate::rule::rule;
use crate::written::columns;
use crate::{Context, Example};

rule! {
    /// A primary key of numbers ends at 2,147,483,647 or before.
    ///
    /// Rolled back inserts use up numbers too. When they run out every insert fails, and to widen the column rewrites the table and everything that
    /// refers to it. `bigint` takes four bytes more.
    "narrow-integer-key", Allow, Style, Statement(check),
    [Example {
        before: "",
        bad: "CREATE TABLE users (id serial PRIMARY KEY);",
        good: &["CREATE TABLE users (id bigserial PRIMARY KEY);"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (table, column) in columns(ctx) {
        let mut constraints = column.constraints.iter();
        let key = constraints.any(|it| matches!(it.kind, ConstraintKind::PrimaryKey(_)));
        let narrow = matches!(column.ty.ty.name.as_str(), "int2" | "int4");
        if key && narrow && column.ty.builtin {
            let message = format!(
                "the keys of `{table}` end at {}",
                if column.ty.ty.name == "int2" {
                    "32,767"
                } else {
                    "2,147,483,647"
                }
            );
            found.push(
                RULE.at(column.ty.span, message, "numbers run out")
                    .help("use `bigint`"),
            );
        }
    }
    found
}
