//! Foreign keys between columns of different types.

use diag::Diagnostic;
use schema::Constraint;

use crate::rule::rule;
use crate::{Ended, Example};

rule! {
    /// A foreign key's column has another type than the column it refers to.
    ///
    /// The server takes it where the types can be compared. But a narrower column cannot hold every key there will be: an `integer` that
    /// refers to a `bigint` fails at 2,147,483,647, and each comparison converts one of the two.
    "foreign-key-type-mismatch", Warn, Design, Migration(check),
    [Example {
        before: "CREATE TABLE customers (id bigint PRIMARY KEY);",
        bad: "CREATE TABLE orders (id bigint PRIMARY KEY, customer int REFERENCES customers);",
        good: &["CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customers);"],
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
            let Some(target) = ended.scene.schema.tables.get(&key.references) else {
                continue;
            };
            if key.inherited {
                continue;
            }
            for (column, referenced) in key.columns.iter().zip(&key.referenced_columns) {
                let (Some(one), Some(other)) = (table.column(column), target.column(referenced))
                else {
                    continue;
                };
                if one.ty.name != other.ty.name {
                    let message = format!(
                        "`{name}.{column}` is {}, and `{}.{referenced}`, to which it refers, {}",
                        one.ty, key.references, other.ty
                    );
                    found.push(
                        RULE.at(place, message, "the types differ")
                            .help("give both the same type"),
                    );
                }
            }
        }
    }
    found
}
