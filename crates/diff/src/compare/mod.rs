//! Finding the changes, object by object.

mod enums;
mod table;

use std::collections::BTreeMap;

use schema::{QualifiedName, Schema, Sequence};

use crate::Change;

/// Every difference of two schemas, by kind of object and then by name. The order is not yet one
/// in which they could be made.
pub fn changes<'a>(before: &'a Schema, after: &'a Schema) -> Vec<Change<'a>> {
    let mut changes = Vec::new();
    schemas(before, after, &mut changes);
    extensions(before, after, &mut changes);
    enums::compare(before, after, &mut changes);
    sequences(before, after, &mut changes);
    table::compare(before, after, &mut changes);
    views(before, after, &mut changes);
    functions(before, after, &mut changes);
    changes
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

/// `public` is there in every new database and is neither created nor dropped.
fn schemas<'a>(before: &'a Schema, after: &'a Schema, changes: &mut Vec<Change<'a>>) {
    for (name, old, new) in pairs(&before.schemas, &after.schemas) {
        match (old, new) {
            _ if name == "public" => {}
            (None, Some(_)) => changes.push(Change::CreateSchema { name }),
            (Some(_), None) => changes.push(Change::DropSchema { name }),
            (Some(_), Some(_)) | (None, None) => {}
        }
    }
}

fn extensions<'a>(before: &'a Schema, after: &'a Schema, changes: &mut Vec<Change<'a>>) {
    for (name, old, new) in pairs(&before.extensions, &after.extensions) {
        match (old, new) {
            (None, Some(extension)) => changes.push(Change::CreateExtension { name, extension }),
            (Some(_), None) => changes.push(Change::DropExtension { name }),
            (Some(_), Some(_)) | (None, None) => {}
        }
    }
}

fn sequences<'a>(before: &'a Schema, after: &'a Schema, changes: &mut Vec<Change<'a>>) {
    for (name, old, new) in pairs(&before.sequences, &after.sequences) {
        let stays = |sequence: Option<&Sequence>, schema: &Schema| {
            sequence.is_some_and(|sequence| !comes_with_its_column(name, sequence, schema))
        };
        let (was, is) = (old.is_some(), new.is_some());
        // A sequence that a column brings with it needs nothing when that column is new too.
        let brought = new.is_some() && !stays(new, after) && owner_is_new(new, before);
        let taken = old.is_some() && owner_goes(old, after);
        if let Some(sequence) = new.filter(|_| !was && !brought) {
            changes.push(Change::CreateSequence {
                name,
                after: sequence,
            });
        }
        if was && !is && !taken {
            changes.push(Change::DropSequence { name });
        }
        let owner = new.and_then(|sequence| sequence.owned_by.as_ref());
        let owner_before = old.and_then(|sequence| sequence.owned_by.as_ref());
        if let Some((table, column)) = owner.filter(|_| !brought && owner != owner_before) {
            changes.push(Change::OwnSequence {
                name,
                table,
                column,
            });
        }
    }
}

/// Whether creating the column creates the sequence: a serial or identity column.
fn comes_with_its_column(name: &QualifiedName, sequence: &Sequence, schema: &Schema) -> bool {
    let Some((table, column)) = &sequence.owned_by else {
        return false;
    };
    let column = schema
        .tables
        .get(table)
        .and_then(|table| table.column(column));
    column.is_some_and(|column| {
        column.sequence.as_ref() == Some(name)
            && (column.identity.is_some() || crate::sql::is_serial(table, column))
    })
}

/// Whether the column that owns a sequence is not in the other schema.
fn owner_is_new(sequence: Option<&Sequence>, before: &Schema) -> bool {
    sequence.is_some_and(|sequence| {
        sequence.owned_by.as_ref().is_some_and(|(table, column)| {
            let table = before.tables.get(table);
            table.is_none_or(|table| table.column(column).is_none())
        })
    })
}

/// Whether a sequence goes with the column that owns it.
fn owner_goes(sequence: Option<&Sequence>, after: &Schema) -> bool {
    owner_is_new(sequence, after)
}

fn views<'a>(before: &'a Schema, after: &'a Schema, changes: &mut Vec<Change<'a>>) {
    for (name, old, new) in pairs(&before.views, &after.views) {
        if old == new {
            continue;
        }
        if let Some(view) = old {
            changes.push(Change::DropView { name, view });
        }
        if let Some(view) = new {
            changes.push(Change::CreateView { name, view });
        }
    }
}

fn functions<'a>(before: &'a Schema, after: &'a Schema, changes: &mut Vec<Change<'a>>) {
    for ((name, arguments), old, new) in pairs(&before.functions, &after.functions) {
        if old == new {
            continue;
        }
        // A function can be replaced in place as long as it returns the same.
        let replaced = old
            .zip(new)
            .is_some_and(|(old, new)| old.returns == new.returns);
        if let Some(function) = old.filter(|_| !replaced) {
            changes.push(Change::DropFunction {
                name,
                arguments,
                function,
            });
        }
        if let Some(function) = new {
            changes.push(Change::CreateFunction {
                name,
                arguments,
                function,
            });
        }
    }
}
