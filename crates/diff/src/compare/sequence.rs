//! Sequences: some come and go with the columns that own them.

use schema::{Column, QualifiedName, Schema, Sequence, generated_name};

use super::pairs;
use crate::{Change, sql};

pub(super) fn compare<'a>(before: &'a Schema, after: &'a Schema, changes: &mut Vec<Change<'a>>) {
    let renamed = renamed(before, after);
    for (name, old, new) in pairs(&before.sequences, &after.sequences) {
        if let Some((from, _)) = renamed.iter().find(|(_, to)| *to == name) {
            changes.push(Change::RenameSequence {
                before: (*from).clone(),
                after: name,
            });
            settings(name, before.sequences.get(*from), new, changes);
            continue;
        }
        match (old, new) {
            (Some(_), None) if renamed.iter().any(|(from, _)| *from == name) => {}
            (Some(old), None) => {
                if !is_taken(old, before, after) {
                    changes.push(Change::DropSequence { name });
                }
            }
            (None, Some(new)) => create(name, new, before, after, changes),
            (Some(_), Some(new)) => {
                settings(name, old, Some(new), changes);
                own(name, old, new, after, changes);
            }
            (None, None) => {}
        }
    }
}

/// A sequence that a column brings with it is made by that column's step, under the name that the
/// server gives it and with the server's settings.
fn create<'a>(
    name: &'a QualifiedName,
    new: &'a Sequence,
    before: &'a Schema,
    after: &'a Schema,
    changes: &mut Vec<Change<'a>>,
) {
    let column = serial_column(name, new, after);
    let owner = new.owned_by.as_ref();
    if let Some(((table, _), column)) = owner
        .zip(column)
        .filter(|(_, column)| column.identity.is_some() || !owner_stands(new, before))
    {
        let given = generated_name(&table.name, &column.name, "seq");
        if column.identity.is_some() && name.schema == table.schema && name.name != given {
            changes.push(Change::RenameSequence {
                before: QualifiedName::new(&table.schema, given),
                after: name,
            });
        }
        settings(name, None, Some(new), changes);
        return;
    }
    changes.push(Change::CreateSequence {
        name,
        after: new,
        ty: column.map(|column| &column.ty),
    });
    own(name, None, new, after, changes);
}

fn own<'a>(
    name: &'a QualifiedName,
    old: Option<&Sequence>,
    new: &'a Sequence,
    after: &'a Schema,
    changes: &mut Vec<Change<'a>>,
) {
    let owner_before = old.and_then(|sequence| sequence.owned_by.as_ref());
    if owner_before == new.owned_by.as_ref() {
        return;
    }
    match &new.owned_by {
        Some((table, column)) => changes.push(Change::OwnSequence {
            name,
            table,
            column,
            continues: old.is_none() && serial_column(name, new, after).is_some(),
        }),
        None => changes.push(Change::ReleaseSequence { name }),
    }
}

/// A difference of the numbers; of a sequence that a column brought, from those of every new one.
fn settings<'a>(
    name: &'a QualifiedName,
    before: Option<&'a Sequence>,
    after: Option<&'a Sequence>,
    changes: &mut Vec<Change<'a>>,
) {
    let Some(after) = after else { return };
    let usual = Sequence::of(after.ty.clone());
    if !sql::same_numbers(before.unwrap_or(&usual), after) {
        changes.push(Change::AlterSequence {
            name,
            before,
            after,
        });
    }
}

/// Sequences of columns that stand, whose names differ: where a table or column was renamed, and
/// where two tools name differently.
fn renamed<'a>(
    before: &'a Schema,
    after: &'a Schema,
) -> Vec<(&'a QualifiedName, &'a QualifiedName)> {
    let mut renamed = Vec::new();
    for (table, new) in &after.tables {
        let Some(old) = before.tables.get(table) else {
            continue;
        };
        for column in &new.columns {
            let pair = old.column(&column.name).and_then(|old| {
                let same = old.identity.is_some() == column.identity.is_some();
                let pair = old.sequence.as_ref().zip(column.sequence.as_ref());
                pair.filter(|_| same)
            });
            let stands = pair.filter(|(from, to)| {
                from != to
                    && from.schema == to.schema
                    && before.sequences.contains_key(from)
                    && !before.sequences.contains_key(to)
                    && after.sequences.contains_key(to)
                    && !after.sequences.contains_key(from)
            });
            renamed.extend(stands);
        }
    }
    renamed
}

/// Whether a sequence goes with its column, or with the column's being an identity.
fn is_taken(sequence: &Sequence, before: &Schema, after: &Schema) -> bool {
    let Some((table, column)) = &sequence.owned_by else {
        return false;
    };
    let of = |schema: &Schema| {
        let table = schema.tables.get(table)?;
        let column = table.column(column)?;
        Some(column.identity.is_some())
    };
    match (of(before), of(after)) {
        (_, None) | (Some(true), Some(false)) => true,
        (_, Some(_)) => false,
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
    let brings = column.identity.is_some() || sql::is_serial(table, column);
    (brings && column.sequence.as_ref() == Some(name)).then_some(column)
}

/// Whether the column that owns a sequence is in that schema.
fn owner_stands(sequence: &Sequence, schema: &Schema) -> bool {
    sequence.owned_by.as_ref().is_some_and(|(table, column)| {
        let table = schema.tables.get(table);
        table.is_some_and(|table| table.column(column).is_some())
    })
}
