//! Finding the changes, object by object.

mod anew;
mod carried;
mod column;
mod constraint;
mod enums;
mod in_place;
mod index;
mod inherited;
mod object;
mod rebuilt;
mod same;
mod sequence;
mod settings;
mod table;

use std::collections::BTreeMap;

use schema::{QualifiedName, Schema};

pub(crate) use inherited::parents;
pub(crate) use same::{domain_check as same_domain_check, returns as same_returns};

use crate::task::Context;
use crate::{Change, TableChange};

/// Every difference of two schemas, by kind of object and then by name. The order is not yet one
/// in which they could be made.
pub fn changes<'a>(before: &'a Schema, after: &'a Schema) -> Vec<Change<'a>> {
    let mut changes = Vec::new();
    enums::compare(before, after, &mut changes);
    sequence::compare(before, after, &mut changes);
    table::compare(before, after, &mut changes);
    object::compare(before, after, &mut changes);
    carried::compare(before, after, &mut changes);
    changes
}

/// Adds what must happen along with the changes, though it is no difference by itself: the type
/// behind a replaced enum goes, and what stands on something that moves is made anew, and what
/// stands on that.
pub(crate) fn add_consequences<'a>(ctx: &Context<'a>, changes: &mut Vec<Change<'a>>) {
    forget_defaults_of_replaced_enums(changes);
    enums::drop_replaced(changes);
    loop {
        let before = changes.len();
        let rebuilt = rebuilt::add(ctx, changes);
        anew::add(ctx, changes);
        if !rebuilt && changes.len() == before {
            break;
        }
    }
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
