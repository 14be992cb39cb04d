//! Enums.

use schema::{Column, Enum, QualifiedName, quote_identifier, quote_literal};

use super::alter;

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
pub(super) fn replace(
    name: &QualifiedName,
    after: &Enum,
    columns: &[(&QualifiedName, &Column)],
) -> String {
    let old = QualifiedName::new(&name.schema, format!("{}_old", name.name));
    let mut statements = vec![
        format!(
            "ALTER TYPE {} RENAME TO {};",
            name.sql(),
            quote_identifier(&old.name)
        ),
        create(name, after),
    ];
    for (table, column) in columns {
        let (column_name, ty) = (quote_identifier(&column.name), column.ty.sql());
        let text = if column.ty.array { "text[]" } else { "text" };
        let mut actions = Vec::new();
        if column.default.is_some() {
            actions.push(format!("ALTER COLUMN {column_name} DROP DEFAULT"));
        }
        actions.push(format!(
            "ALTER COLUMN {column_name} TYPE {ty} USING {column_name}::{text}::{ty}"
        ));
        if let Some(default) = &column.default {
            actions.push(format!(
                "ALTER COLUMN {column_name} SET DEFAULT {}",
                default.sql
            ));
        }
        statements.push(alter(table, &format!("\n    {}", actions.join(",\n    "))));
    }
    statements.push(format!("DROP TYPE {};", old.sql()));
    statements.join("\n")
}
