//! `ALTER TABLE` and `CREATE TABLE`.

use schema::{Constraint, QualifiedName, Table};
use sql::command::{
    Action, AlterTable, ColumnAction, ColumnDefinition, ConstraintDefinition, ConstraintKind,
    CreateTable, RelationKind, Volatility, Word,
};

use super::{Rewrite, Touched, conversion, resolve};
use crate::lock::LockMode;

impl Touched<'_> {
    pub(super) fn create_table(&mut self, create: &CreateTable<'_>) {
        for constraint in create.all_constraints() {
            if let ConstraintKind::ForeignKey(referenced, _) = &constraint.kind {
                let referenced = self.scene.relation(referenced);
                // A table that refers to itself is new.
                if referenced != self.scene.full(&create.name) {
                    self.lock(&referenced, LockMode::ShareRowExclusive);
                }
            }
        }
        if let Some(parent) = &create.partition_of {
            let parent = self.scene.relation(parent);
            self.lock(&parent, LockMode::AccessExclusive);
            self.default_partition(&parent);
        }
        for parent in &create.inherits {
            let parent = self.scene.relation(parent);
            self.lock(&parent, LockMode::ShareUpdateExclusive);
        }
    }

    /// A new partition takes over rows that the default partition must not have.
    fn default_partition(&mut self, parent: &QualifiedName) {
        let is_default = |table: &Table| {
            let partition = table.partition_of.as_ref();
            partition.is_some_and(|partition| {
                partition.parent == *parent && partition.bound.sql.eq_ignore_ascii_case("default")
            })
        };
        let tables = self.scene.schema.tables.iter();
        let found = tables
            .filter(|(_, table)| is_default(table))
            .map(|(name, _)| name)
            .next();
        if let Some(default) = found {
            self.lock(default, LockMode::AccessExclusive).scans = true;
        }
    }

    pub(super) fn alter_table(&mut self, alter: &AlterTable<'_>) {
        match alter.kind {
            RelationKind::Table => {}
            RelationKind::Index => {
                if let Some((table, _)) = self.scene.table_of_index(&alter.name) {
                    self.alter_index(&table, alter);
                }
                return;
            }
            RelationKind::MaterializedView => {
                let view = self.scene.relation(&alter.name);
                self.lock(&view, LockMode::AccessExclusive);
                return;
            }
            RelationKind::Sequence | RelationKind::View => return,
        }
        let Some((table, found)) = self.scene.table(&alter.name) else {
            let table = self.scene.full(&alter.name);
            for (action, _) in &alter.actions {
                self.lock(&table, lock_of(action));
            }
            return;
        };
        for (action, _) in &alter.actions {
            self.action(&table, found, action, alter.only);
        }
    }

    fn alter_index(&mut self, table: &QualifiedName, alter: &AlterTable<'_>) {
        let attaches = alter
            .actions
            .iter()
            .any(|(action, _)| matches!(action, Action::AttachPartition(..)));
        if attaches {
            self.lock(table, LockMode::AccessShare);
        }
    }

    fn action(&mut self, table: &QualifiedName, found: &Table, action: &Action<'_>, only: bool) {
        let mode = lock_of(action);
        let mut rewrite = Rewrite::None;
        let mut scans = false;
        match action {
            Action::AddColumn(column, guarded) => {
                if *guarded && found.column(&column.name.name).is_some() {
                    self.lock(table, mode);
                    return;
                }
                (rewrite, scans) = self.add_column(table, found, column);
            }
            Action::DropColumn { column, .. } => self.drop_column(table, found, column),
            Action::AlterColumn(column, change) => {
                (rewrite, scans) = self.alter_column(found, column, change);
            }
            Action::AddConstraint(constraint) => {
                (rewrite, scans) = self.add_constraint(found, constraint);
            }
            Action::DropConstraint { name, .. } => {
                if let Some(Constraint::ForeignKey(key)) = found.constraint(&name.name) {
                    self.lock(&key.references.clone(), LockMode::AccessExclusive);
                }
            }
            Action::ValidateConstraint(name) => match found.constraint(&name.name) {
                Some(Constraint::ForeignKey(key)) if !key.validated => {
                    self.lock(&key.references.clone(), LockMode::RowShare);
                    scans = true;
                }
                Some(Constraint::Check(check)) => scans = !check.validated,
                Some(_) | None => {}
            },
            Action::AttachPartition(partition, _) => {
                let partition = self.scene.relation(partition);
                let proved = self.is_bound_proved(&partition);
                self.lock(&partition, LockMode::AccessExclusive).scans = !proved;
                self.default_partition(table);
                self.lock(table, mode);
                return;
            }
            Action::DetachPartition { partition, .. } => {
                // The last step of the concurrent form takes it too, when nobody uses it any more.
                let partition = self.scene.relation(partition);
                self.lock(&partition, LockMode::AccessExclusive);
                self.lock(table, mode);
                return;
            }
            Action::SetLogged(logged) => {
                if found.unlogged == *logged {
                    rewrite = Rewrite::Table;
                }
            }
            Action::SetAccessMethod(_) | Action::SetTablespace(_) => rewrite = Rewrite::Table,
            Action::Inherit(_, parent) => {
                let parent = self.scene.relation(parent);
                self.lock(&parent, LockMode::ShareUpdateExclusive);
            }
            Action::AlterConstraint(_)
            | Action::SetOptions(..)
            | Action::Trigger(..)
            | Action::Rule(..)
            | Action::RowSecurity(_)
            | Action::ReplicaIdentity
            | Action::ClusterOn
            | Action::Owner
            | Action::Other(_) => {}
        }
        // A tablespace is moved to by copying files, all else by reading rows.
        scans |= rewrite == Rewrite::Table && !matches!(action, Action::SetTablespace(_));
        if only || !recurses(action) {
            let impact = self.lock(table, mode);
            impact.rewrite = impact.rewrite.max(rewrite);
            impact.scans |= scans;
        } else {
            self.lock_all(table, mode, rewrite, scans);
        }
    }

    fn add_column(
        &mut self,
        table: &QualifiedName,
        found: &Table,
        column: &ColumnDefinition<'_>,
    ) -> (Rewrite, bool) {
        let mut rewrite = Rewrite::None;
        let default = column.default.filter(|default| !default.is_null());
        if column.ty.serial
            || column.identity.is_some()
            || column.generated.is_some_and(|generated| generated.stored)
            || default.is_some_and(|default| {
                default.volatility(self.scene.schema, Some(found)) >= Volatility::Unknown
            })
            || self.is_constrained_domain(column)
        {
            rewrite = Rewrite::Table;
        }
        let required = column.not_null.is_some() && default.is_none();
        let mut scans = rewrite == Rewrite::None && required;
        for constraint in &column.constraints {
            match &constraint.kind {
                ConstraintKind::PrimaryKey(_)
                | ConstraintKind::Unique(_)
                | ConstraintKind::Exclusion => rewrite = rewrite.max(Rewrite::Indexes),
                ConstraintKind::Check(_) => scans = true,
                ConstraintKind::NotNull => {}
                ConstraintKind::ForeignKey(referenced, _) => {
                    let referenced = self.scene.relation(referenced);
                    if referenced != *table {
                        self.lock(&referenced, LockMode::ShareRowExclusive);
                    }
                    // Nothing refers to anything yet unless a default does.
                    scans |= default.is_some();
                }
            }
        }
        (rewrite, scans || rewrite > Rewrite::None)
    }

    /// Whether values of the column's type must be checked one by one, be they null or not.
    fn is_constrained_domain(&self, column: &ColumnDefinition<'_>) -> bool {
        let ty = resolve(&column.ty, &self.scene);
        let domain = ty.schema.and_then(|schema| {
            self.scene
                .schema
                .domains
                .get(&QualifiedName::new(schema, ty.name))
        });
        domain.is_some_and(|domain| domain.not_null || !domain.checks.is_empty())
    }

    fn drop_column(&mut self, table: &QualifiedName, found: &Table, column: &Word) {
        let name = &column.name;
        if found.column(name).is_none() {
            return;
        }
        for constraint in &found.constraints {
            if let Constraint::ForeignKey(key) = constraint
                && key.columns.contains(name)
                && key.references != *table
            {
                self.lock(&key.references.clone(), LockMode::AccessExclusive);
            }
        }
        let loss = format!("column `{table}.{name}` with its values");
        self.lock(table, LockMode::AccessExclusive).loses.push(loss);
    }

    fn alter_column(
        &self,
        found: &Table,
        column: &Word,
        change: &ColumnAction<'_>,
    ) -> (Rewrite, bool) {
        let Some(known) = found.column(&column.name) else {
            return (Rewrite::None, false);
        };
        match change {
            ColumnAction::Type {
                ty,
                collation,
                using,
            } => {
                let change = conversion(known, ty, collation.as_ref(), *using, &self.scene);
                (
                    change.rewrite(found, &column.name),
                    change.scans(found, &column.name),
                )
            }
            ColumnAction::SetNotNull => (
                Rewrite::None,
                known.nullable && !proves_not_null(found, &column.name),
            ),
            ColumnAction::SetExpression => {
                let stored = known
                    .generated
                    .as_ref()
                    .is_some_and(|generated| generated.stored);
                let rewrite = if stored {
                    Rewrite::Table
                } else {
                    Rewrite::None
                };
                (rewrite, stored)
            }
            ColumnAction::SetDefault(_)
            | ColumnAction::DropDefault
            | ColumnAction::DropNotNull
            | ColumnAction::DropExpression
            | ColumnAction::AddIdentity
            | ColumnAction::SetIdentity
            | ColumnAction::DropIdentity
            | ColumnAction::SetStatistics
            | ColumnAction::SetStorage
            | ColumnAction::SetCompression
            | ColumnAction::SetOptions
            | ColumnAction::Other => (Rewrite::None, false),
        }
    }

    fn add_constraint(
        &mut self,
        found: &Table,
        constraint: &ConstraintDefinition<'_>,
    ) -> (Rewrite, bool) {
        let nullable = |name: &str| {
            found.column(name).is_some_and(|column| column.nullable)
                && !proves_not_null(found, name)
        };
        match &constraint.kind {
            ConstraintKind::Check(_) | ConstraintKind::NotNull => {
                (Rewrite::None, !constraint.not_valid)
            }
            ConstraintKind::PrimaryKey(Some(index)) => {
                let index = found.index(&index.name);
                let elements = index.into_iter().flat_map(|index| &index.elements);
                let scans = elements.into_iter().any(|element| match &element.key {
                    schema::IndexKey::Column(name) => nullable(name),
                    schema::IndexKey::Expression(_) => false,
                });
                (Rewrite::None, scans)
            }
            ConstraintKind::Unique(Some(_)) => (Rewrite::None, false),
            ConstraintKind::PrimaryKey(None)
            | ConstraintKind::Unique(None)
            | ConstraintKind::Exclusion => (Rewrite::Indexes, true),
            ConstraintKind::ForeignKey(referenced, _) => {
                let referenced = self.scene.relation(referenced);
                self.lock(&referenced, LockMode::ShareRowExclusive);
                (Rewrite::None, !constraint.not_valid)
            }
        }
    }

    /// Whether a valid check may already say that a table's rows fit a bound. Which one is left to the
    /// server: it is enough that there is one that someone wrote for it.
    fn is_bound_proved(&self, partition: &QualifiedName) -> bool {
        if self.scene.is_new(partition) {
            return true;
        }
        let table = self.scene.schema.tables.get(partition);
        let mut constraints = table.into_iter().flat_map(|table| &table.constraints);
        constraints.any(|constraint| {
            matches!(constraint, Constraint::Check(check) if check.validated && !check.inherited)
        })
    }
}

