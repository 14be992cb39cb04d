//! Tables with children: what a child takes from its parents, and what of a parent's changes reaches its
//! children. Partitions are children too.

use diag::Span;
use schema::{Check, Column, Constraint, QualifiedName, Table};

use super::Fold;

impl Fold {
    /// The tables that inherit from a table, or are partitions of it.
    pub(super) fn children(&self, table: &QualifiedName) -> Vec<QualifiedName> {
        if !self.parents.contains(table) {
            return Vec::new();
        }
        let child = |child: &Table| is_child(child, table);
        let tables = self.schema.tables.iter();
        tables
            .filter(|(_, found)| child(found))
            .map(|(name, _)| name.clone())
            .collect()
    }

    /// The partitions of a table; its other children are left out.
    pub(super) fn partitions(&self, table: &QualifiedName) -> Vec<QualifiedName> {
        let is_partition = |name: &QualifiedName| {
            let found = self.schema.tables.get(name);
            found.is_some_and(|found| found.partition_of.is_some())
        };
        let mut found = self.children(table);
        found.retain(is_partition);
        found
    }

    /// A table and all that come from it, each once.
    pub(super) fn family(&self, table: &QualifiedName, only: bool) -> Vec<QualifiedName> {
        let mut all = vec![table.clone()];
        let mut at = 0;
        while at < all.len() && !only {
            for child in self.children(&all[at]) {
                if !all.contains(&child) {
                    all.push(child);
                }
            }
            at += 1;
        }
        all
    }

    /// Whether another parent than the one that is left out has something.
    pub(super) fn has_other_parent(
        &self,
        child: &QualifiedName,
        left: &QualifiedName,
        with: impl Fn(&Table) -> bool,
    ) -> bool {
        let Some(table) = self.schema.tables.get(child) else {
            return false;
        };
        let mut parents = parents(table).filter(|parent| *parent != left);
        parents.any(|parent| self.schema.tables.get(parent).is_some_and(&with))
    }

    /// A parent's new column reaches its children; one that has a column of that name keeps its own.
    pub(super) fn pass_column(&mut self, table: &QualifiedName, name: &str) {
        let found = self.schema.tables.get(table);
        let Some(column) = found.and_then(|table| table.column(name)).map(passed_on) else {
            return;
        };
        for child in self.children(table) {
            let Some(found) = self.schema.tables.get_mut(&child) else {
                continue;
            };
            if found.column(name).is_none() {
                found.columns.push(column.clone());
                self.own_expressions(&child);
                self.pass_column(&child, name);
            }
        }
    }

    /// A parent's new check reaches its children.
    pub(super) fn pass_check(&mut self, table: &QualifiedName, name: &str) {
        let found = self.schema.tables.get(table);
        let Some(Constraint::Check(check)) = found.and_then(|table| table.constraint(name)) else {
            return;
        };
        if check.no_inherit {
            return;
        }
        let mut check = check.clone();
        check.inherited = true;
        check.comment = None;
        for child in self.children(table) {
            self.note_constraint(&child, name);
            let Some(found) = self.schema.tables.get_mut(&child) else {
                continue;
            };
            let partition = found.partition_of.is_some();
            let own = found.constraints.iter_mut().find(|own| own.name() == name);
            match own {
                Some(own) if partition => set_inherited(own, true),
                Some(_) => {}
                None => found.constraints.push(Constraint::Check(check.clone())),
            }
            self.own_expressions(&child);
            self.pass_check(&child, name);
        }
    }

    /// Columns and checks of the parents of a new table, in their order.
    pub(super) fn take_from_parents(&self, parents: &[QualifiedName], table: &mut Table) {
        for parent in parents {
            let Some(parent) = self.schema.tables.get(parent) else {
                continue;
            };
            for column in &parent.columns {
                match table.columns.iter_mut().find(|own| own.name == column.name) {
                    Some(own) => own.nullable &= column.nullable,
                    None => table.columns.push(passed_on(column)),
                }
            }
            for check in checks_by_name(parent) {
                if !check.no_inherit && table.constraint(&check.name).is_none() {
                    let check = Check {
                        inherited: true,
                        comment: None,
                        ..check.clone()
                    };
                    table.constraints.push(Constraint::Check(check));
                }
            }
        }
    }

