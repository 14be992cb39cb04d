//! Tables and columns.

use schema::{Column, Constraint, Identity, QualifiedName, Table, Type, quote_identifier};

use super::{alter, constraint, sequence};

/// A table with its columns and constraints; foreign keys are added when all tables stand.
pub(super) fn create(name: &QualifiedName, table: &Table) -> String {
    let columns = table.columns.iter().map(|column| definition(name, column));
    let constraints = table
        .constraints
        .iter()
        .filter(|constraint| !matches!(constraint, Constraint::ForeignKey(_)))
        .map(constraint::definition);
    let lines: Vec<String> = columns.chain(constraints).collect();
    if lines.is_empty() {
        return format!("CREATE TABLE {} ();", name.sql());
    }
    format!(
        "CREATE TABLE {} (\n    {}\n);",
        name.sql(),
        lines.join(",\n    ")
    )
}

pub(super) fn add_column(table: &QualifiedName, column: &Column) -> String {
    alter(table, &format!("ADD COLUMN {}", definition(table, column)))
}

/// `"id" VARCHAR(30) NOT NULL`
fn definition(table: &QualifiedName, column: &Column) -> String {
    let name = quote_identifier(&column.name);
    let serial = sequence::serial_type(column).filter(|_| sequence::is_serial(table, column));
    if let Some(serial) = serial {
        return format!("{name} {serial} NOT NULL");
    }
    let mut words = vec![name, column.ty.sql()];
    if let Some(collation) = &column.collation {
        words.push(format!("COLLATE {}", collation_name(collation)));
    }
    if !column.nullable {
        words.push("NOT NULL".to_owned());
    }
    if let Some(generated) = &column.generated {
        let kind = if generated.stored {
            "STORED"
        } else {
            "VIRTUAL"
        };
        words.push(format!(
            "GENERATED ALWAYS AS ({}) {kind}",
            generated.expression.sql
        ));
    } else if let Some(identity) = column.identity {
        words.push(format!(
            "GENERATED {} AS IDENTITY",
            identity_words(identity)
        ));
    } else if let Some(default) = &column.default {
        words.push(format!("DEFAULT {}", default.sql));
    }
    words.join(" ")
}

fn identity_words(identity: Identity) -> &'static str {
    match identity {
        Identity::Always => "ALWAYS",
        Identity::ByDefault => "BY DEFAULT",
    }
}

/// A collation as SQL; one that is quoted or qualified already stands as it is.
pub(super) fn collation_name(name: &str) -> String {
    if name.contains(['"', '.']) {
        name.to_owned()
    } else {
        quote_identifier(name)
    }
}

/// The actions that turn one column into another, in one statement where they can be.
pub(super) fn alter_column(table: &QualifiedName, before: &Column, after: &Column) -> String {
    let name = quote_identifier(&after.name);
    let column = format!("ALTER COLUMN {name}");
    if before.generated != after.generated {
        // An expression cannot be changed in place; the values are computed anew anyway.
        let actions = format!(
            "DROP COLUMN {name}, ADD COLUMN {}",
            definition(table, after)
        );
        return alter(table, &actions);
    }
    let mut actions = Vec::new();
    let retyped = before.ty != after.ty || before.collation != after.collation;
    let redefaulted = before.default != after.default;
    // A default of the old type may not fit the new one.
    if before.default.is_some() && (after.default.is_none() || retyped && redefaulted) {
        actions.push(format!("{column} DROP DEFAULT"));
    }
    if before.identity.is_some() && after.identity.is_none() {
        actions.push(format!("{column} DROP IDENTITY"));
    }
    if retyped {
        actions.push(format!("{column} {}", new_type(&name, before, after)));
    }
    if before.nullable != after.nullable {
        let verb = if after.nullable { "DROP" } else { "SET" };
        actions.push(format!("{column} {verb} NOT NULL"));
    }
    if let Some(default) = after.default.as_ref().filter(|_| redefaulted) {
        actions.push(format!("{column} SET DEFAULT {}", default.sql));
    }
    match (before.identity, after.identity) {
        (None, Some(identity)) => actions.push(format!(
            "{column} ADD GENERATED {} AS IDENTITY",
            identity_words(identity)
        )),
        (Some(old), Some(new)) if old != new => {
            actions.push(format!("{column} SET GENERATED {}", identity_words(new)));
        }
        (Some(_), _) | (None, None) => {}
    }
    let sql = alter(table, &actions.join(", "));
    let kept = before.sequence.as_ref().zip(after.sequence.as_ref());
    match kept.filter(|_| retyped) {
        Some((sequence, _)) => {
            let (sequence, ty) = (sequence.sql(), after.ty.sql());
            format!("{sql}\nALTER SEQUENCE {sequence} AS {ty};")
        }
        None => sql,
    }
}

/// `TYPE … USING …`, with a conversion that keeps the values where there is one.
fn new_type(name: &str, before: &Column, after: &Column) -> String {
    let ty = after.ty.sql();
    let collation = after
        .collation
        .as_ref()
        .map(|collation| format!(" COLLATE {}", collation_name(collation)))
        .unwrap_or_default();
    let using = match (before.ty.array, after.ty.array) {
        (false, true) => format!("ARRAY[{name}]::{ty}"),
        (true, false) => format!("{name}[1]::{ty}"),
        _ if is_enum(&before.ty) || is_enum(&after.ty) => {
            let text = if after.ty.array { "text[]" } else { "text" };
            format!("{name}::{text}::{ty}")
        }
        _ => format!("{name}::{ty}"),
    };
    format!("TYPE {ty}{collation} USING {using}")
}

/// Whether a type is of the user's making; such types convert to others by their text.
fn is_enum(ty: &Type) -> bool {
    ty.schema.is_some()
}
