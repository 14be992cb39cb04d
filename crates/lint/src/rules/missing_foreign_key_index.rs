//! Foreign keys whose columns no index begins with.

use diag::Diagnostic;
use schema::{Constraint, IndexKey, Table};

use crate::rule::rule;
use crate::{Chain, Example};

rule! {
    /// A foreign key's columns have no index.
    ///
    /// Every delete and every change of a key in the referenced table reads the whole referencing table, and joins along the
    /// key do too. An index, key or unique constraint that begins with the columns, in any order, is enough; a partial one
    /// is not. Small tables may do without: say so with `-- prismoid: allow missing-foreign-key-index <reason>`.
    "missing-foreign-key-index", Warn, Design, History(check),
    [Example {
        before: "CREATE TABLE customers (id bigint PRIMARY KEY);",
        bad: "CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customers);",
        good: &["CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customers); CREATE INDEX ON orders (customer, id);",
            "CREATE TABLE links (customer bigint REFERENCES customers, target bigint, PRIMARY KEY (customer, target));"],
    }]
}

fn check(chain: &Chain<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (name, table) in &chain.schema.tables {
        for constraint in &table.constraints {
            let Constraint::ForeignKey(key) = constraint else {
                continue;
            };
            let Some(place) = key.origin.0 else {
                continue;
            };
            if key.inherited || is_covered(table, &key.columns) {
                continue;
            }
            let columns: Vec<String> = key
                .columns
                .iter()
                .map(|column| format!("`{column}`"))
                .collect();
            let columns = columns.join(", ");
            let message = format!("the foreign key `{}` has no index on {columns}", key.name);
            let label = format!("a delete in `{}` reads all of `{name}`", key.references);
            found.push(RULE.at(place, message, label).help(format!(
                "create an index on `{name}` that begins with {columns}"
            )));
        }
    }
    found
}

/// Whether an index begins with the columns, in any order.
fn is_covered(table: &Table, columns: &[String]) -> bool {
    let begins = |listed: &[&str]| {
        let head = listed.get(..columns.len()).unwrap_or_default();
        !head.is_empty() && columns.iter().all(|column| head.contains(&column.as_str()))
    };
    let keys = table.constraints.iter().any(|constraint| match constraint {
        Constraint::PrimaryKey(key) | Constraint::Unique(key) => {
            begins(&key.columns.iter().map(String::as_str).collect::<Vec<_>>())
        }
        Constraint::ForeignKey(_) | Constraint::Check(_) | Constraint::Exclusion(_) => false,
    });
    let usable = table.indexes.iter().filter(|index| {
        // A condition that leaves out nulls alone leaves out nothing that refers to a row.
        let whole = index.predicate.as_ref().is_none_or(|predicate| {
            columns.len() == 1 && crate::impact::is_not_null(&predicate.sql, &columns[0])
        });
        whole && !index.invalid && matches!(index.method.as_str(), "btree" | "hash")
    });
    keys || usable.into_iter().any(|index| {
        let names = index
            .elements
            .iter()
            .map_while(|element| match &element.key {
                IndexKey::Column(name) => Some(name.as_str()),
                IndexKey::Expression(_) => None,
            });
        begins(&names.collect::<Vec<_>>())
    })
}
