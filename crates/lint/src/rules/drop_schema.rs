//! `DROP SCHEMA` and `DROP DATABASE`.

use diag::Diagnostic;
use sql::Command;
use sql::command::ObjectKind;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A whole schema or database is dropped.
    ///
    /// With `CASCADE` everything in it goes: tables with their rows, functions, types. Drop what is in it by name, so
    /// that each loss is seen, and the empty schema at the end. A database is not dropped by a migration.
    "drop-schema", Warn, DataLoss, Statement(check),
    [Example {
        before: "CREATE SCHEMA shop; CREATE TABLE shop.orders (id bigint PRIMARY KEY);",
        bad: "DROP SCHEMA shop CASCADE;",
        good: &[],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::Drop(drop) = ctx.command else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for name in &drop.names {
        let message = match drop.kind {
            ObjectKind::Database => format!("the database `{}` is dropped", name.name),
            ObjectKind::Schema => {
                let within = |known: &schema::QualifiedName| known.schema == name.name;
                let tables = ctx.scene.schema.tables.keys();
                let count = tables.filter(|known| within(known)).count();
                if !drop.cascade || count == 0 {
                    continue;
                }
                let tables = if count == 1 {
                    "1 table".to_owned()
                } else {
                    format!("{count} tables")
                };
                format!("the schema `{}` is dropped with {tables}", name.name)
            }
            _ => continue,
        };
        found.push(RULE.at(name.span, message, "with all rows"));
    }
    found
}
