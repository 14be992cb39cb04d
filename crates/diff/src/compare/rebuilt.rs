//! What stays as it is and yet has to be made anew, because what it stands on changes: a foreign
//! key whose columns change their type or whose key is replaced, a predicate or check over a column
//! that changes its type.

use std::collections::BTreeSet;

use schema::{Constraint, ForeignKey, Index, IndexKey, QualifiedName, Schema, Table};

use super::table::{same_constraint, same_index};
use crate::{Change, TableChange};

/// A table and one of its columns.
type ColumnRef<'a> = (&'a QualifiedName, &'a str);

/// What changes underneath.
#[derive(Default)]
struct Moved<'a> {
    /// Columns that get another type.
    columns: BTreeSet<ColumnRef<'a>>,
    /// Unique keys that go, by their columns.
    keys: BTreeSet<(&'a QualifiedName, Vec<&'a str>)>,
}

/// Adds the changes that take such objects away and make them again.
pub(super) fn add<'a>(before: &'a Schema, after: &'a Schema, changes: &mut Vec<Change<'a>>) {
    let moved = Moved::of(changes);
    if moved.columns.is_empty() && moved.keys.is_empty() {
        return;
    }
    for (name, old) in &before.tables {
        let Some(new) = after.tables.get(name) else {
            continue;
        };
        let constraints = kept_constraints(old, new).filter(|(old, _)| moved.under(name, old));
        for (old, new) in constraints {
            changes.push(TableChange::DropConstraint(old).of(name));
            changes.push(TableChange::AddConstraint(new).of(name));
        }
        let has_moved = moved.columns.iter().any(|(table, _)| *table == name);
        let indexes = kept_indexes(old, new).filter(|(old, _)| has_moved && has_expression(old));
        for (old, new) in indexes {
            changes.push(TableChange::DropIndex(old).of(name));
            changes.push(TableChange::CreateIndex(new).of(name));
        }
    }
}

impl<'a> Moved<'a> {
    fn of(changes: &[Change<'a>]) -> Self {
        let mut moved = Self::default();
        for change in changes {
            if let Change::ReplaceEnum { columns, .. } = change {
                let columns = columns.iter();
                moved
                    .columns
                    .extend(columns.map(|it| (it.table, it.after.name.as_str())));
            }
            let Change::Table { table, change } = change else {
                continue;
            };
            if let TableChange::AlterColumn { before, after } = change {
                if before.ty != after.ty {
                    moved.columns.insert((table, &after.name));
                }
            } else if let TableChange::DropConstraint(
                Constraint::PrimaryKey(key) | Constraint::Unique(key),
            ) = change
            {
                moved.keys.insert((table, sorted(&key.columns)));
            } else if let TableChange::DropIndex(index) = change {
                let columns = index.elements.iter().filter_map(|it| match &it.key {
                    IndexKey::Column(name) => Some(name),
                    IndexKey::Expression(_) => None,
                });
                moved.keys.insert((table, sorted(columns)));
            }
        }
        moved
    }

    /// Whether a constraint stands on something that moves.
    fn under(&self, table: &'a QualifiedName, constraint: &'a Constraint) -> bool {
        match constraint {
            Constraint::ForeignKey(key) => self.under_key(table, key),
            Constraint::Check(_) | Constraint::Exclusion(_) => {
                self.columns.iter().any(|(other, _)| *other == table)
            }
            Constraint::PrimaryKey(_) | Constraint::Unique(_) => false,
        }
    }

    fn under_key(&self, table: &'a QualifiedName, key: &'a ForeignKey) -> bool {
        let own = key.columns.iter().map(|column| (table, column.as_str()));
        let other = key.referenced_columns.iter();
        let other = other.map(|column| (&key.references, column.as_str()));
        let unique = (&key.references, sorted(&key.referenced_columns));
        self.keys.contains(&unique) || own.chain(other).any(|it| self.columns.contains(&it))
    }
}

fn sorted<'a>(columns: impl IntoIterator<Item = &'a String>) -> Vec<&'a str> {
    let mut columns: Vec<&str> = columns.into_iter().map(String::as_str).collect();
    columns.sort_unstable();
    columns
}

fn has_expression(index: &Index) -> bool {
    let mut elements = index.elements.iter();
    index.predicate.is_some() || elements.any(|it| matches!(it.key, IndexKey::Expression(_)))
}

fn kept_constraints<'a>(
    old: &'a Table,
    new: &'a Table,
) -> impl Iterator<Item = (&'a Constraint, &'a Constraint)> {
    old.constraints.iter().filter_map(|constraint| {
        let kept = new.constraint(constraint.name())?;
        same_constraint(constraint, kept).then_some((constraint, kept))
    })
}

fn kept_indexes<'a>(
    old: &'a Table,
    new: &'a Table,
) -> impl Iterator<Item = (&'a Index, &'a Index)> {
    old.indexes.iter().filter_map(|index| {
        let kept = new.index(&index.name)?;
        same_index(index, kept).then_some((index, kept))
    })
}
