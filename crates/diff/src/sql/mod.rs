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
mod rename;
mod rule;
mod sequence;
mod settings;
mod statistics;
mod table;
mod trigger;
mod view;

pub(crate) use constraint::index_of;
pub(crate) use conversion::of as conversion;
pub(crate) use index::create as create_index;
pub(crate) use object::of as of_object;
pub(crate) use sequence::{is_serial, same_numbers};

use schema::{QualifiedName, quote_identifier};

use crate::{Change, TableChange};

/// The statements that make a change, each ending in a semicolon, one per line or more.
pub(crate) fn of(change: &Change<'_>) -> String {
    match change {
        Change::Rename(it) => rename::of(it),
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
        Change::ReleaseSequence { name } => {
            format!("ALTER SEQUENCE {} OWNED BY NONE;", name.sql())
        }
        Change::RenameSequence { before, after } => {
            let name = quote_identifier(&after.name);
            format!("ALTER SEQUENCE {} RENAME TO {name};", before.sql())
        }
        Change::AlterSequence {
            name,
            before,
            after,
        } => sequence::alter_numbers(name, *before, after),
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
        TableChange::LiftDefault(column) => alter(
            name,
            &format!("ALTER COLUMN {} DROP DEFAULT", quote(&column.name)),
        ),
        TableChange::RestoreDefault(column) => {
            let default = column.default.as_ref().map(|it| it.sql.as_str());
            let default = default.unwrap_or("NULL");
            let column = quote(&column.name);
            alter(
                name,
                &format!("ALTER COLUMN {column} SET DEFAULT {default}"),
            )
        }
        TableChange::SetColumn { before, after } => settings::column(name, before, after),
        TableChange::ColumnOrder => String::new(),
        TableChange::ValidateConstraint(constraint) => alter(
            name,
            &format!("VALIDATE CONSTRAINT {}", quote(constraint.name())),
        ),
        TableChange::DeferConstraint(key) => constraint::defer(name, key),
        TableChange::AdoptIndex(constraint) => constraint::adopt(name, constraint),
        TableChange::SetIndex { before, after } => settings::index(name, before, after),
        TableChange::SetLogged(true) => alter(name, "SET LOGGED"),
        TableChange::SetLogged(false) => alter(name, "SET UNLOGGED"),
        TableChange::SetOptions { before, after } => settings::options(name, before, after),
        TableChange::SetAccessMethod(method) => {
            let method = quote(method.unwrap_or("heap"));
            alter(name, &format!("SET ACCESS METHOD {method}"))
        }
        TableChange::SetTablespace(tablespace) => {
            let tablespace = quote(tablespace.unwrap_or("pg_default"));
            alter(name, &format!("SET TABLESPACE {tablespace}"))
        }
        TableChange::Inherit(parent) => alter(name, &format!("INHERIT {}", parent.sql())),
        TableChange::NoInherit(parent) => alter(name, &format!("NO INHERIT {}", parent.sql())),
        TableChange::Attach(partition) => settings::attach(name, partition),
        TableChange::Detach(partition) => settings::detach(name, partition),
        TableChange::OfType(Some(ty)) => alter(name, &format!("OF {}", ty.sql())),
        TableChange::OfType(None) => alter(name, "NOT OF"),
        TableChange::SetRowSecurity { before, after } => {
            settings::row_security(name, before, after)
        }
        TableChange::SetReplicaIdentity(identity) => settings::replica_identity(name, identity),
        TableChange::ClusterOn(index) => settings::cluster(name, index),
        TableChange::SetForeignOptions { before, after } => settings::foreign(name, before, after),
        TableChange::CreateIndex(index) => index::create(name, index, false),
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

/// A constraint without a look at the rows that are there.
pub(crate) fn add_not_valid(table: &QualifiedName, constraint: &schema::Constraint) -> String {
    alter(table, &format!("ADD {}", constraint::not_valid(constraint)))
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
