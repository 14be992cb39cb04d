//! Enums: values are added in place; anything else makes the type anew.

use schema::{
    Column, Constraint, Enum, Expression, QualifiedName, Schema, Table, Type, quote_literal,
};

use super::pairs;
use crate::{Change, EnumColumn};

pub(super) fn compare<'a>(before: &'a Schema, after: &'a Schema, changes: &mut Vec<Change<'a>>) {
    for (name, old, new) in pairs(&before.enums, &after.enums) {
        match (old, new) {
            (None, Some(after)) => changes.push(Change::CreateEnum { name, after }),
            (Some(_), None) => changes.push(Change::DropEnum { name }),
            (Some(old), Some(new)) if old == new => {}
            (Some(old), Some(new))
                if only_adds(old, new) && !uses_new_value(name, old, new, after) =>
            {
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

/// Whether a value that is not in the old enum is used at once: in the default of a column of that
/// type, or in a predicate or check of its table.
fn uses_new_value(name: &QualifiedName, old: &Enum, new: &Enum, after: &Schema) -> bool {
    let literals: Vec<String> = new
        .values
        .iter()
        .filter(|value| old.values.iter().all(|known| known.name != value.name))
        .map(|value| quote_literal(&value.name))
        .collect();
    let tables = after
        .tables
        .values()
        .filter(|table| table.columns.iter().any(|column| has_type(column, name)));
    tables.flat_map(expressions).any(|expression| {
        literals
            .iter()
            .any(|literal| expression.sql.contains(literal))
    })
}

/// The defaults, predicates and checks of a table.
fn expressions(table: &Table) -> impl Iterator<Item = &Expression> {
    let defaults = table.columns.iter().filter_map(|it| it.default.as_ref());
    let predicates = table.indexes.iter().filter_map(|it| it.predicate.as_ref());
    let checks = table.constraints.iter().filter_map(|it| match it {
        Constraint::Check(check) => Some(&check.expression),
        Constraint::PrimaryKey(_)
        | Constraint::Unique(_)
        | Constraint::ForeignKey(_)
        | Constraint::Exclusion(_) => None,
    });
    defaults.chain(predicates).chain(checks)
}

/// The columns that have an enum's type before and after.
fn columns_of<'a>(
    name: &QualifiedName,
    before: &'a Schema,
    after: &'a Schema,
) -> Vec<EnumColumn<'a>> {
    let mut columns = Vec::new();
    for (table, new) in &after.tables {
        let Some(old) = before.tables.get(table) else {
            continue;
        };
        for after in new.columns.iter().filter(|it| has_type(it, name)) {
            let before = old
                .column(&after.name)
                .filter(|it| has_type(it, name) && it.ty.array == after.ty.array);
            columns.extend(before.map(|before| EnumColumn {
                table,
                before,
                after,
            }));
        }
    }
    columns
}

fn has_type(column: &Column, name: &QualifiedName) -> bool {
    let Type {
        schema, name: ty, ..
    } = &column.ty;
    schema.as_deref() == Some(name.schema.as_str()) && *ty == name.name
}