/// Whether a valid check says that a column is not null, so that `SET NOT NULL` need not look.
pub(crate) fn proves_not_null(table: &Table, column: &str) -> bool {
    table.constraints.iter().any(|constraint| {
        let Constraint::Check(check) = constraint else {
            return false;
        };
        check.validated && is_not_null(&check.expression.sql, column)
    })
}

/// Whether an expression says `column IS NOT NULL` and nothing else.
pub(crate) fn is_not_null(sql: &str, column: &str) -> bool {
    let plain = sql.replace(['(', ')', '"'], " ");
    let words: Vec<&str> = plain.split_ascii_whitespace().collect();
    match words.as_slice() {
        [name, rest @ ..] => *name == column && rest.join(" ").eq_ignore_ascii_case("is not null"),
        [] => false,
    }
}

/// Whether an action is done to partitions and children too.
fn recurses(action: &Action<'_>) -> bool {
    !matches!(
        action,
        Action::AttachPartition(..)
            | Action::DetachPartition { .. }
            | Action::Inherit(..)
            | Action::SetOptions(..)
            | Action::RowSecurity(_)
            | Action::ReplicaIdentity
            | Action::ClusterOn
            | Action::Owner
            | Action::Rule(..)
            | Action::SetLogged(_)
            | Action::SetTablespace(_)
            | Action::SetAccessMethod(_)
    )
}

