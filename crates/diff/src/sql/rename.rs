//! Renames.

use schema::{QualifiedName, Rename, quote_identifier, quote_literal};

use super::alter;

/// The new name, then the new schema: where both change the name is free in both schemas.
pub(super) fn of(rename: &Rename) -> String {
    match rename {
        Rename::Table { from, to } => moved("TABLE", from, to),
        Rename::Enum { from, to } => moved("TYPE", from, to),
        Rename::Column { table, from, to } => {
            let (from, to) = (quote_identifier(from), quote_identifier(to));
            alter(table, &format!("RENAME COLUMN {from} TO {to}"))
        }
        Rename::EnumValue { name, from, to } => {
            let (from, to) = (quote_literal(from), quote_literal(to));
            format!("ALTER TYPE {} RENAME VALUE {from} TO {to};", name.sql())
        }
    }
}

fn moved(kind: &str, from: &QualifiedName, to: &QualifiedName) -> String {
    let mut statements = Vec::new();
    if from.name != to.name {
        let name = quote_identifier(&to.name);
        statements.push(format!("ALTER {kind} {} RENAME TO {name};", from.sql()));
    }
    if from.schema != to.schema {
        let renamed = QualifiedName::new(&from.schema, &to.name);
        let schema = quote_identifier(&to.schema);
        statements.push(format!(
            "ALTER {kind} {} SET SCHEMA {schema};",
            renamed.sql()
        ));
    }
    statements.join("\n")
}
