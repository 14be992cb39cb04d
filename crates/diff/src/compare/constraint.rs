//! Constraints of a table that stands.

use schema::{Constraint, ForeignKey, Index, IndexElement, Key, QualifiedName, Table};

use crate::{Change, TableChange, expression};

pub(super) fn compare<'a>(
    table: &'a QualifiedName,
    before: &'a Table,
    after: &'a Table,
    changes: &mut Vec<Change<'a>>,
) {
    let is_new = |constraint: &&Constraint| {
        !is_inherited(constraint) && before.constraint(constraint.name()).is_none()
    };
    let mut new: Vec<&Constraint> = after.constraints.iter().filter(is_new).collect();
    for old in before.constraints.iter().filter(|it| !is_inherited(it)) {
        if let Some(new) = after.constraint(old.name()) {
            compare_one(table, old, new, changes);
            continue;
        }
        let renamed = new.iter().position(|other| same_but_valid(old, other));
        let Some(at) = renamed else {
            changes.push(TableChange::DropConstraint(old).of(table));
            continue;
        };
        let after = new.remove(at);
        changes.push(
            TableChange::RenameConstraint {
                before: old.name(),
                after: after.name(),
            }
            .of(table),
        );
        compare_one(table, old, after, changes);
    }
    for constraint in new {
        let adopted = before
            .indexes
            .iter()
            .any(|index| index.name == constraint.name() && is_index_of(index, constraint));
        changes.push(if adopted {
            TableChange::AdoptIndex(constraint).of(table)
        } else {
            TableChange::AddConstraint(constraint).of(table)
        });
    }
}

/// Two constraints that are one, whatever their names.
fn compare_one<'a>(
    table: &'a QualifiedName,
    old: &'a Constraint,
    new: &'a Constraint,
    changes: &mut Vec<Change<'a>>,
) {
    if is_inherited(new) || same_constraint(old, new) {
        return;
    }
    if same_but_valid(old, new) && is_valid(new) {
        changes.push(TableChange::ValidateConstraint(new).of(table));
        return;
    }
    if let (Constraint::ForeignKey(a), Constraint::ForeignKey(b)) = (old, new) {
        let mut a = a.clone();
        a.deferral = b.deferral;
        a.name.clone_from(&b.name);
        if same_foreign_key(&a, b) {
            changes.push(TableChange::DeferConstraint(b).of(table));
            return;
        }
    }
    changes.push(TableChange::DropConstraint(old).of(table));
    changes.push(TableChange::AddConstraint(new).of(table));
}

/// Whether a constraint comes from a parent table, with which it comes and goes.
pub(super) fn is_inherited(constraint: &Constraint) -> bool {
    match constraint {
        Constraint::PrimaryKey(key) | Constraint::Unique(key) => key.inherited,
        Constraint::ForeignKey(key) => key.inherited,
        Constraint::Check(check) => check.inherited,
        Constraint::Exclusion(exclusion) => exclusion.inherited,
    }
}

fn is_valid(constraint: &Constraint) -> bool {
    match constraint {
        Constraint::ForeignKey(key) => key.validated && !key.not_enforced,
        Constraint::Check(check) => check.validated && !check.not_enforced,
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclusion(_) => true,
    }
}

/// Whether two constraints say the same, whatever they are called.
fn same_constraint(before: &Constraint, after: &Constraint) -> bool {
    same_but_valid(before, after) && is_valid(before) == is_valid(after)
}

/// The same, whether existing rows were held against them or not.
fn same_but_valid(before: &Constraint, after: &Constraint) -> bool {
    match (before, after) {
        (Constraint::PrimaryKey(a), Constraint::PrimaryKey(b))
        | (Constraint::Unique(a), Constraint::Unique(b)) => same_key(a, b),
        (Constraint::ForeignKey(a), Constraint::ForeignKey(b)) => {
            let mut a = a.clone();
            a.validated = b.validated;
            same_foreign_key(&a, b)
        }
        (Constraint::Check(a), Constraint::Check(b)) => {
            a.no_inherit == b.no_inherit
                && a.not_enforced == b.not_enforced
                && expression::same(Some(&a.expression), Some(&b.expression))
        }
        (Constraint::Exclusion(a), Constraint::Exclusion(b)) => {
            let mut a = a.clone();
            a.name.clone_from(&b.name);
            a.comment.clone_from(&b.comment);
            a.inherited = b.inherited;
            if expression::same(a.predicate.as_ref(), b.predicate.as_ref()) {
                a.predicate.clone_from(&b.predicate);
            }
            a == *b
        }
        _ => false,
    }
}

fn same_key(a: &Key, b: &Key) -> bool {
    let mut a = a.clone();
    a.name.clone_from(&b.name);
    a.comment.clone_from(&b.comment);
    a.inherited = b.inherited;
    a == *b
}

fn same_foreign_key(a: &ForeignKey, b: &ForeignKey) -> bool {
    let mut a = a.clone();
    a.name.clone_from(&b.name);
    a.comment.clone_from(&b.comment);
    a.inherited = b.inherited;
    a == *b
}

/// Whether an index is what a unique constraint would make for itself.
pub(super) fn is_index_of(index: &Index, constraint: &Constraint) -> bool {
    let Constraint::Unique(key) = constraint else {
        return false;
    };
    let columns = key.columns.iter().map(IndexElement::column);
    index.unique
        && !index.invalid
        && index.method == "btree"
        && index.predicate.is_none()
        && index.part_of.is_none()
        && index.elements.iter().cloned().eq(columns)
        && index.include == key.include
        && index.nulls_not_distinct == key.nulls_not_distinct
        && index.storage == key.storage
        && !key.without_overlaps
}
