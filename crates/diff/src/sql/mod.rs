//! Changes as SQL. Every name is quoted, so that no name ever collides with a word of SQL; names
//! of the schema `public` stand without it.

mod carried;
mod composite;
mod constraint;
mod conversion;
mod domain;
mod enums;
mod function;
mod index;
mod object;
mod policy;
mod publication;
mod range;
mod rule;
mod sequence;
mod statistics;
mod table;
mod trigger;
mod view;

pub(crate) use object::of as of_object;
pub(crate) use sequence::is_serial;

use schema::{QualifiedName, quote_identifier};

use crate::{Change, TableChange};

/// The statements that make a change, each ending in a semicolon, one per line or more.
pub(crate) fn of(change: &Change<'_>) -> String {
    match change {
        Change::CreateEnum { name, after } => enums::create(name, after),
        Change::AddEnumValue {
            name,
            value,
            before,
        } => enums::add_value(name, value, *before),
        Change::ReplaceEnum {
            name,
            after,
            columns,
        } => enums::replace(name, after, columns),
        Change::DropReplacedEnum { name } => enums::drop_replaced(name),
        Change::DropEnum { name } => format!("DROP TYPE {};", name.sql()),
        Change::CreateSequence { name, after, ty } => sequence::create(name, after, *ty),
        Change::OwnSequence {
            name,
            table,
            column,
            continues,
        } => sequence::own(name, table, column, *continues),
        Change::DropSequence { name } => format!("DROP SEQUENCE {};", name.sql()),
        Change::CreateTable { name, after } => table::create(name, after),
        Change::DropTable { name, .. } => format!("DROP TABLE {};", name.sql()),
        Change::Table { table, change } => of_table(table, *change),
        Change::Object(change) => object::of(*change),
    }
}

fn of_table(name: &QualifiedName, change: TableChange<'_>) -> String {
    let quote = quote_identifier;
    let in_schema = |object: &str| QualifiedName::new(&name.schema, object).sql();
    match change {
        TableChange::AddColumn(column) => table::add_column(name, column),
        TableChange::AlterColumn { before, after } => table::alter_column(name, before, after),
        TableChange::DropColumn(column) => {
            alter(name, &format!("DROP COLUMN {}", quote(&column.name)))
        }
        TableChange::AddConstraint(constraint) => {
            alter(name, &format!("ADD {}", constraint::definition(constraint)))
        }
        TableChange::RenameConstraint { before, after } => {
            let (before, after) = (quote(before), quote(after));
            alter(name, &format!("RENAME CONSTRAINT {before} TO {after}"))
        }
        TableChange::DropConstraint(constraint) => alter(
            name,
            &format!("DROP CONSTRAINT {}", quote(constraint.name())),
        ),
        TableChange::CreateIndex(index) => index::create(name, index),
        TableChange::RenameIndex { before, after } => {
            format!(
                "ALTER INDEX {} RENAME TO {};",
                in_schema(before),
                quote(after)
            )
        }
        TableChange::DropIndex(index) => format!("DROP INDEX {};", in_schema(&index.name)),
    }
}

/// `ALTER TABLE "t" …;`
fn alter(table: &QualifiedName, action: &str) -> String {
    format!("ALTER TABLE {} {action};", table.sql())
}

/// Quoted names with commas between them.
fn columns<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    let names: Vec<String> = names
        .into_iter()
        .map(|name| quote_identifier(name))
        .collect();
    names.join(", ")
}
