//! Finding objects by name, and what is said where there is none.

use diag::{Code, Diagnostic, Span};
use schema::{HISTORY_TABLES, Origin, QualifiedName};

use super::{Class, Fold, Gone};
use crate::codes::{
    DUPLICATE_OBJECT, UNKNOWN_COLUMN, UNKNOWN_CONSTRAINT, UNKNOWN_TABLE, USE_AFTER_DROP,
};
use crate::name::Name;

/// The schema in which temporary tables are kept.
pub(super) const TEMPORARY: &str = "pg_temp";

impl Fold {
    /// The name in full of something that is created.
    pub(super) fn created(&self, name: &Name) -> QualifiedName {
        let schema = name.schema.clone().or_else(|| self.path.first().cloned());
        QualifiedName::new(schema.unwrap_or_else(|| "public".to_owned()), &name.name)
    }

    /// The name in full of something that exists, by the search path.
    pub(super) fn found(
        &self,
        name: &Name,
        exists: impl Fn(&QualifiedName) -> bool,
    ) -> Option<QualifiedName> {
        if let Some(schema) = &name.schema {
            return Some(QualifiedName::new(schema, &name.name)).filter(exists);
        }
        std::iter::once(TEMPORARY)
            .chain(self.path.iter().map(String::as_str))
            .map(|schema| QualifiedName::new(schema, &name.name))
            .find(exists)
    }

    pub(super) fn find_table(&self, name: &Name) -> Option<QualifiedName> {
        self.found(name, |name| self.schema.tables.contains_key(name))
    }

    pub(super) fn find_relation(&self, name: &Name) -> Option<QualifiedName> {
        self.found(name, |name| self.relation_origin(name).is_some())
    }

    /// The place of a table, view, sequence or index of that name.
    pub(super) fn relation_origin(&self, name: &QualifiedName) -> Option<Origin> {
        if let Some(table) = self.schema.tables.get(name) {
            return Some(table.origin);
        }
        if let Some(view) = self.schema.views.get(name) {
            return Some(view.origin);
        }
        if let Some(sequence) = self.schema.sequences.get(name) {
            return Some(sequence.origin);
        }
        let table = self.schema.tables.get(self.indexes.get(name)?);
        let index = table
            .and_then(|table| table.index(&name.name))
            .map(|index| index.origin);
        let constraint = table.and_then(|table| table.constraint(&name.name));
        Some(
            index
                .or(constraint.map(schema::Constraint::origin))
                .unwrap_or_default(),
        )
    }

    /// The table that a statement needs. Where there is none, that is said, unless it may exist
    /// all the same.
    pub(super) fn need_table(&mut self, name: &Name, missing_ok: bool) -> Option<QualifiedName> {
        let found = self.find_table(name);
        if found.is_none() && !missing_ok && self.find_relation(name).is_none() {
            self.unknown_relation(name, "table", &UNKNOWN_TABLE);
        }
        found
    }

    /// Says that a table, view or sequence does not exist.
    pub(super) fn unknown_relation(&mut self, name: &Name, what: &str, code: &'static Code) {
        if self.may_exist(name) {
            return;
        }
        let full = self.created(name);
        let key = (Class::Relation, full.clone(), String::new());
        if let Some(place) = self.dropped.get(&key).copied() {
            self.used_after_drop(what, &full.to_string(), name.span, place);
            return;
        }
        let tables = self.schema.tables.keys().chain(self.schema.views.keys());
        let known: Vec<String> = tables
            .filter(|known| known.schema == full.schema)
            .map(|known| known.name.clone())
            .collect();
        let finding = Diagnostic::error(code, format!("{what} `{full}` does not exist"))
            .at(name.span, "no earlier statement creates it");
        self.findings
            .push(with_suggestion(finding, &name.name, &known));
    }

    /// Whether something unknown may exist all the same: in a system catalog, as a tool's own table,
    /// in a schema that the history does not create, or by a statement that was not understood.
    pub(super) fn may_exist(&self, name: &Name) -> bool {
        let schema = name
            .schema
            .as_deref()
            .or(self.path.first().map(String::as_str));
        let schema = schema.unwrap_or("public");
        self.doubt
            || self.guarded
            || self.extended
            || schema.starts_with("pg_")
            || name.name.starts_with("pg_")
            || HISTORY_TABLES.contains(&name.name.as_str())
            || schema == "information_schema"
            || !self.schema.schemas.contains_key(schema)
    }

    /// Whether a place lies in a block, whose statements may not have been run.
    fn is_conditional(&self, place: Span) -> bool {
        self.blocks.iter().any(|block| {
            block.source == place.source && block.start <= place.start && place.end <= block.end
        })
    }

    pub(super) fn used_after_drop(&mut self, what: &str, name: &str, span: Span, gone: Gone) {
        let Gone { how, place } = gone;
        if self.is_conditional(place) {
            return;
        }
        self.findings.push(
            Diagnostic::error(&USE_AFTER_DROP, format!("{what} `{name}` was {how}"))
                .at(span, "used here")
                .also(place, format!("{how} here")),
        );
    }

