//! What a database has and the schema language has no words for.

use diag::{Diagnostic, Severity};
use schema::{Constraint, Deferral, Schema, Table};

use super::key;
use super::names::Names;
use crate::codes;
use crate::datamodel::{Datamodel, PreviewFeature};

/// How many objects a finding names before it counts the rest.
const NAMED: usize = 6;

/// A finding for each kind of thing that is left out, with the names of what is.
pub(super) fn inexpressible(
    datamodel: &Datamodel,
    live: &Schema,
    names: &Names,
    findings: &mut Vec<Diagnostic>,
) {
    let features = datamodel.preview_features();
    let partial = features.contains(&PreviewFeature::PartialIndexes);
    let mut kinds: Vec<(&str, Vec<String>)> = Vec::new();
    let mut say = |kind: &'static str, object: String| match kinds
        .iter_mut()
        .find(|(known, _)| *known == kind)
    {
        Some((_, list)) => list.push(object),
        None => kinds.push((kind, vec![object])),
    };
    for (name, table) in &live.tables {
        if names.models.contains_key(name) {
            of_table(&name.to_string(), table, partial, &mut say);
        }
    }
    let own = |schema: &str| schema == "public" || live.schemas.contains_key(schema);
    for name in live.views.keys() {
        if !features.contains(&PreviewFeature::Views) && own(&name.schema) {
            say(
                "views (without the preview feature `views`)",
                name.to_string(),
            );
        }
    }
    for (name, _) in live.functions.keys() {
        say("functions", name.to_string());
    }
    for name in live.domains.keys() {
        say("domains", name.to_string());
    }
    for name in live.composites.keys() {
        say("composite types", name.to_string());
    }
    for (kind, objects) in kinds {
        let message = format!("{kind} are not part of the schema language");
        let mut shown = objects[..objects.len().min(NAMED)].join("`, `");
        let rest = objects.len().saturating_sub(NAMED);
        shown = format!("`{shown}`");
        if rest > 0 {
            shown = format!("{shown} and {rest} more");
        }
        findings.push(
            Diagnostic::new(Severity::Note, &codes::PULL_LEFT_OUT, message)
                .note(format!("left out: {shown}"))
                .help("keep them in the migrations, which may say everything"),
        );
    }
}

fn of_table(name: &str, table: &Table, partial: bool, say: &mut impl FnMut(&'static str, String)) {
    for constraint in &table.constraints {
        let object = format!("{name}.{}", constraint.name());
        match constraint {
            Constraint::Check(_) => say("check constraints", object),
            Constraint::Exclusion(_) => say("exclusion constraints", object),
            Constraint::PrimaryKey(key) | Constraint::Unique(key)
                if key.deferral != Deferral::NotDeferrable || key.nulls_not_distinct =>
            {
                say("deferrable keys and `NULLS NOT DISTINCT`", object);
            }
            Constraint::ForeignKey(key) if key.deferral != Deferral::NotDeferrable => {
                say("deferrable foreign keys", object);
            }
            Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) => {}
        }
    }
    for index in &table.indexes {
        let object = format!("{name}.{}", index.name);
        if index.predicate.is_some() && !partial {
            say(
                "partial indexes (without the preview feature `partialIndexes`)",
                object,
            );
        } else if !key::is_sayable(index, partial) {
            say("indexes of expressions or of extensions' methods", object);
        } else if key::has_own_nulls(index) || !index.include.is_empty() {
            say(
                "`NULLS FIRST`, `NULLS LAST` and `INCLUDE` of indexes",
                object,
            );
        }
    }
    for trigger in &table.triggers {
        say("triggers", format!("{name}.{}", trigger.name));
    }
    for policy in &table.policies {
        say("policies", format!("{name}.{}", policy.name));
    }
    if table.row_security.enabled {
        say("row level security", name.to_owned());
    }
    for column in &table.columns {
        if column.generated.is_some() {
            say(
                "expressions of generated columns",
                format!("{name}.{}", column.name),
            );
        }
    }
    if table.partition_key.is_some() {
        say("partitions", name.to_owned());
    }
    if !table.inherits.is_empty() {
        say("inherited tables", name.to_owned());
    }
}
