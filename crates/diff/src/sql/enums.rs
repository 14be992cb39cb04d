//! Enums.

use schema::{Enum, QualifiedName, quote_identifier, quote_literal};

use super::alter;
use crate::EnumColumn;

pub(super) fn create(name: &QualifiedName, declared: &Enum) -> String {
    let values: Vec<String> = declared
        .values
        .iter()
        .map(|value| quote_literal(&value.name))
        .collect();
    format!(
        "CREATE TYPE {} AS ENUM ({});",
        name.sql(),
        values.join(", ")
    )
}

pub(super) fn add_value(name: &QualifiedName, value: &str, before: Option<&str>) -> String {
    let value = quote_literal(value);
    let place = before.map_or_else(String::new, |next| {
        format!(" BEFORE {}", quote_literal(next))
    });
    format!("ALTER TYPE {} ADD VALUE {value}{place};", name.sql())
}

/// A type of the same name with other values: the columns are carried over by the values' text, so
/// a row that holds a value which is no longer there stops it, and nothing is lost.
pub(super) fn replace(name: &QualifiedName, after: &Enum, columns: &[EnumColumn<'_>]) -> String {
    let old = replaced(name);
    let rename = format!(
        "ALTER TYPE {} RENAME TO {};",
        name.sql(),
        quote_identifier(&old.name)
    );
    let mut statements = vec![rename, create(name, after)];
    // An inherited column gets the type with its parent's, and then a default of its own.
    let own = columns.iter().filter(|it| !it.after.inherited);
    statements.extend(own.map(carry_over));
    let inherited = columns.iter().filter(|it| it.after.inherited);
    statements.extend(inherited.map(own_default));
    statements.join("\n")
}

/// Drops the type that a new one of the same name has taken the place of.
pub(super) fn drop_replaced(name: &QualifiedName) -> String {
    format!("DROP TYPE {};", replaced(name).sql())
}

/// What a type is called from the moment when a new one takes its name.
fn replaced(name: &QualifiedName) -> QualifiedName {
    QualifiedName::new(&name.schema, format!("{}_old", name.name))
}

/// The default of a column that got its type with its parent's.
fn own_default(column: &EnumColumn<'_>) -> String {
    let name = quote_identifier(&column.after.name);
    let action = match &column.after.default {
        Some(default) => format!("ALTER COLUMN {name} SET DEFAULT {}", default.sql),
        None => format!("ALTER COLUMN {name} DROP DEFAULT"),
    };
    alter(column.table, &action)
}

/// Gives a column the new type by way of text, and its default.
fn carry_over(column: &EnumColumn<'_>) -> String {
    let (name, ty) = (quote_identifier(&column.after.name), column.after.ty.sql());
    let text = if column.before.ty.array {
        "text[]"
    } else {
        "text"
    };
    let mut actions = Vec::new();
    if column.before.default.is_some() {
        actions.push("DROP DEFAULT".to_owned());
    }
    actions.push(format!("TYPE {ty} USING {name}::{text}::{ty}"));
    if let Some(default) = &column.after.default {
        actions.push(format!("SET DEFAULT {}", default.sql));
    }
    let actions: Vec<String> = actions
        .iter()
        .map(|action| format!("ALTER COLUMN {name} {action}"))
        .collect();
    alter(column.table, &actions.join(", "))
}