    /// Says that a column does not exist, unless it may.
    pub(super) fn need_column(&mut self, table: &QualifiedName, column: &str, span: Span) -> bool {
        let Some(found) = self.schema.tables.get(table) else {
            return true;
        };
        if found.column(column).is_some() || is_system_column(column) {
            return true;
        }
        if self.doubt || self.guarded || self.open.contains(table) {
            return false;
        }
        let key = (Class::Column, table.clone(), column.to_owned());
        if let Some(place) = self.dropped.get(&key).copied() {
            self.used_after_drop("column", &format!("{table}.{column}"), span, place);
            return false;
        }
        let known: Vec<String> = found
            .columns
            .iter()
            .map(|column| column.name.clone())
            .collect();
        let mut finding = Diagnostic::error(
            &UNKNOWN_COLUMN,
            format!("table `{table}` has no column `{column}`"),
        )
        .at(span, "no such column at this point of the history");
        if let Some(place) = found.origin.0 {
            finding = finding.also(place, "the table is created here");
        }
        self.findings.push(with_suggestion(finding, column, &known));
        false
    }

    /// Says that a constraint does not exist, unless it may.
    pub(super) fn unknown_constraint(&mut self, table: &QualifiedName, name: &str, span: Span) {
        // From PostgreSQL 18 on every NOT NULL has a name too.
        let stem = name.trim_end_matches(|last: char| last.is_ascii_digit());
        if self.doubt || self.guarded || self.open.contains(table) || stem.ends_with("_not_null") {
            return;
        }
        let key = (Class::Constraint, table.clone(), name.to_owned());
        if let Some(place) = self.dropped.get(&key).copied() {
            self.used_after_drop("constraint", name, span, place);
            return;
        }
        let Some(found) = self.schema.tables.get(table) else {
            return;
        };
        let known: Vec<String> = found
            .constraints
            .iter()
            .map(|known| known.name().to_owned())
            .collect();
        let finding = Diagnostic::error(
            &UNKNOWN_CONSTRAINT,
            format!("table `{table}` has no constraint `{name}`"),
        )
        .at(span, "no such constraint at this point of the history");
        self.findings.push(with_suggestion(finding, name, &known));
    }

    /// Whether a relation can be created under a name; if not, that is said.
    pub(super) fn relation_is_free(
        &mut self,
        what: &str,
        name: &QualifiedName,
        span: Span,
    ) -> bool {
        if let Some(origin) = self.relation_origin(name) {
            self.duplicate(what, &name.to_string(), span, origin);
            return false;
        }
        self.dropped
            .remove(&(Class::Relation, name.clone(), String::new()));
        true
    }

    /// Says that something exists already.
    pub(super) fn duplicate(&mut self, what: &str, name: &str, span: Span, first: Origin) {
        let conditional = first.0.is_some_and(|place| self.is_conditional(place));
        if self.doubt || self.guarded || conditional {
            return;
        }
        let finding =
            Diagnostic::error(&DUPLICATE_OBJECT, format!("{what} `{name}` already exists"))
                .at(span, "created again here");
        self.findings.push(match first.0 {
            Some(place) => finding.also(place, "first created here"),
            None => finding,
        });
    }

    pub(super) fn mark_dropped(
        &mut self,
        class: Class,
        name: &QualifiedName,
        part: &str,
        place: Span,
    ) {
        let how = "dropped";
        self.dropped
            .insert((class, name.clone(), part.to_owned()), Gone { how, place });
    }

    pub(super) fn mark_renamed(
        &mut self,
        class: Class,
        name: &QualifiedName,
        part: &str,
        place: Span,
    ) {
        let how = "renamed";
        self.dropped
            .insert((class, name.clone(), part.to_owned()), Gone { how, place });
    }
}

fn is_system_column(name: &str) -> bool {
    matches!(
        name,
        "ctid" | "xmin" | "xmax" | "cmin" | "cmax" | "tableoid"
    )
}

/// Adds the known name that is nearest, where one is near.
pub(super) fn with_suggestion(finding: Diagnostic, name: &str, known: &[String]) -> Diagnostic {
    let most = (name.chars().count() / 3).max(1);
    let nearest = known
        .iter()
        .map(|known| (distance(name, known), known))
        .filter(|(distance, _)| *distance <= most)
        .min();
    match nearest {
        Some((_, known)) => finding.help(format!("did you mean `{known}`?")),
        None => finding,
    }
}

/// How many letters differ, letters of either case being the same; two that changed places count
/// once (the optimal string alignment distance).
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().flat_map(char::to_lowercase).collect();
    let b: Vec<char> = b.chars().flat_map(char::to_lowercase).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, right) in b.iter().enumerate() {
            let change = row[j] + usize::from(left != right);
            let mut least = change.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *left == b[j - 1] && a[i - 1] == *right {
                least = least.min(before[j - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row[b.len()]
}
