//! Names that the server makes up.

use schema::{QualifiedName, generated_name};

use super::Fold;

impl Fold {
    /// A name for a relation that is free in the schema (`ChooseRelationName`). A constraint's
    /// index must differ from the constraints as well.
    pub(super) fn choose_relation(
        &self,
        schema: &str,
        first: &str,
        second: &str,
        label: &str,
        constraint: bool,
    ) -> String {
        choose(first, second, label, |name| {
            let full = QualifiedName::new(schema, name);
            self.relation_origin(&full).is_some()
                || (constraint && self.constraint_exists(schema, name))
        })
    }

    /// A name for a constraint that is free in the schema (`ChooseConstraintName`).
    pub(super) fn choose_constraint(
        &self,
        table: &QualifiedName,
        second: &str,
        label: &str,
        taken: &[String],
    ) -> String {
        choose(&table.name, second, label, |name| {
            taken.iter().any(|taken| taken == name) || self.constraint_exists(&table.schema, name)
        })
    }

    fn constraint_exists(&self, schema: &str, name: &str) -> bool {
        let key = (schema.to_owned(), name.to_owned());
        self.constraint_names.contains(&key)
            && self
                .schema
                .tables
                .iter()
                .any(|(table, found)| table.schema == schema && found.constraint(name).is_some())
    }
}

pub(super) fn choose(
    first: &str,
    second: &str,
    label: &str,
    taken: impl Fn(&str) -> bool,
) -> String {
    let mut name = generated_name(first, second, label);
    let mut pass = 0;
    while taken(&name) {
        pass += 1;
        name = generated_name(first, second, &format!("{label}{pass}"));
    }
    name
}

/// The middle part of a key's or index's name: its columns, as far as they fit
/// (`ChooseIndexNameAddition`).
pub(super) fn addition<'a>(columns: impl IntoIterator<Item = &'a str>) -> String {
    let mut joined = String::new();
    for column in columns {
        if !joined.is_empty() {
            joined.push('_');
        }
        joined.push_str(column);
        if joined.len() > schema::MAX_IDENTIFIER_BYTES {
            break;
        }
    }
    joined
}

/// The names of an index's columns: those of expressions without one are `expr`, equal ones are
/// numbered (`ChooseIndexColumnNames`).
pub(super) fn column_names(labels: impl Iterator<Item = Option<String>>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for label in labels {
        let original = label.unwrap_or_else(|| "expr".to_owned());
        let mut name = original.clone();
        let mut number = 1;
        while names.contains(&name) {
            name = format!("{original}{number}");
            number += 1;
        }
        names.push(name);
    }
    names
}
