//! Tables: columns, constraints, indexes.

use schema::{Constraint, QualifiedName, Schema, Table};

use super::{column, constraint, index, inherited, pairs, settings};
use crate::{Change, TableChange};

pub(super) fn compare<'a>(before: &'a Schema, after: &'a Schema, changes: &mut Vec<Change<'a>>) {
    for (name, old, new) in pairs(&before.tables, &after.tables) {
        match (old, new) {
            (None, Some(table)) => create(name, table, changes),
            (Some(before), None) => changes.push(Change::DropTable { name, before }),
            (Some(old), Some(new)) if is_another_kind(old, new) => {
                changes.push(Change::DropTable { name, before: old });
                create(name, new, changes);
            }
            (Some(old), Some(new)) => alter((before, after), name, (old, new), changes),
            (None, None) => {}
        }
    }
}

/// Whether a table cannot be turned into the other: one is divided into partitions, and in another
/// way, or its rows are elsewhere.
fn is_another_kind(before: &Table, after: &Table) -> bool {
    let server = |table: &Table| table.foreign.as_ref().map(|it| it.server.clone());
    before.partition_key != after.partition_key || server(before) != server(after)
}

/// A table with what is made after it: indexes, foreign keys and settings.
fn create<'a>(name: &'a QualifiedName, table: &'a Table, changes: &mut Vec<Change<'a>>) {
    changes.push(Change::CreateTable { name, after: table });
    for constraint in &table.constraints {
        let is_foreign_key = matches!(constraint, Constraint::ForeignKey(_));
        if is_foreign_key && !constraint::is_inherited(constraint) {
            changes.push(TableChange::AddConstraint(constraint).of(name));
        }
    }
    // The index of a partition comes with that of the whole.
    for index in table.indexes.iter().filter(|it| it.part_of.is_none()) {
        index::create(name, index, changes);
    }
    for column in &table.columns {
        column::settings(name, None, column, changes);
    }
    settings::created(name, table, changes);
}

fn alter<'a>(
    schemas: (&Schema, &Schema),
    name: &'a QualifiedName,
    (before, after): (&'a Table, &'a Table),
    changes: &mut Vec<Change<'a>>,
) {
    settings::compare(name, before, after, changes);
    let first = changes.len();
    column::compare(name, before, after, changes);
    inherited::leave_to_parents(schemas, (before, after), first, changes);
    constraint::compare(name, before, after, changes);
    index::compare(name, before, after, changes);
}
