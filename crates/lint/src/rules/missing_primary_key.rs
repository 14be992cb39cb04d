//! Tables without a primary key.

use diag::Diagnostic;

use crate::rule::rule;
use crate::{Chain, Example};

rule! {
    /// A table has no primary key.
    ///
    /// Nothing names a row: duplicates cannot be told apart or deleted one by one, logical replication cannot send changes of it, and clients such as
    /// Prisma's cannot address its rows.
    "missing-primary-key", Warn, Design, History(check),
    [Example {
        before: "",
        bad: "CREATE TABLE log (line text);",
        good: &["CREATE TABLE log (id bigint PRIMARY KEY, line text);"],
    }]
}

fn check(chain: &Chain<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (name, table) in &chain.schema.tables {
        let other =
            table.partition_of.is_some() || table.foreign.is_some() || !table.inherits.is_empty();
        // Of a table whose columns are not known, its key is not either.
        if other || table.columns.is_empty() || table.primary_key().is_some() {
            continue;
        }
        if let Some(place) = table.origin.0 {
            let message = format!("the table `{name}` has no primary key");
            found.push(
                RULE.at(place, message, "nothing names its rows")
                    .help("add one"),
            );
        }
    }
    found
}
