//! Publications.

use schema::{Publication, PublishedTable, QualifiedName, quote_identifier, quote_literal};

use super::columns;
use super::object::joined;
use crate::object::Difference;

pub(super) fn of(name: &str, difference: Difference<'_, Publication>) -> String {
    let name = quote_identifier(name);
    match difference {
        Difference::Added(publication) => create(&name, publication),
        Difference::Changed { before, after } => joined(alter(&name, before, after)),
        Difference::Gone(_) => format!("DROP PUBLICATION {name};"),
    }
}

fn create(name: &str, publication: &Publication) -> String {
    let objects = if publication.all_tables {
        Some(String::from("ALL TABLES"))
    } else {
        objects(publication)
    };
    let mut words = vec![format!("CREATE PUBLICATION {name}")];
    words.extend(objects.map(|objects| format!("FOR {objects}")));
    let mut options = Vec::new();
    if publication.operations.len() != 4 {
        options.push(publish(publication));
    }
    options.extend(publication.via_root.then(|| via_root(publication)));
    if !options.is_empty() {
        words.push(format!("WITH ({})", options.join(", ")));
    }
    words.join(" ") + ";"
}

fn publish(publication: &Publication) -> String {
    let operations = publication.operations.join(", ");
    format!("publish = {}", quote_literal(&operations))
}

fn via_root(publication: &Publication) -> String {
    format!("publish_via_partition_root = {}", publication.via_root)
}

/// `TABLE "a" ("x") WHERE (x > 0), TABLES IN SCHEMA "s"`, or nothing.
fn objects(publication: &Publication) -> Option<String> {
    let tables: Vec<String> = publication.tables.iter().map(table).collect();
    let schemas: Vec<String> = publication
        .schemas
        .iter()
        .map(|it| quote_identifier(it))
        .collect();
    let mut parts = Vec::new();
    if !tables.is_empty() {
        parts.push(format!("TABLE {}", tables.join(", ")));
    }
    if !schemas.is_empty() {
        parts.push(format!("TABLES IN SCHEMA {}", schemas.join(", ")));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn table((name, published): (&QualifiedName, &PublishedTable)) -> String {
    let mut words = vec![name.sql()];
    if !published.columns.is_empty() {
        words.push(format!("({})", columns(&published.columns)));
    }
    if let Some(filter) = &published.filter {
        words.push(format!("WHERE ({})", filter.sql));
    }
    words.join(" ")
}

fn alter(name: &str, before: &Publication, after: &Publication) -> Vec<String> {
    let mut statements = Vec::new();
    if before.tables != after.tables || before.schemas != after.schemas {
        match objects(after) {
            Some(objects) => {
                statements.push(format!("ALTER PUBLICATION {name} SET {objects};"));
            }
            // There is no way to set nothing.
            None => statements.extend(
                objects_only(before)
                    .map(|objects| format!("ALTER PUBLICATION {name} DROP {objects};")),
            ),
        }
    }
    let mut options = Vec::new();
    if before.operations != after.operations {
        options.push(publish(after));
    }
    options.extend((before.via_root != after.via_root).then(|| via_root(after)));
    if !options.is_empty() {
        let options = options.join(", ");
        statements.push(format!("ALTER PUBLICATION {name} SET ({options});"));
    }
    statements
}

/// The objects without columns and filters, as they are named to be dropped.
fn objects_only(publication: &Publication) -> Option<String> {
    let mut plain = publication.clone();
    for table in plain.tables.values_mut() {
        *table = PublishedTable::default();
    }
    objects(&plain)
}
