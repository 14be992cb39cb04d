//! What a statement runs on: the schema at its time, and how names are found in it.

use std::collections::BTreeSet;

use schema::{Constraint, Index, QualifiedName, Schema, Table, View};
use sql::Name;

/// What a statement runs on.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The schema just before the statement.
    pub schema: &'a Schema,
    /// Schemas that are searched for names, in order; without `pg_catalog`.
    pub path: &'a [String],
    /// Tables that the same migration made: nobody else uses them yet, and they hold no more rows
    /// than it put there.
    pub created: &'a BTreeSet<QualifiedName>,
    /// The oldest major version of PostgreSQL that matters.
    pub version: u32,
}

impl<'a> Scene<'a> {
    /// The first name of the search path for which something is there.
    pub fn find(
        &self,
        name: &Name,
        there: impl Fn(&QualifiedName) -> bool,
    ) -> Option<QualifiedName> {
        if let Some(schema) = &name.schema {
            let full = QualifiedName::new(schema, &name.name);
            return there(&full).then_some(full);
        }
        let temporary = std::iter::once("pg_temp");
        let path = self.path.iter().map(String::as_str);
        temporary
            .chain(path)
            .map(|schema| QualifiedName::new(schema, &name.name))
            .find(|full| there(full))
    }

    /// The full name of what is created or, where nothing of the name is known, meant.
    pub fn full(&self, name: &Name) -> QualifiedName {
        let default = || {
            self.path
                .first()
                .map_or("public", String::as_str)
                .to_owned()
        };
        let schema = name.schema.clone().unwrap_or_else(default);
        QualifiedName::new(schema, &name.name)
    }

    /// The table of a name.
    pub fn table(&self, name: &Name) -> Option<(QualifiedName, &'a Table)> {
        let full = self.find(name, |full| self.schema.tables.contains_key(full))?;
        let table = self.schema.tables.get(&full)?;
        Some((full, table))
    }

    /// The view or materialized view of a name.
    pub fn view(&self, name: &Name) -> Option<(QualifiedName, &'a View)> {
        let full = self.find(name, |full| self.schema.views.contains_key(full))?;
        let view = self.schema.views.get(&full)?;
        Some((full, view))
    }

    /// The full name of a relation, whether it is known or not.
    pub fn relation(&self, name: &Name) -> QualifiedName {
        let known = self.find(name, |full| {
            self.schema.tables.contains_key(full) || self.schema.views.contains_key(full)
        });
        known.unwrap_or_else(|| self.full(name))
    }

    /// The table or materialized view that an index belongs to, be it a constraint's or not.
    pub fn table_of_index(&self, name: &Name) -> Option<(QualifiedName, Option<&'a Index>)> {
        let fits = |schema: &str| name.schema.as_ref().is_none_or(|wanted| wanted == schema);
        for (full, table) in self
            .schema
            .tables
            .iter()
            .filter(|(full, _)| fits(&full.schema))
        {
            if let Some(index) = table.index(&name.name) {
                return Some((full.clone(), Some(index)));
            }
            let owned = table
                .constraint(&name.name)
                .is_some_and(Constraint::owns_index);
            if owned {
                return Some((full.clone(), None));
            }
        }
        let mut views = self
            .schema
            .views
            .iter()
            .filter(|(full, _)| fits(&full.schema));
        views.find_map(|(full, view)| {
            let index = view.indexes.iter().find(|index| index.name == name.name)?;
            Some((full.clone(), Some(index)))
        })
    }

    /// Whether the same migration made the table, so that nobody waits for it; temporary tables are
    /// nobody else's either.
    pub fn is_new(&self, table: &QualifiedName) -> bool {
        table.schema == "pg_temp" || self.created.contains(table)
    }

    /// The partitions of a table and those below them.
    pub fn partitions(&self, parent: &QualifiedName) -> Vec<QualifiedName> {
        let mut found: Vec<QualifiedName> = Vec::new();
        let mut open = vec![parent.clone()];
        while let Some(parent) = open.pop() {
            let children = self.schema.tables.iter().filter(|(_, table)| {
                let partition = table.partition_of.as_ref();
                partition.is_some_and(|partition| partition.parent == parent)
            });
            for (name, _) in children {
                if !found.contains(name) {
                    found.push(name.clone());
                    open.push(name.clone());
                }
            }
        }
        found
    }

    /// The tables with foreign keys to a table, itself left out.
    pub fn referencing(&self, table: &QualifiedName) -> Vec<&'a QualifiedName> {
        let refers = |constraint: &Constraint| matches!(constraint, Constraint::ForeignKey(key) if key.references == *table);
        let tables = self.schema.tables.iter();
        tables
            .filter(|(name, found)| *name != table && found.constraints.iter().any(refers))
            .map(|(name, _)| name)
            .collect()
    }
}
