//! Foreign keys that may be null.

use diag::Diagnostic;
use schema::Constraint;

use crate::rule::rule;
use crate::{Ended, Example};

rule! {
    /// A foreign key's column may be null.
    ///
    /// Then a row may refer to nothing, and every query has to say what that means. Where there is always something to refer to,
    /// say `NOT NULL`.
    "nullable-foreign-key", Allow, Style, Migration(check),
    [Example {
        before: "CREATE TABLE customers (id bigint PRIMARY KEY);",
        bad: "CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customers);",
        good: &["CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint NOT NULL REFERENCES customers);"],
    }]
}

fn check(ended: &Ended<'_>) -> Vec<Diagnostic> {
    let source = ended.migration.script.source();
    let mut found = Vec::new();
    for (name, table) in &ended.scene.schema.tables {
        for constraint in &table.constraints {
            let Constraint::ForeignKey(key) = constraint else {
                continue;
            };
            let Some(place) = key.origin.0.filter(|place| place.source == source) else {
                continue;
            };
            let open = key
                .columns
                .iter()
                .find(|column| table.column(column).is_some_and(|column| column.nullable));
            if let Some(column) = open {
                let message = format!("`{name}.{column}` may refer to nothing");
                found.push(RULE.at(place, message, "the column may be null"));
            }
        }
    }
    found
}
