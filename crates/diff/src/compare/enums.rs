//! Enums: values are added in place; anything else makes the type anew.

use schema::{Column, Enum, QualifiedName, Schema, Table, Type};

use super::pairs;
use crate::{Change, EnumColumn, expression};

pub(super) fn compare<'a>(before: &'a Schema, after: &'a Schema, changes: &mut Vec<Change<'a>>) {
    for (name, old, new) in pairs(&before.enums, &after.enums) {
        match (old, new) {
            (None, Some(after)) => changes.push(Change::CreateEnum { name, after }),
            (Some(_), None) => changes.push(Change::DropEnum { name }),
            (Some(old), Some(new)) if names(old).eq(names(new)) => {}
            (Some(old), Some(new)) if only_adds(old, new) => {
                // From the last to the first, so that the value behind is there already.
                let mut next: Option<&str> = None;
                for value in new.values.iter().rev() {
                    if old.values.iter().all(|known| known.name != value.name) {
                        changes.push(Change::AddEnumValue {
                            name,
                            value: &value.name,
                            before: next,
                        });
                    }
                    next = Some(&value.name);
                }
            }
            (Some(_), Some(new)) => {
                changes.push(Change::ReplaceEnum {
                    name,
                    after: new,
                    columns: columns_of(name, before, after),
                });
            }
            (None, None) => {}
        }
    }
}

/// Adds the end of the types that others have taken the place of.
pub(super) fn drop_replaced(changes: &mut Vec<Change<'_>>) {
    let replaced: Vec<Change<'_>> = changes
        .iter()
        .filter_map(|change| {
            if let Change::ReplaceEnum { name, .. } = change {
                Some(Change::DropReplacedEnum { name })
            } else {
                None
            }
        })
        .collect();
    changes.extend(replaced);
}

/// Whether the old values are all there, in the same order.
fn only_adds(old: &Enum, new: &Enum) -> bool {
    let mut rest = new.values.iter();
    old.values
        .iter()
        .all(|value| rest.any(|other| other.name == value.name))
}

fn names(declared: &Enum) -> impl Iterator<Item = &str> {
    declared.values.iter().map(|value| value.name.as_str())
}

/// The columns that have an enum's type before and after.
fn columns_of<'a>(
    name: &QualifiedName,
    before: &'a Schema,
    after: &'a Schema,
) -> Vec<EnumColumn<'a>> {
    let schema_after = after;
    let mut columns = Vec::new();
    for (table, new) in &after.tables {
        let Some(old) = before.tables.get(table) else {
            continue;
        };
        for after in new.columns.iter().filter(|it| has_type(it, name)) {
            let before = old
                .column(&after.name)
                .filter(|it| has_type(it, name) && it.ty.array == after.ty.array);
            let before = before.filter(|_| !comes_from_parent(schema_after, new, after));
            columns.extend(before.map(|before| EnumColumn {
                table,
                before,
                after,
            }));
        }
    }
    columns
}

/// Whether a column gets all of it from the column of a parent.
fn comes_from_parent(after: &Schema, table: &Table, column: &Column) -> bool {
    let mut parents = super::parents(table).filter_map(|name| after.tables.get(name));
    column.inherited
        && parents.any(|parent| {
            let found = parent.column(&column.name);
            found.is_some_and(|it| expression::same(it.default.as_ref(), column.default.as_ref()))
        })
}

fn has_type(column: &Column, name: &QualifiedName) -> bool {
    let Type {
        schema, name: ty, ..
    } = &column.ty;
    schema.as_deref() == Some(name.schema.as_str()) && *ty == name.name
}
