//! Constraints, as they stand in `CREATE TABLE` and after `ADD`.

use schema::{
    Check, Constraint, Deferral, Exclusion, ForeignKey, Index, IndexElement, Key, MatchType,
    QualifiedName, quote_identifier,
};

use super::{alter, columns, index};

/// `CONSTRAINT "t_pkey" PRIMARY KEY ("id")`
pub(super) fn definition(constraint: &Constraint) -> String {
    let rest = match constraint {
        Constraint::PrimaryKey(definition) => key("PRIMARY KEY", definition),
        Constraint::Unique(definition) => key("UNIQUE", definition),
        Constraint::ForeignKey(definition) => foreign_key(definition),
        Constraint::Check(definition) => check(definition),
        Constraint::Exclusion(definition) => exclusion(definition),
    };
    format!("CONSTRAINT {} {rest}", quote_identifier(constraint.name()))
}

/// The same without the check of existing rows, which is made later.
pub(super) fn not_valid(constraint: &Constraint) -> String {
    let definition = definition(constraint);
    if definition.ends_with(" NOT VALID") {
        definition
    } else {
        format!("{definition} NOT VALID")
    }
}

/// Another time for a foreign key's check.
pub(super) fn defer(table: &QualifiedName, key: &ForeignKey) -> String {
    let deferral = match key.deferral {
        Deferral::NotDeferrable => " NOT DEFERRABLE",
        Deferral::InitiallyImmediate | Deferral::InitiallyDeferred => deferral(key.deferral),
    };
    alter(
        table,
        &format!("ALTER CONSTRAINT {}{deferral}", quote_identifier(&key.name)),
    )
}

/// The constraint that a unique index of the same name becomes.
pub(super) fn adopt(table: &QualifiedName, constraint: &Constraint) -> String {
    let (kind, deferral) = match constraint {
        Constraint::PrimaryKey(key) => ("PRIMARY KEY", deferral(key.deferral)),
        Constraint::Unique(key) => ("UNIQUE", deferral(key.deferral)),
        Constraint::ForeignKey(_) | Constraint::Check(_) | Constraint::Exclusion(_) => ("", ""),
    };
    let name = quote_identifier(constraint.name());
    alter(
        table,
        &format!("ADD CONSTRAINT {name} {kind} USING INDEX {name}{deferral}"),
    )
}

/// The index that a key makes for itself.
pub(crate) fn index_of(key: &Key) -> Index {
    Index {
        name: key.name.clone(),
        unique: true,
        method: "btree".to_owned(),
        elements: key.columns.iter().map(IndexElement::column).collect(),
        include: key.include.clone(),
        nulls_not_distinct: key.nulls_not_distinct,
        storage: key.storage.clone(),
        ..Index::default()
    }
}

fn key(kind: &str, key: &Key) -> String {
    let nulls = if key.nulls_not_distinct {
        " NULLS NOT DISTINCT"
    } else {
        ""
    };
    let include = if key.include.is_empty() {
        String::new()
    } else {
        format!(" INCLUDE ({})", columns(&key.include))
    };
    let overlaps = if key.without_overlaps {
        " WITHOUT OVERLAPS"
    } else {
        ""
    };
    format!(
        "{kind}{nulls} ({}{overlaps}){include}{}{}",
        columns(&key.columns),
        index::storage(&key.storage, "USING INDEX TABLESPACE"),
        deferral(key.deferral),
    )
}

fn foreign_key(key: &ForeignKey) -> String {
    let references = if key.referenced_columns.is_empty() {
        String::new()
    } else {
        format!(" ({})", columns(&key.referenced_columns))
    };
    let full = match key.match_type {
        MatchType::Full => " MATCH FULL",
        MatchType::Simple => "",
    };
    let only = if key.on_delete_columns.is_empty() {
        String::new()
    } else {
        format!(" ({})", columns(&key.on_delete_columns))
    };
    format!(
        "FOREIGN KEY ({}) REFERENCES {}{references}{full} ON DELETE {}{only} ON UPDATE {}{}{}",
        columns(&key.columns),
        key.references.sql(),
        key.on_delete.sql(),
        key.on_update.sql(),
        deferral(key.deferral),
        validity(key.validated, key.not_enforced),
    )
}

fn check(check: &Check) -> String {
    let no_inherit = if check.no_inherit { " NO INHERIT" } else { "" };
    let validity = validity(check.validated, check.not_enforced);
    format!("CHECK ({}){no_inherit}{validity}", check.expression.sql)
}

fn exclusion(exclusion: &Exclusion) -> String {
    let elements: Vec<String> = exclusion
        .elements
        .iter()
        .map(|(element, operator)| format!("{} WITH {operator}", index::element(element)))
        .collect();
    let predicate = exclusion
        .predicate
        .as_ref()
        .map(|predicate| format!(" WHERE ({})", predicate.sql))
        .unwrap_or_default();
    format!(
        "EXCLUDE USING {} ({}){}{predicate}{}",
        exclusion.method,
        elements.join(", "),
        index::storage(&exclusion.storage, "USING INDEX TABLESPACE"),
        deferral(exclusion.deferral),
    )
}

fn deferral(deferral: Deferral) -> &'static str {
    match deferral {
        Deferral::NotDeferrable => "",
        Deferral::InitiallyImmediate => " DEFERRABLE INITIALLY IMMEDIATE",
        Deferral::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
    }
}

fn validity(validated: bool, not_enforced: bool) -> &'static str {
    match (validated, not_enforced) {
        (_, true) => " NOT ENFORCED",
        (true, false) => "",
        (false, false) => " NOT VALID",
    }
}
