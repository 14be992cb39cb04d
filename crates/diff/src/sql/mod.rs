//! Changes as SQL. Every name is quoted, so that no name ever collides with a word of SQL; names
//! of the schema `public` stand without it.

mod constraint;
mod enums;
mod index;
mod object;
mod sequence;
mod table;

pub(crate) use sequence::is_serial;

use schema::{QualifiedName, quote_identifier, quote_literal};

use crate::Change;

/// The statements that make a change, each ending in a semicolon, one per line or more.
pub(crate) fn of(change: &Change<'_>) -> String {
    match change {
        Change::CreateSchema { name } => format!("CREATE SCHEMA {};", quote_identifier(name)),
        Change::DropSchema { name } => format!("DROP SCHEMA {};", quote_identifier(name)),
        Change::CreateExtension { name, extension } => object::create_extension(name, extension),
        Change::DropExtension { name } => format!("DROP EXTENSION {};", quote_identifier(name)),
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
        Change::DropEnum { name } => format!("DROP TYPE {};", name.sql()),
        Change::CreateSequence { name, after } => sequence::create(name, after),
        Change::OwnSequence {
            name,
            table,
            column,
        } => sequence::own(name, table, column),
        Change::DropSequence { name } => format!("DROP SEQUENCE {};", name.sql()),
        Change::CreateTable { name, after } => table::create(name, after),
        Change::DropTable { name, .. } => format!("DROP TABLE {};", name.sql()),
        Change::AddColumn { table, column } => table::add_column(table, column),
        Change::AlterColumn {
            table,
            before,
            after,
        } => table::alter_column(table, before, after),
        Change::DropColumn { table, column } => alter(
            table,
            &format!("DROP COLUMN {}", quote_identifier(&column.name)),
        ),
        Change::AddConstraint { table, constraint } => alter(
            table,
            &format!("ADD {}", constraint::definition(constraint)),
        ),
        Change::RenameConstraint {
            table,
            before,
            after,
        } => {
            let (before, after) = (quote_identifier(before), quote_identifier(after));
            alter(table, &format!("RENAME CONSTRAINT {before} TO {after}"))
        }
        Change::DropConstraint { table, constraint } => {
            let name = quote_identifier(constraint.name());
            alter(table, &format!("DROP CONSTRAINT {name}"))
        }
        Change::CreateIndex { table, index } => index::create(table, index),
        Change::RenameIndex {
            table,
            before,
            after,
        } => {
            let name = QualifiedName::new(&table.schema, *before).sql();
            format!("ALTER INDEX {name} RENAME TO {};", quote_identifier(after))
        }
        Change::DropIndex { table, index } => {
            let name = QualifiedName::new(&table.schema, &index.name);
            format!("DROP INDEX {};", name.sql())
        }
        Change::CreateTrigger { trigger, .. } => object::create_trigger(trigger),
        Change::DropTrigger { table, trigger } => object::drop_trigger(table, trigger),
        Change::CreateView { name, view } => object::create_view(name, view),
        Change::DropView { name, view } => object::drop_view(name, view),
        Change::CreateFunction {
            name,
            arguments,
            function,
        } => object::create_function(name, arguments, function),
        Change::DropFunction {
            name,
            arguments,
            function,
        } => object::drop_function(name, arguments, function),
        Change::CommentTable { table, comment } => {
            comment_on(&format!("TABLE {}", table.sql()), *comment)
        }
        Change::CommentColumn {
            table,
            column,
            comment,
        } => {
            let column = quote_identifier(column);
            comment_on(&format!("COLUMN {}.{column}", table.sql()), *comment)
        }
    }
}

/// `ALTER TABLE "t" …;`
fn alter(table: &QualifiedName, action: &str) -> String {
    format!("ALTER TABLE {} {action};", table.sql())
}

fn comment_on(object: &str, comment: Option<&str>) -> String {
    let text = comment.map_or_else(|| String::from("NULL"), quote_literal);
    format!("COMMENT ON {object} IS {text};")
}

/// Quoted names with commas between them.
fn columns<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    let names: Vec<String> = names
        .into_iter()
        .map(|name| quote_identifier(name))
        .collect();
    names.join(", ")
}
