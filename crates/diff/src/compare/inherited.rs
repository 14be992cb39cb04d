//! Columns of heirs and partitions: what is done to a column of a parent happens to theirs too.

use schema::{Column, QualifiedName, Schema, Table};

use super::column::same_column;
use crate::{Change, TableChange, expression};

/// Takes back those changes from `first` on that the parents' bring along.
pub(super) fn leave_to_parents(
    (before, after): (&Schema, &Schema),
    (old, new): (&Table, &Table),
    first: usize,
    changes: &mut Vec<Change<'_>>,
) {
    let common: Vec<(&Table, &Table)> = parents(new)
        .filter(|parent| parents(old).any(|it| it == *parent))
        .filter_map(|parent| Some((before.tables.get(parent)?, after.tables.get(parent)?)))
        .collect();
    if common.is_empty() {
        return;
    }
    let own = changes.split_off(first);
    changes.extend(own.into_iter().filter_map(|change| {
        let Change::Table { table, change } = change else {
            return Some(change);
        };
        if let TableChange::AlterColumn { before, after } = change {
            return Some(beyond(&common, before, after)?.of(table));
        }
        // Made anew with the parent's.
        let is_brought = matches!(change,
            TableChange::DropColumn(column) | TableChange::AddColumn(column) if column.inherited);
        (!is_brought).then(|| change.of(table))
    }));
}

/// What is to be done to a column beyond what its parents' changes bring: nothing, or often no more
/// than a default of its own.
fn beyond<'a>(
    parents: &[(&Table, &Table)],
    before: &'a Column,
    after: &'a Column,
) -> Option<TableChange<'a>> {
    let mut carried = carried(parents, before);
    if same_column(&carried, after) {
        return None;
    }
    let retyped = before.ty != after.ty || before.collation != after.collation;
    if retyped && after.default.is_some() {
        carried.default.clone_from(&after.default);
        if same_column(&carried, after) {
            return Some(TableChange::RestoreDefault(after));
        }
    }
    Some(TableChange::AlterColumn { before, after })
}

/// The tables that a table has columns from.
pub(crate) fn parents(table: &Table) -> impl Iterator<Item = &QualifiedName> {
    let partition = table.partition_of.iter().map(|it| &it.parent);
    table.inherits.iter().chain(partition)
}

/// A column as it is once those of the parents are changed.
fn carried(parents: &[(&Table, &Table)], column: &Column) -> Column {
    let mut carried = column.clone();
    for (before, after) in parents {
        let (Some(old), Some(new)) = (before.column(&column.name), after.column(&column.name))
        else {
            continue;
        };
        let retyped = old.ty != new.ty || old.collation != new.collation;
        if retyped {
            carried.ty.clone_from(&new.ty);
            carried.collation.clone_from(&new.collation);
        }
        if old.nullable != new.nullable {
            carried.nullable = new.nullable;
        }
        if retyped || !expression::same(old.default.as_ref(), new.default.as_ref()) {
            carried.default.clone_from(&new.default);
        }
        if old.generated.is_some() != new.generated.is_some() {
            carried.generated.clone_from(&new.generated);
        }
    }
    carried
}
