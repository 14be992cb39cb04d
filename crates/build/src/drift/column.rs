//! Columns.

use diff::{Change, TableChange};
use schema::{Column, QualifiedName};

use super::said::{Origins, Said};

/// A column of the schema that no migration adds. One of the same type that only the migrations
/// have may be the same under its former name.
pub(super) fn missing(
    table: &QualifiedName,
    column: &Column,
    later: &[Change<'_>],
    earlier: &[Change<'_>],
    origins: Origins,
) -> Said {
    let former: Vec<&str> = earlier
        .iter()
        .chain(later)
        .filter_map(|change| {
            if let Change::Table {
                table: other,
                change: TableChange::DropColumn(gone),
            } = change
                && *other == table
                && gone.ty == column.ty
            {
                return Some(gone.name.as_str());
            }
            None
        })
        .collect();
    let name = &column.name;
    let said = Said::missing(format!("column `{table}.{name}`"), "adds", origins)
        .in_schema(summary(column))
        .in_migrations(format!("`{table}` is made here, without it"));
    match former.as_slice() {
        [former] => said.help(format!(
            "write `/// @renamed from {former}` above the field if it is the column `{former}` \
             under another name"
        )),
        _ => said,
    }
}

/// A column of the migrations that the schema does not have.
pub(super) fn extra(table: &QualifiedName, column: &Column, origins: Origins) -> Said {
    Said::extra(format!("column `{table}.{}`", column.name), "add", origins)
        .in_migrations(summary(column))
        .in_schema(format!("`{table}` is here, without it"))
}

/// What a column is on one side and not on the other, each by itself.
pub(super) fn differs(
    table: &QualifiedName,
    before: &Column,
    after: &Column,
    origins: Origins,
) -> Vec<Said> {
    let name = format!("column `{table}.{}`", after.name);
    let say = |in_migrations: String, in_schema: String| {
        let message =
            format!("{name} {in_schema} in the schema and {in_migrations} in the migrations");
        Said::differs(message, in_migrations, in_schema, origins)
    };
    let mut list = Vec::new();
    if before.ty != after.ty {
        let text = |column: &Column| format!("is {}", column.ty);
        list.push(say(text(before), text(after)));
    }
    if before.nullable != after.nullable {
        let text = |column: &Column| {
            let text = if column.nullable {
                "may be null"
            } else {
                "is never null"
            };
            text.to_owned()
        };
        list.push(say(text(before), text(after)));
    }
    if source(before) != source(after) {
        list.push(say(source(before), source(after)));
    }
    if list.is_empty() {
        // What is left differs in a detail that the file has no word for.
        let message = format!("{name} is not the same in the schema and in the migrations");
        list.push(Said::differs(
            message,
            summary(before),
            summary(after),
            origins,
        ));
    }
    list
}

/// Where the values come from that nobody gives.
fn source(column: &Column) -> String {
    if column.identity.is_some() {
        "is an identity column".to_owned()
    } else if let Some(generated) = &column.generated {
        format!("is generated as `{}`", generated.expression.sql)
    } else if column.sequence.is_some() {
        "counts up by itself".to_owned()
    } else if let Some(default) = &column.default {
        format!("has the default `{}`", default.sql)
    } else {
        "has no default".to_owned()
    }
}

/// `varchar(30), never null, has the default 'x'`
fn summary(column: &Column) -> String {
    let mut words = vec![column.ty.to_string()];
    if !column.nullable {
        words.push("never null".to_owned());
    }
    let source = source(column);
    if source != "has no default" {
        words.push(source);
    }
    words.join(", ")
}
