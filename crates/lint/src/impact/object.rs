//! Drops, renames, views, triggers and domains.

use schema::{Constraint, QualifiedName, Type};
use sql::command::{
    AlterDomain, CreateTrigger, CreateView, DomainAction, Drop, ObjectKind, Rename, Renamed,
    SetSchema,
};

use super::{Rewrite, Touched};
use crate::lock::LockMode;

impl Touched<'_> {
    pub(super) fn drop(&mut self, drop: &Drop<'_>) {
        match drop.kind {
            ObjectKind::Table => {
                for name in &drop.names {
                    if let Some((table, _)) = self.scene.table(name) {
                        self.drop_table(&table, drop.cascade);
                    }
                }
            }
            ObjectKind::MaterializedView => {
                for name in &drop.names {
                    let view = self.scene.relation(name);
                    self.lock(&view, LockMode::AccessExclusive);
                }
            }
            ObjectKind::Index => {
                for name in &drop.names {
                    if let Some((table, _)) = self.scene.table_of_index(name) {
                        let mode = if drop.concurrently {
                            LockMode::ShareUpdateExclusive
                        } else {
                            LockMode::AccessExclusive
                        };
                        self.lock(&table, mode);
                    }
                }
            }
            ObjectKind::Trigger | ObjectKind::Policy | ObjectKind::Rule => {
                if let Some(on) = &drop.on {
                    let table = self.scene.relation(on);
                    self.lock(&table, LockMode::AccessExclusive);
                }
            }
            ObjectKind::Schema if drop.cascade => {
                let dropped = |schema: &str| drop.names.iter().any(|name| name.name == schema);
                let tables = self.scene.schema.tables.keys();
                let tables: Vec<_> = tables
                    .filter(|table| dropped(&table.schema))
                    .cloned()
                    .collect();
                for table in tables {
                    self.drop_table(&table, true);
                }
            }
            ObjectKind::Type | ObjectKind::Domain if drop.cascade => {
                for name in &drop.names {
                    self.drop_type(&self.scene.full(name));
                }
            }
            ObjectKind::View
            | ObjectKind::Sequence
            | ObjectKind::Schema
            | ObjectKind::Database
            | ObjectKind::Type
            | ObjectKind::Domain
            | ObjectKind::Function
            | ObjectKind::Extension
            | ObjectKind::Role
            | ObjectKind::Other => {}
        }
    }

    /// A table goes with its rows; its foreign keys, and in a cascade those to it, take their triggers
    /// from the tables at the other end.
    fn drop_table(&mut self, table: &QualifiedName, cascade: bool) {
        self.lock_all(table, LockMode::AccessExclusive, Rewrite::None, false);
        let loss = format!("table `{table}` with all of its rows");
        self.lock(table, LockMode::AccessExclusive).loses.push(loss);
        let found = self.scene.schema.tables.get(table);
        if let Some(partition) = found.and_then(|found| found.partition_of.as_ref()) {
            self.lock(&partition.parent.clone(), LockMode::AccessExclusive);
        }
        for constraint in found.into_iter().flat_map(|found| &found.constraints) {
            if let Constraint::ForeignKey(key) = constraint {
                self.lock(&key.references.clone(), LockMode::AccessExclusive);
            }
        }
        if cascade {
            for other in self.scene.referencing(table) {
                self.lock(other, LockMode::AccessExclusive);
            }
        }
    }

    fn drop_type(&mut self, name: &QualifiedName) {
        for (table, column) in self.columns_of_type(name) {
            let loss = format!("column `{table}.{column}` with its values");
            self.lock(&table, LockMode::AccessExclusive)
                .loses
                .push(loss);
        }
    }

    /// The columns of a user-defined type.
    fn columns_of_type(&self, name: &QualifiedName) -> Vec<(QualifiedName, String)> {
        let is_of = |ty: &Type| ty.name == name.name && ty.schema.as_ref() == Some(&name.schema);
        let tables = self.scene.schema.tables.iter();
        let columns = tables.flat_map(|(table, found)| {
            found
                .columns
                .iter()
                .map(move |column| (table.clone(), column))
        });
        columns
            .filter(|(_, column)| is_of(&column.ty))
            .map(|(table, column)| (table, column.name.clone()))
            .collect()
    }

    pub(super) fn rename(&mut self, rename: &Rename) {
        let holds_rows = matches!(
            rename.kind,
            ObjectKind::Table
                | ObjectKind::MaterializedView
                | ObjectKind::Trigger
                | ObjectKind::Policy
                | ObjectKind::Rule
        );
        if holds_rows {
            let table = self.scene.relation(&rename.name);
            if matches!(rename.what, Renamed::Column(_) | Renamed::Constraint(_)) {
                self.lock_all(&table, LockMode::AccessExclusive, Rewrite::None, false);
            } else {
                self.lock(&table, LockMode::AccessExclusive);
            }
        }
    }

    pub(super) fn set_schema(&mut self, set: &SetSchema) {
        if matches!(set.kind, ObjectKind::Table | ObjectKind::MaterializedView) {
            let table = self.scene.relation(&set.name);
            self.lock(&table, LockMode::AccessExclusive);
        }
    }

    pub(super) fn create_view(&mut self, view: &CreateView<'_>) {
        if let (true, Some((name, _))) = (view.or_replace, self.scene.view(&view.name)) {
            self.lock(&name, LockMode::AccessExclusive);
        }
    }

    pub(super) fn create_trigger(&mut self, trigger: &CreateTrigger<'_>) {
        let table = self.scene.relation(&trigger.table);
        self.lock_all(&table, LockMode::ShareRowExclusive, Rewrite::None, false);
        if let Some(from) = &trigger.from {
            let from = self.scene.relation(from);
            self.lock(&from, LockMode::AccessShare);
        }
    }

    pub(super) fn alter_domain(&mut self, domain: &AlterDomain<'_>) {
        let validates = match domain.action {
            DomainAction::SetNotNull | DomainAction::ValidateConstraint => true,
            DomainAction::AddConstraint(_, not_valid) => !not_valid,
            DomainAction::DropNotNull | DomainAction::DropConstraint | DomainAction::Default => {
                false
            }
        };
        if !validates {
            return;
        }
        let known = self.scene.find(&domain.name, |full| {
            self.scene.schema.domains.contains_key(full)
        });
        let name = known.unwrap_or_else(|| self.scene.full(&domain.name));
        for (table, _) in self.columns_of_type(&name) {
            let impact = self.lock(&table, LockMode::Share);
            impact.scans = true;
        }
    }
}
