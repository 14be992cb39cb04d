//! Tables and columns.

use schema::{Column, Constraint, Identity, QualifiedName, Table, quote_identifier};

use super::{alter, constraint, conversion, sequence};

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
    if before.generated != after.generated {
        // An expression cannot be changed in place; the values are computed anew anyway.
        let actions = format!(
            "DROP COLUMN {name}, ADD COLUMN {}",
            definition(table, after)
        );
        return alter(table, &actions);
    }
    let actions: Vec<String> = actions(&name, before, after)
        .iter()
        .map(|action| format!("ALTER COLUMN {name} {action}"))
        .collect();
    let sql = alter(table, &actions.join(", "));
    let kept = before.sequence.as_ref().zip(after.sequence.as_ref());
    match kept.filter(|_| before.ty != after.ty) {
        Some((sequence, _)) => {
            let (sequence, ty) = (sequence.sql(), after.ty.sql());
            format!("{sql}\nALTER SEQUENCE {sequence} AS {ty};")
        }
        None => sql,
    }
}

/// What follows `ALTER COLUMN name`, action by action.
fn actions(name: &str, before: &Column, after: &Column) -> Vec<String> {
    let mut actions = Vec::new();
    let retyped = before.ty != after.ty || before.collation != after.collation;
    // A default of the old type may not fit the new one, so that it is set anew.
    let redefaulted = before.default != after.default || retyped;
    if before.default.is_some() && (after.default.is_none() || retyped) {
        actions.push("DROP DEFAULT".to_owned());
    }
    if before.identity.is_some() && after.identity.is_none() {
        actions.push("DROP IDENTITY".to_owned());
    }
    if retyped {
        let using = conversion::using(name, &before.ty, &after.ty);
        let collation = after.collation.as_deref().map(collation_name);
        let collation = collation.map_or_else(String::new, |it| format!(" COLLATE {it}"));
        let ty = after.ty.sql();
        actions.push(format!("TYPE {ty}{collation} USING {using}"));
    }
    if before.nullable != after.nullable {
        let verb = if after.nullable { "DROP" } else { "SET" };
        actions.push(format!("{verb} NOT NULL"));
    }
    if let Some(default) = after.default.as_ref().filter(|_| redefaulted) {
        actions.push(format!("SET DEFAULT {}", default.sql));
    }
    match (before.identity, after.identity) {
        (None, Some(identity)) => {
            let identity = identity_words(identity);
            actions.push(format!("ADD GENERATED {identity} AS IDENTITY"));
        }
        (Some(old), Some(new)) if old != new => {
            actions.push(format!("SET GENERATED {}", identity_words(new)));
        }
        (Some(_), _) | (None, None) => {}
    }
    actions
}
