//! Indexes that another one makes needless.

use diag::Diagnostic;
use schema::{Constraint, Index, IndexElement, QualifiedName, Table};

use crate::rule::rule;
use crate::{Chain, Example};

rule! {
    /// An index is created that another index or a constraint already gives.
    ///
    /// Two indexes on the same columns in the same order cost every write twice and help no query more than one. A primary
    /// key and a unique constraint have an index of their own. Drop one of the two; where the new one replaces the old,
    /// drop the old one in the same or a later migration.
    "duplicate-index", Warn, Design, History(check),
    [Example {
        before: "CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE, name text);",
        bad: "CREATE INDEX users_email_idx ON users (email);",
        good: &["CREATE INDEX users_email_idx ON users (email DESC, name);"],
    }, Example {
        before: "CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE INDEX one ON users (email);",
        bad: "CREATE INDEX two ON users (email);",
        good: &["CREATE INDEX two ON users (email) WHERE id > 3; CREATE INDEX three ON users USING hash (email);"],
    }]
}

fn check(chain: &Chain<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (name, table) in &chain.schema.tables {
        for (at, index) in table.indexes.iter().enumerate() {
            let Some(place) = index.origin.0 else {
                continue;
            };
            let others = table.indexes[..at].iter();
            let same = others.clone().find(|other| makes_needless(other, index));
            if let Some(other) = same {
                found.push(report(name, index, &other.name, other.origin.0, place));
            } else if let Some(constraint) = constraint_gives(table, index) {
                let origin = constraint.origin().0;
                found.push(report(name, index, constraint.name(), origin, place));
            }
        }
    }
    found
}

fn report(
    table: &QualifiedName,
    index: &Index,
    other: &str,
    origin: Option<diag::Span>,
    place: diag::Span,
) -> Diagnostic {
    let message = format!(
        "`{}` indexes of `{table}` what `{other}` indexes already",
        index.name
    );
    let finding = RULE.at(place, message, "costs every write, helps no query");
    match origin {
        Some(origin) => finding.also(origin, "the other one"),
        None => finding,
    }
    .help("leave it out, or drop the other one")
}

fn makes_needless(other: &Index, index: &Index) -> bool {
    other.method == index.method
        && other.elements == index.elements
        && other.predicate == index.predicate
        && other.include == index.include
        && (other.unique || !index.unique)
        && !other.invalid
}

/// The key that has an index on the same columns.
fn constraint_gives<'a>(table: &'a Table, index: &Index) -> Option<&'a Constraint> {
    let plain = index.method == "btree" && index.predicate.is_none() && index.include.is_empty();
    let mut constraints = table.constraints.iter().filter(|_| plain);
    constraints.find(|constraint| match constraint {
        Constraint::PrimaryKey(key) | Constraint::Unique(key) => {
            let elements: Vec<IndexElement> =
                key.columns.iter().map(IndexElement::column).collect();
            elements == index.elements
        }
        Constraint::ForeignKey(_) | Constraint::Check(_) | Constraint::Exclusion(_) => false,
    })
}
