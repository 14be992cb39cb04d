//! Constraints, as they stand in `CREATE TABLE` and after `ADD`.

use schema::{
    Check, Constraint, Deferral, Exclusion, ForeignKey, Key, MatchType, quote_identifier,
};

use super::{columns, index};

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
    let deferral = deferral(key.deferral);
    format!(
        "{kind}{nulls} ({}){include}{deferral}",
        columns(&key.columns)
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
    format!(
        "FOREIGN KEY ({}) REFERENCES {}{references}{full} ON DELETE {} ON UPDATE {}{}{}",
        columns(&key.columns),
        key.references.sql(),
        key.on_delete.sql(),
        key.on_update.sql(),
        deferral(key.deferral),
        not_valid(key.validated),
    )
}

fn check(check: &Check) -> String {
    let no_inherit = if check.no_inherit { " NO INHERIT" } else { "" };
    let not_valid = not_valid(check.validated);
    format!("CHECK ({}){no_inherit}{not_valid}", check.expression.sql)
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
        "EXCLUDE USING {} ({}){predicate}{}",
        exclusion.method,
        elements.join(", "),
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

fn not_valid(validated: bool) -> &'static str {
    if validated { "" } else { " NOT VALID" }
}
