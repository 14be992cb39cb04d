//! Enums and their values.

use std::collections::BTreeSet;

use schema::{Enum, EnumValue, QualifiedName, Schema};

use super::block::{Blocks, indented};
use super::edit::Edits;
use super::names::{Names, sayable, unused};
use super::value::quoted;
use crate::datamodel;

/// Edits the enums that stand and returns the blocks of the new ones.
pub(super) fn write(blocks: &Blocks<'_>, edits: &mut Edits<'_>) -> Vec<String> {
    let datamodel = blocks.existing.datamodel;
    let mut new = Vec::new();
    for (name, live) in &blocks.live.enums {
        let Some(named) = blocks.names.enums.get(name) else {
            continue;
        };
        match named.existing {
            Some(id) => update(&datamodel[id], live, edits),
            None => new.push(block(name, &named.name, live, blocks.names)),
        }
    }
    for (id, declared) in datamodel.enums() {
        let kept = |named: &super::names::Named<_>| named.existing == Some(id);
        if !blocks.names.enums.values().any(kept) {
            edits.remove(declared.span);
        }
    }
    new
}

fn block(name: &QualifiedName, called: &str, live: &Enum, names: &Names) -> String {
    let mut text = format!("enum {called} {{\n");
    let values = new_values(&live.values, &BTreeSet::new());
    let values: Vec<String> = values.iter().map(|(it, label)| line(it, label)).collect();
    text.push_str(&indented(&values));
    let mut attributes = Vec::new();
    if called != name.name {
        attributes.push(format!("@@map({})", quoted(&name.name)));
    }
    if names.with_schemas {
        attributes.push(format!("@@schema({})", quoted(&name.schema)));
    }
    if !attributes.is_empty() {
        text.push('\n');
        text.push_str(&indented(&attributes));
    }
    text.push_str("}\n");
    text
}

/// What values are called that have no name yet.
fn new_values<'a>(
    values: impl IntoIterator<Item = &'a EnumValue>,
    known: &BTreeSet<String>,
) -> Vec<(String, &'a str)> {
    let mut taken = known.clone();
    let mut named = Vec::new();
    for value in values {
        let plain = sayable(&value.name).unwrap_or_else(|| "value".to_owned());
        let plain = unused(&plain, &taken);
        taken.insert(plain.clone());
        named.push((plain, value.name.as_str()));
    }
    named
}

fn line(value: &str, label: &str) -> String {
    if value == label {
        value.to_owned()
    } else {
        format!("{value} @map({})", quoted(label))
    }
}

/// Values keep their names and comments; where the order changed, all of them are written in the
/// database's order.
fn update(declared: &datamodel::Enum, live: &Enum, edits: &mut Edits<'_>) {
    let labels: Vec<&str> = live.values.iter().map(|it| it.name.as_str()).collect();
    let kept: Vec<&datamodel::EnumValue> = declared
        .values
        .iter()
        .filter(|value| labels.contains(&value.database_name()))
        .collect();
    for value in &declared.values {
        if !labels.contains(&value.database_name()) {
            edits.remove(value.span);
        }
    }
    let known: BTreeSet<String> = kept.iter().map(|it| it.name.text.clone()).collect();
    let is_new = |value: &&EnumValue| {
        let mut kept = kept.iter();
        !kept.any(|known| known.database_name() == value.name)
    };
    let new = new_values(live.values.iter().filter(is_new), &known);
    // Each new value goes behind the one that comes before it in the database.
    let mut behind = declared.name.span;
    let mut waiting = Vec::new();
    for value in &live.values {
        let existing = kept.iter().find(|it| it.database_name() == value.name);
        if let Some(existing) = existing {
            if !waiting.is_empty() {
                edits.insert(
                    behind.source,
                    edits.behind(behind),
                    indented(&std::mem::take(&mut waiting)),
                );
            }
            behind = existing.span;
        } else if let Some((name, label)) = new.iter().find(|(_, label)| *label == value.name) {
            waiting.push(line(name, label));
        }
    }
    if !waiting.is_empty() {
        edits.insert(behind.source, edits.behind(behind), indented(&waiting));
    }
}

/// The name of a value in the schema, by its label.
pub(super) fn value_name(
    name: &QualifiedName,
    label: &str,
    live: &Schema,
    names: &Names,
) -> Option<String> {
    let declared = live.enums.get(name)?;
    let known = names.values.get(name);
    let existing = known.and_then(|values| values.get(label)).cloned();
    existing.or_else(|| {
        let taken = known
            .into_iter()
            .flat_map(|it| it.values().cloned())
            .collect();
        let is_new = |value: &&EnumValue| known.is_none_or(|it| !it.contains_key(&value.name));
        let new = new_values(declared.values.iter().filter(is_new), &taken);
        new.into_iter()
            .find(|(_, it)| *it == label)
            .map(|(value, _)| value)
    })
}
