//! Settings: of tables as wholes, of columns, of indexes.

use std::collections::BTreeMap;

use schema::{
    Column, Index, Partition, QualifiedName, ReplicaIdentity, RowSecurity, quote_identifier,
    quote_literal,
};

use super::{alter, table};

/// `fillfactor = 70, autovacuum_enabled = 'off'`
pub(super) fn list(options: &BTreeMap<String, String>) -> String {
    let list: Vec<String> = options
        .iter()
        .map(|(name, value)| format!("{name} = {}", option_value(value)))
        .collect();
    list.join(", ")
}

/// Numbers and words stand as they are, anything else in quotes.
fn option_value(value: &str) -> String {
    let is_word = !value.is_empty()
        && value
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "._".contains(c))
        && !value.starts_with('.');
    if is_word {
        value.to_owned()
    } else {
        quote_literal(value)
    }
}

/// The options that are set, and those that are no more: `SET (…)`, `RESET (…)`.
fn changed(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<String> {
    let set: BTreeMap<String, String> = after
        .iter()
        .filter(|(name, value)| before.get(*name) != Some(value))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let gone: Vec<&str> = before
        .keys()
        .filter(|name| !after.contains_key(*name))
        .map(String::as_str)
        .collect();
    let mut actions = Vec::new();
    if !set.is_empty() {
        actions.push(format!("SET ({})", list(&set)));
    }
    if !gone.is_empty() {
        actions.push(format!("RESET ({})", gone.join(", ")));
    }
    actions
}

pub(super) fn options(
    name: &QualifiedName,
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) -> String {
    alter(name, &changed(before, after).join(", "))
}

/// Storage, compression, statistics and options of a column.
pub(super) fn column(name: &QualifiedName, before: Option<&Column>, after: &Column) -> String {
    let plain = Column::new(&after.name, after.ty.clone());
    let before = before.unwrap_or(&plain);
    let mut actions = Vec::new();
    if before.storage != after.storage {
        let storage = after.storage.as_deref();
        let storage = storage.unwrap_or_else(|| usual_storage(&after.ty.name, after.ty.array));
        actions.push(format!("SET STORAGE {storage}"));
    }
    if before.compression != after.compression {
        let method = after.compression.as_deref().unwrap_or("default");
        actions.push(format!("SET COMPRESSION {method}"));
    }
    if before.statistics != after.statistics {
        let target = after.statistics.unwrap_or(-1);
        actions.push(format!("SET STATISTICS {target}"));
    }
    actions.extend(changed(&before.options, &after.options));
    let column = quote_identifier(&after.name);
    let actions: Vec<String> = actions
        .iter()
        .map(|action| format!("ALTER COLUMN {column} {action}"))
        .collect();
    alter(name, &actions.join(", "))
}

/// How the server stores values of a type when nobody says otherwise.
fn usual_storage(ty: &str, array: bool) -> &'static str {
    match ty {
        "numeric" | "inet" | "cidr" if !array => "MAIN",
        "bool" | "int2" | "int4" | "int8" | "float4" | "float8" | "date" | "time" | "timetz"
        | "timestamp" | "timestamptz" | "uuid" | "oid" | "interval" | "money" | "macaddr"
        | "macaddr8" | "char" | "name"
            if !array =>
        {
            "PLAIN"
        }
        _ => "EXTENDED",
    }
}

/// Storage parameters, tablespace and statistics of an index.
pub(super) fn index(table: &QualifiedName, before: Option<&Index>, after: &Index) -> String {
    let none = Index::default();
    let before = before.unwrap_or(&none);
    let name = QualifiedName::new(&table.schema, &after.name).sql();
    let mut actions = Vec::new();
    if before.name == after.name || !before.name.is_empty() {
        actions.extend(changed(&before.storage.options, &after.storage.options));
        if before.storage.tablespace != after.storage.tablespace {
            let tablespace = after.storage.tablespace.as_deref().unwrap_or("pg_default");
            actions.push(format!("SET TABLESPACE {}", quote_identifier(tablespace)));
        }
    }
    let numbers = before.statistics.keys().chain(after.statistics.keys());
    let mut numbers: Vec<&u16> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    for number in numbers {
        let target = after.statistics.get(number);
        if before.statistics.get(number) != target {
            let target = target.unwrap_or(&-1);
            actions.push(format!("ALTER COLUMN {number} SET STATISTICS {target}"));
        }
    }
    let statements: Vec<String> = actions
        .iter()
        .map(|action| format!("ALTER INDEX {name} {action};"))
        .collect();
    statements.join("\n")
}

pub(super) fn attach(name: &QualifiedName, partition: &Partition) -> String {
    let bound = &partition.bound.sql;
    alter(
        &partition.parent,
        &format!("ATTACH PARTITION {} {bound}", name.sql()),
    )
}

pub(super) fn detach(name: &QualifiedName, partition: &Partition) -> String {
    alter(
        &partition.parent,
        &format!("DETACH PARTITION {}", name.sql()),
    )
}

pub(super) fn row_security(
    name: &QualifiedName,
    before: RowSecurity,
    after: RowSecurity,
) -> String {
    let mut actions = Vec::new();
    if before.enabled != after.enabled {
        let verb = if after.enabled { "ENABLE" } else { "DISABLE" };
        actions.push(format!("{verb} ROW LEVEL SECURITY"));
    }
    if before.forced != after.forced {
        let verb = if after.forced { "FORCE" } else { "NO FORCE" };
        actions.push(format!("{verb} ROW LEVEL SECURITY"));
    }
    alter(name, &actions.join(", "))
}

pub(super) fn replica_identity(name: &QualifiedName, identity: &ReplicaIdentity) -> String {
    let identity = match identity {
        ReplicaIdentity::Default => "DEFAULT".to_owned(),
        ReplicaIdentity::Full => "FULL".to_owned(),
        ReplicaIdentity::Nothing => "NOTHING".to_owned(),
        ReplicaIdentity::Index(index) => format!("USING INDEX {}", quote_identifier(index)),
    };
    alter(name, &format!("REPLICA IDENTITY {identity}"))
}

pub(super) fn cluster(name: &QualifiedName, index: Option<&str>) -> String {
    match index {
        Some(index) => alter(name, &format!("CLUSTER ON {}", quote_identifier(index))),
        None => alter(name, "SET WITHOUT CLUSTER"),
    }
}

/// Options of a foreign table.
pub(super) fn foreign(
    name: &QualifiedName,
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) -> String {
    let mut actions = Vec::new();
    for (option, value) in after {
        let verb = match before.get(option) {
            None => "ADD",
            Some(old) if old != value => "SET",
            Some(_) => continue,
        };
        actions.push(format!("{verb} {}", table::foreign_option(option, value)));
    }
    let gone = before.keys().filter(|option| !after.contains_key(*option));
    actions.extend(gone.map(|option| format!("DROP {}", quote_identifier(option))));
    format!(
        "ALTER FOREIGN TABLE {} OPTIONS ({});",
        name.sql(),
        actions.join(", ")
    )
}
