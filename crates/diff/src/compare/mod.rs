//! Finding the changes, object by object.

mod anew;
mod carried;
mod enums;
mod in_place;
mod object;
mod rebuilt;
mod same;
mod table;

use std::collections::BTreeMap;

use schema::{Column, QualifiedName, Schema, Sequence};

pub(crate) use anew::add as add_objects;
pub(crate) use same::{domain_check as same_domain_check, returns as same_returns};

use crate::{Change, TableChange};

/// Every difference of two schemas, by kind of object and then by name. The order is not yet one
/// in which they could be made.
pub fn changes<'a>(before: &'a Schema, after: &'a Schema) -> Vec<Change<'a>> {
    let mut changes = Vec::new();
    enums::compare(before, after, &mut changes);
    sequences(before, after, &mut changes);
    table::compare(before, after, &mut changes);
    object::compare(before, after, &mut changes);
    carried::compare(before, after, &mut changes);
    changes
}

/// Adds what must happen along with the changes, though it is no difference by itself: the type
/// behind a replaced enum goes, and what stands on something that moves is made anew.
pub(crate) fn add_consequences<'a>(
    before: &'a Schema,
    after: &'a Schema,
    changes: &mut Vec<Change<'a>>,
) {
    forget_defaults_of_replaced_enums(changes);
    enums::drop_replaced(changes);
    rebuilt::add(before, after, changes);
}

/// A column whose enum is replaced gets its new default by that change, so that a change of nothing
/// but the default needs no step of its own.
fn forget_defaults_of_replaced_enums(changes: &mut Vec<Change<'_>>) {
    let replaced: Vec<(QualifiedName, String)> = changes
        .iter()
        .filter_map(|change| {
            if let Change::ReplaceEnum { columns, .. } = change {
                Some(columns)
            } else {
                None
            }
        })
        .flatten()
        .map(|column| (column.table.clone(), column.after.name.clone()))
        .collect();
    changes.retain(|change| {
        let Change::Table {
            table,
            change: TableChange::AlterColumn { before, after },
        } = change
        else {
            return true;
        };
        let is_replaced = replaced
            .iter()
            .any(|(other, column)| other == *table && *column == after.name);
        let only_default = before.nullable == after.nullable && before.ty == after.ty;
        !(is_replaced && only_default)
    });
}

/// What is in one map, in both, and in the other, by key.
fn pairs<'a, K: Ord, V>(
    before: &'a BTreeMap<K, V>,
    after: &'a BTreeMap<K, V>,
) -> impl Iterator<Item = (&'a K, Option<&'a V>, Option<&'a V>)> {
    let gone = before
        .iter()
        .filter(|(key, _)| !after.contains_key(key))
        .map(|(key, value)| (key, Some(value), None));
    let there = after
        .iter()
        .map(|(key, value)| (key, before.get(key), Some(value)));
    gone.chain(there)
}

fn sequences<'a>(before: &'a Schema, after: &'a Schema, changes: &mut Vec<Change<'a>>) {
    for (name, old, new) in pairs(&before.sequences, &after.sequences) {
        let serial = new.and_then(|sequence| serial_column(name, sequence, after));
        // A column that is new brings its sequence with it, and one that goes takes it along.
        let brought = serial.is_some() && new.is_some_and(|it| !owner_stands(it, before));
        let taken = old.is_some_and(|it| it.owned_by.is_some() && !owner_stands(it, after));
        match (old, new) {
            (None, Some(sequence)) if !brought => changes.push(Change::CreateSequence {
                name,
                after: sequence,
                ty: serial.map(|column| &column.ty),
            }),
            (Some(_), None) if !taken => changes.push(Change::DropSequence { name }),
            (Some(_) | None, Some(_) | None) => {}
        }
        let owner = new.and_then(|sequence| sequence.owned_by.as_ref());
        let owner_before = old.and_then(|sequence| sequence.owned_by.as_ref());
        if let Some((table, column)) = owner.filter(|_| !brought && owner != owner_before) {
            changes.push(Change::OwnSequence {
                name,
                table,
                column,
                continues: serial.is_some(),
            });
        }
    }
}

/// The serial or identity column that has this sequence.
fn serial_column<'a>(
    name: &QualifiedName,
    sequence: &Sequence,
    schema: &'a Schema,
) -> Option<&'a Column> {
    let (table, column) = sequence.owned_by.as_ref()?;
    let column = schema.tables.get(table)?.column(column)?;
    let brings = column.identity.is_some() || crate::sql::is_serial(table, column);
    (brings && column.sequence.as_ref() == Some(name)).then_some(column)
}

/// Whether the column that owns a sequence is in that schema.
fn owner_stands(sequence: &Sequence, schema: &Schema) -> bool {
    sequence.owned_by.as_ref().is_some_and(|(table, column)| {
        let table = schema.tables.get(table);
        table.is_some_and(|table| table.column(column).is_some())
    })
}