    /// What a table had from a parent alone becomes its own when they part.
    pub(super) fn leave_parent(&mut self, child: &QualifiedName, parent: &QualifiedName) {
        let Some(table) = self.schema.tables.get(child) else {
            return;
        };
        let columns: Vec<String> = table
            .columns
            .iter()
            .filter(|column| column.inherited)
            .map(|column| column.name.clone())
            .filter(|name| {
                !self.has_other_parent(child, parent, |table| table.column(name).is_some())
            })
            .collect();
        let constraints: Vec<String> = table
            .constraints
            .iter()
            .map(|constraint| constraint.name().to_owned())
            .filter(|name| {
                !self.has_other_parent(child, parent, |table| table.constraint(name).is_some())
            })
            .collect();
        let Some(table) = self.schema.tables.get_mut(child) else {
            return;
        };
        for column in &mut table.columns {
            column.inherited &= !columns.contains(&column.name);
        }
        for constraint in &mut table.constraints {
            if constraints.iter().any(|name| name == constraint.name()) {
                set_inherited(constraint, false);
            }
        }
        table.inherits.retain(|known| known != parent);
    }

    /// A table under another name: its children know it by that.
    pub(super) fn family_moved(&mut self, old: &QualifiedName, new: &QualifiedName) {
        if !self.parents.remove(old) {
            return;
        }
        self.parents.insert(new.clone());
        for table in self.schema.tables.values_mut() {
            if let Some(partition) = &mut table.partition_of
                && partition.parent == *old
            {
                partition.parent = new.clone();
            }
            for parent in table.inherits.iter_mut().filter(|parent| *parent == old) {
                *parent = new.clone();
            }
        }
    }

    /// Before a table is dropped: its partitions go with it, its other children in a cascade.
    pub(super) fn family_dropped(&mut self, table: &QualifiedName, span: Span, cascade: bool) {
        for child in self.children(table) {
            let found = self.schema.tables.get(&child);
            let partition = found.is_some_and(|child| child.partition_of.is_some());
            if partition || cascade {
                self.remove_table(&child, span, cascade);
                self.mark_dropped(super::Class::Relation, &child, "", span);
            }
        }
        self.parents.remove(table);
    }
}

/// The checks of a table in the order in which the server passes them on.
pub(super) fn checks_by_name(table: &Table) -> Vec<&Check> {
    let mut checks: Vec<&Check> = table
        .constraints
        .iter()
        .filter_map(|constraint| match constraint {
            Constraint::Check(check) => Some(check),
            Constraint::PrimaryKey(_)
            | Constraint::Unique(_)
            | Constraint::ForeignKey(_)
            | Constraint::Exclusion(_) => None,
        })
        .collect();
    checks.sort_by(|one, other| one.name.cmp(&other.name));
    checks
}

/// A column as a child gets it.
fn passed_on(column: &Column) -> Column {
    Column {
        identity: None,
        sequence: None,
        statistics: None,
        options: std::collections::BTreeMap::new(),
        inherited: true,
        comment: None,
        ..column.clone()
    }
}

fn is_child(child: &Table, parent: &QualifiedName) -> bool {
    parents(child).any(|known| known == parent)
}

/// The tables that a table comes from.
fn parents(table: &Table) -> impl Iterator<Item = &QualifiedName> {
    let partitioned = table.partition_of.as_ref().map(|it| &it.parent);
    partitioned.into_iter().chain(&table.inherits)
}

pub(super) fn set_inherited(constraint: &mut Constraint, inherited: bool) {
    match constraint {
        Constraint::PrimaryKey(key) | Constraint::Unique(key) => key.inherited = inherited,
        Constraint::ForeignKey(key) => key.inherited = inherited,
        Constraint::Check(check) => check.inherited = inherited,
        Constraint::Exclusion(exclusion) => exclusion.inherited = inherited,
    }
}

pub(super) fn is_inherited(constraint: &Constraint) -> bool {
    match constraint {
        Constraint::PrimaryKey(key) | Constraint::Unique(key) => key.inherited,
        Constraint::ForeignKey(key) => key.inherited,
        Constraint::Check(check) => check.inherited,
        Constraint::Exclusion(exclusion) => exclusion.inherited,
    }
}
