//! Tables: columns, constraints, indexes.

use schema::{Column, Constraint, Index, QualifiedName, Schema, Table};

use super::pairs;
use crate::{Change, TableChange, expression};

pub(super) fn compare<'a>(before: &'a Schema, after: &'a Schema, changes: &mut Vec<Change<'a>>) {
    for (name, old, new) in pairs(&before.tables, &after.tables) {
        match (old, new) {
            (None, Some(table)) => create(name, table, changes),
            (Some(before), None) => changes.push(Change::DropTable { name, before }),
            (Some(old), Some(new)) => alter(name, old, new, changes),
            (None, None) => {}
        }
    }
}

/// A table with what is made after it: indexes and foreign keys.
fn create<'a>(name: &'a QualifiedName, table: &'a Table, changes: &mut Vec<Change<'a>>) {
    changes.push(Change::CreateTable { name, after: table });
    for constraint in &table.constraints {
        if matches!(constraint, Constraint::ForeignKey(_)) {
            changes.push(TableChange::AddConstraint(constraint).of(name));
        }
    }
    let indexes = table.indexes.iter();
    changes.extend(indexes.map(|index| TableChange::CreateIndex(index).of(name)));
}

fn alter<'a>(
    name: &'a QualifiedName,
    before: &'a Table,
    after: &'a Table,
    changes: &mut Vec<Change<'a>>,
) {
    columns(name, before, after, changes);
    constraints(name, before, after, changes);
    indexes(name, before, after, changes);
}

fn columns<'a>(
    table: &'a QualifiedName,
    before: &'a Table,
    after: &'a Table,
    changes: &mut Vec<Change<'a>>,
) {
    for column in &before.columns {
        if after.column(&column.name).is_none() {
            changes.push(TableChange::DropColumn(column).of(table));
        }
    }
    for column in &after.columns {
        let old = before.column(&column.name);
        match old {
            None => changes.push(TableChange::AddColumn(column).of(table)),
            Some(old) if !same_column(old, column) => changes.push(
                TableChange::AlterColumn {
                    before: old,
                    after: column,
                }
                .of(table),
            ),
            Some(_) => {}
        }
    }
}

fn same_column(before: &Column, after: &Column) -> bool {
    // Both draw from a sequence of their own: which name it has is no difference of the columns.
    let both_serial = before.sequence.is_some() && after.sequence.is_some();
    let generated = |column: &Column| column.generated.as_ref().map(|it| it.stored);
    let expression_of = |column: &'_ Column| {
        let generated = column.generated.as_ref();
        generated.map(|it| it.expression.clone())
    };
    before.ty == after.ty
        && before.nullable == after.nullable
        && before.identity == after.identity
        && before.collation == after.collation
        && generated(before) == generated(after)
        && expression::same(
            expression_of(before).as_ref(),
            expression_of(after).as_ref(),
        )
        && (both_serial || expression::same(before.default.as_ref(), after.default.as_ref()))
}

fn constraints<'a>(
    table: &'a QualifiedName,
    before: &'a Table,
    after: &'a Table,
    changes: &mut Vec<Change<'a>>,
) {
    let is_new = |constraint: &&Constraint| before.constraint(constraint.name()).is_none();
    let mut new: Vec<&Constraint> = after.constraints.iter().filter(is_new).collect();
    for old in &before.constraints {
        match after.constraint(old.name()) {
            Some(same) if same_constraint(old, same) => {}
            Some(constraint) => {
                changes.push(TableChange::DropConstraint(old).of(table));
                changes.push(TableChange::AddConstraint(constraint).of(table));
            }
            None => {
                let renamed = new.iter().position(|other| same_constraint(old, other));
                changes.push(match renamed {
                    Some(at) => TableChange::RenameConstraint {
                        before: old.name(),
                        after: new.remove(at).name(),
                    }
                    .of(table),
                    None => TableChange::DropConstraint(old).of(table),
                });
            }
        }
    }
    let added = new.into_iter();
    changes.extend(added.map(|constraint| TableChange::AddConstraint(constraint).of(table)));
}

/// Whether two constraints say the same, whatever they are called.
pub(super) fn same_constraint(before: &Constraint, after: &Constraint) -> bool {
    match (before, after) {
        (Constraint::PrimaryKey(a), Constraint::PrimaryKey(b))
        | (Constraint::Unique(a), Constraint::Unique(b)) => {
            let mut a = a.clone();
            a.name.clone_from(&b.name);
            a == *b
        }
        (Constraint::ForeignKey(a), Constraint::ForeignKey(b)) => {
            let mut a = a.clone();
            a.name.clone_from(&b.name);
            a == *b
        }
        (Constraint::Check(a), Constraint::Check(b)) => {
            a.no_inherit == b.no_inherit
                && a.validated == b.validated
                && expression::same(Some(&a.expression), Some(&b.expression))
        }
        (Constraint::Exclusion(a), Constraint::Exclusion(b)) => {
            let mut a = a.clone();
            a.name.clone_from(&b.name);
            a == *b
        }
        _ => false,
    }
}

fn indexes<'a>(
    table: &'a QualifiedName,
    before: &'a Table,
    after: &'a Table,
    changes: &mut Vec<Change<'a>>,
) {
    let is_new = |index: &&Index| before.index(&index.name).is_none();
    let mut new: Vec<&Index> = after.indexes.iter().filter(is_new).collect();
    for old in &before.indexes {
        match after.index(&old.name) {
            Some(same) if same_index(old, same) => {}
            Some(index) => {
                changes.push(TableChange::DropIndex(old).of(table));
                changes.push(TableChange::CreateIndex(index).of(table));
            }
            None => {
                let renamed = new.iter().position(|other| same_index(old, other));
                changes.push(match renamed {
                    Some(at) => TableChange::RenameIndex {
                        before: &old.name,
                        after: &new.remove(at).name,
                    }
                    .of(table),
                    None => TableChange::DropIndex(old).of(table),
                });
            }
        }
    }
    let added = new.into_iter();
    changes.extend(added.map(|index| TableChange::CreateIndex(index).of(table)));
}

/// Whether two indexes are the same, whatever they are called.
pub(super) fn same_index(before: &Index, after: &Index) -> bool {
    let mut unnamed = before.clone();
    unnamed.name.clone_from(&after.name);
    unnamed.predicate.clone_from(&after.predicate);
    unnamed == *after && expression::same(before.predicate.as_ref(), after.predicate.as_ref())
}