/// The lock on the table itself, as `AlterTableGetLockLevel` says.
fn lock_of(action: &Action<'_>) -> LockMode {
    match action {
        Action::AddConstraint(constraint) => match constraint.kind {
            ConstraintKind::ForeignKey(..) => LockMode::ShareRowExclusive,
            ConstraintKind::Check(_)
            | ConstraintKind::NotNull
            | ConstraintKind::PrimaryKey(_)
            | ConstraintKind::Unique(_)
            | ConstraintKind::Exclusion => LockMode::AccessExclusive,
        },
        Action::AlterColumn(_, ColumnAction::SetStatistics | ColumnAction::SetOptions)
        | Action::ValidateConstraint(_)
        | Action::AttachPartition(..)
        | Action::ClusterOn => LockMode::ShareUpdateExclusive,
        Action::DetachPartition {
            concurrently,
            finalize,
            ..
        } if *concurrently || *finalize => LockMode::ShareUpdateExclusive,
        Action::Trigger(..) => LockMode::ShareRowExclusive,
        Action::SetOptions(_, names) => {
            let strict = names.iter().any(|name| name == "user_catalog_table");
            if strict {
                LockMode::AccessExclusive
            } else {
                LockMode::ShareUpdateExclusive
            }
        }
        Action::AddColumn(..)
        | Action::DropColumn { .. }
        | Action::AlterColumn(..)
        | Action::DropConstraint { .. }
        | Action::AlterConstraint(_)
        | Action::DetachPartition { .. }
        | Action::SetLogged(_)
        | Action::SetAccessMethod(_)
        | Action::SetTablespace(_)
        | Action::Rule(..)
        | Action::Inherit(..)
        | Action::RowSecurity(_)
        | Action::ReplicaIdentity
        | Action::Owner
        | Action::Other(_) => LockMode::AccessExclusive,
    }
}
