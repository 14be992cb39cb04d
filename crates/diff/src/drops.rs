//! The order in which tables are dropped: one that refers to another goes first.

use std::collections::{BTreeMap, BTreeSet};

use schema::{Constraint, ForeignKey, QualifiedName, Table};

use crate::{Change, TableChange};

/// Puts dropped tables into an order in which none is dropped while another one refers to it. In a
/// circle of references the foreign keys that close it are dropped first, by changes of their own.
pub(crate) fn untangle(changes: &mut Vec<Change<'_>>) {
    let tables: BTreeMap<&QualifiedName, &Table> = changes
        .iter()
        .filter_map(|change| {
            if let Change::DropTable { name, before } = change {
                Some((*name, *before))
            } else {
                None
            }
        })
        .collect();
    changes.retain(|change| !matches!(change, Change::DropTable { .. }));

    let mut references: BTreeMap<&QualifiedName, usize> = BTreeMap::new();
    for (name, table) in &tables {
        references.entry(name).or_default();
        for (_, key) in foreign_keys(name, table) {
            *references.entry(&key.references).or_default() += 1;
        }
    }
    let mut free: BTreeSet<&QualifiedName> = tables
        .keys()
        .filter(|name| references[*name] == 0)
        .copied()
        .collect();
    let mut remaining = tables.clone();
    let mut cut: BTreeSet<(&QualifiedName, &str)> = BTreeSet::new();
    while let Some((first, _)) = remaining.first_key_value() {
        let next = free.pop_first().unwrap_or(first);
        let Some(table) = remaining.remove(next) else {
            continue;
        };
        // Without a free table, those that still refer to this one must let go of it.
        if references[next] > 0 {
            for (name, other) in &remaining {
                for (constraint, key) in foreign_keys(name, other) {
                    if key.references == *next {
                        cut.insert((name, &key.name));
                        changes.push(TableChange::DropConstraint(constraint).of(name));
                    }
                }
            }
        }
        changes.push(Change::DropTable {
            name: next,
            before: table,
        });
        for (_, key) in foreign_keys(next, table) {
            if cut.contains(&(next, key.name.as_str())) {
                continue;
            }
            if let Some(count) = references.get_mut(&key.references) {
                *count -= 1;
                if *count == 0 && remaining.contains_key(&key.references) {
                    free.insert(&key.references);
                }
            }
        }
    }
}

/// The foreign keys to other tables.
fn foreign_keys<'a>(
    name: &'a QualifiedName,
    table: &'a Table,
) -> impl Iterator<Item = (&'a Constraint, &'a ForeignKey)> {
    table.constraints.iter().filter_map(move |constraint| {
        let Constraint::ForeignKey(key) = constraint else {
            return None;
        };
        (key.references != *name).then_some((constraint, key))
    })
}
