//! Columns of a table that stands.

use schema::{Column, QualifiedName, Table};

use crate::{Change, TableChange, expression};

pub(super) fn compare<'a>(
    table: &'a QualifiedName,
    before: &'a Table,
    after: &'a Table,
    changes: &mut Vec<Change<'a>>,
) {
    // A column that comes from a parent comes and goes with the parent's.
    for column in before.columns.iter().filter(|it| !it.inherited) {
        if after.column(&column.name).is_none() {
            changes.push(TableChange::DropColumn(column).of(table));
        }
    }
    for column in &after.columns {
        let Some(old) = before.column(&column.name) else {
            if !column.inherited {
                changes.push(TableChange::AddColumn(column).of(table));
                settings(table, None, column, changes);
            }
            continue;
        };
        if is_computed_anew(old, column) {
            changes.push(TableChange::DropColumn(old).of(table));
            changes.push(TableChange::AddColumn(column).of(table));
            settings(table, None, column, changes);
            continue;
        }
        if !same_column(old, column) {
            changes.push(
                TableChange::AlterColumn {
                    before: old,
                    after: column,
                }
                .of(table),
            );
        }
        settings(table, Some(old), column, changes);
    }
    if !is_in_order(before, after) {
        changes.push(TableChange::ColumnOrder.of(table));
    }
}

/// Whether a column must be made anew, because what it is computed from cannot be changed in place.
fn is_computed_anew(before: &Column, after: &Column) -> bool {
    let Some(new) = &after.generated else {
        return false;
    };
    before.generated.as_ref().is_none_or(|old| {
        old.stored != new.stored
            || before.ty != after.ty
            || !expression::same(Some(&old.expression), Some(&new.expression))
    })
}

/// Storage, compression, statistics and options.
pub(super) fn settings<'a>(
    table: &'a QualifiedName,
    before: Option<&'a Column>,
    after: &'a Column,
    changes: &mut Vec<Change<'a>>,
) {
    let plain = Column::new(&after.name, after.ty.clone());
    let old = before.unwrap_or(&plain);
    let same = old.storage == after.storage
        && old.compression == after.compression
        && old.statistics == after.statistics
        && old.options == after.options;
    if !same {
        changes.push(TableChange::SetColumn { before, after }.of(table));
    }
}

/// Whether two columns are the same but for settings and comment.
pub(super) fn same_column(before: &Column, after: &Column) -> bool {
    // Both draw from a sequence of their own: which name it has is no difference of the columns.
    let both_serial = before.sequence.is_some() && after.sequence.is_some();
    before.ty == after.ty
        && before.nullable == after.nullable
        && before.identity == after.identity
        && before.collation == after.collation
        && before.generated.is_some() == after.generated.is_some()
        && (both_serial || expression::same(before.default.as_ref(), after.default.as_ref()))
}

/// Whether the columns that stay keep their order, and those that come stand behind them.
fn is_in_order(before: &Table, after: &Table) -> bool {
    let kept: Vec<&str> = before
        .columns
        .iter()
        .map(|it| it.name.as_str())
        .filter(|name| after.column(name).is_some())
        .collect();
    let names = after.columns.iter().map(|it| it.name.as_str());
    names.take(kept.len()).eq(kept.iter().copied())
}
