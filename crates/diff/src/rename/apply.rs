//! A schema as it is once renames are followed: the server carries names over wherever they stand,
//! except within the bodies of functions.

use std::collections::BTreeMap;

use schema::{
    Constraint, Expression, Index, IndexElement, IndexKey, QualifiedName, Reference, Rename,
    Schema, Table, Type,
};

use super::{expressions, text};
use crate::Options;

/// The state before under its new names, and the renames that could be followed: those whose object
/// is there under its old name, and not under the new one.
pub(crate) fn apply(before: &Schema, after: &Schema, options: &Options) -> (Schema, Vec<Rename>) {
    let mut schema = before.clone();
    let mut applied = Vec::new();
    let mut ordered: Vec<&Rename> = options.renames.iter().collect();
    // A column is named by its table's new name.
    ordered.sort_by_key(|it| match it {
        Rename::Table { .. } | Rename::Enum { .. } => 0,
        Rename::Column { .. } | Rename::EnumValue { .. } => 1,
    });
    ordered.dedup();
    for rename in ordered {
        if can(&schema, after, rename) {
            // Queries are read while their things still have the old names.
            let read = options.reader.zip(references(rename));
            if let Some((reader, [old, new])) = &read {
                (reader.rename)(&mut schema, old, new);
            }
            follow(&mut schema, rename, read.is_none());
            applied.push(rename.clone());
        }
    }
    if let Some(reader) = options.reader.filter(|_| !applied.is_empty()) {
        (reader.resolve)(&mut schema);
    }
    (schema, applied)
}

fn can(before: &Schema, after: &Schema, rename: &Rename) -> bool {
    match rename {
        Rename::Table { from, to } => {
            before.tables.contains_key(from)
                && !before.tables.contains_key(to)
                && after.tables.contains_key(to)
                && !after.tables.contains_key(from)
        }
        Rename::Column { table, from, to } => {
            let old = before.tables.get(table);
            let new = after.tables.get(table);
            let has = |table: Option<&Table>, name: &str| {
                table.is_some_and(|table| table.column(name).is_some_and(|it| !it.inherited))
            };
            has(old, from) && !has(old, to) && has(new, to) && !has(new, from)
        }
        Rename::Enum { from, to } => {
            before.enums.contains_key(from)
                && !before.enums.contains_key(to)
                && after.enums.contains_key(to)
                && !after.enums.contains_key(from)
        }
        Rename::EnumValue { name, from, to } => {
            let has = |schema: &Schema, value: &str| {
                let found = schema.enums.get(name);
                found.is_some_and(|it| it.values.iter().any(|it| it.name == value))
            };
            has(before, from) && !has(before, to) && has(after, to) && !has(after, from)
        }
    }
}

/// What is called otherwise, by its old name and its new one, where queries refer to it by name.
fn references(rename: &Rename) -> Option<[Reference; 2]> {
    match rename.clone() {
        Rename::Table { from, to } => Some([from, to].map(Reference::Relation)),
        Rename::Column { table, from, to } => {
            Some([from, to].map(|name| Reference::Column(table.clone(), name)))
        }
        Rename::Enum { from, to } => Some([from, to].map(Reference::Type)),
        Rename::EnumValue { .. } => None,
    }
}

/// Carries a rename out; `text` asks for the texts of expressions too.
fn follow(schema: &mut Schema, rename: &Rename, text: bool) {
    match rename {
        Rename::Table { from, to } => {
            table(schema, from, to);
            if text {
                table_in_text(schema, from, to);
            }
            rename_key(&mut schema.tables, from, to);
        }
        Rename::Column { table, from, to } => {
            column(schema, table, from, to);
            if text {
                column_in_text(schema, table, from, to);
            }
        }
        Rename::Enum { from, to } => {
            enumerated(schema, from, to);
            if text {
                enum_in_text(schema, from, to);
            }
        }
        Rename::EnumValue { name, from, to } => value(schema, name, from, to),
    }
}

fn table(schema: &mut Schema, from: &QualifiedName, to: &QualifiedName) {
    // Indexes and owned sequences move into another schema with their table.
    let owned: Vec<QualifiedName> = schema
        .sequences
        .iter()
        .filter(|(_, it)| it.owned_by.as_ref().is_some_and(|(table, _)| table == from))
        .map(|(name, _)| name.clone())
        .collect();
    for name in owned {
        if let Some(mut sequence) = schema.sequences.remove(&name) {
            if let Some((table, _)) = &mut sequence.owned_by {
                table.clone_from(to);
            }
            let moved = QualifiedName::new(&to.schema, &name.name);
            schema.sequences.insert(moved, sequence);
        }
    }
    for (name, other) in &mut schema.tables {
        let is_it = name == from;
        for constraint in &mut other.constraints {
            if let Constraint::ForeignKey(key) = constraint
                && key.references == *from
            {
                key.references.clone_from(to);
            }
        }
        if let Some(partition) = &mut other.partition_of
            && partition.parent == *from
        {
            partition.parent.clone_from(to);
            for index in &mut other.indexes {
                if let Some(whole) = &mut index.part_of {
                    whole.schema.clone_from(&to.schema);
                }
            }
        }
        let inherits = other.inherits.iter_mut().filter(|it| **it == *from);
        inherits.for_each(|it| it.clone_from(to));
        for trigger in &mut other.triggers {
            let other = trigger.constraint_table.iter_mut();
            other
                .filter(|it| **it == *from)
                .for_each(|it| it.clone_from(to));
        }
        for column in other.columns.iter_mut().filter(|_| is_it) {
            if let Some(sequence) = &mut column.sequence {
                sequence.schema.clone_from(&to.schema);
            }
        }
    }
    for statistics in schema.statistics.values_mut() {
        if statistics.table == *from {
            statistics.table.clone_from(to);
        }
    }
    for publication in schema.publications.values_mut() {
        rename_key(&mut publication.tables, from, to);
    }
}

fn table_in_text(schema: &mut Schema, from: &QualifiedName, to: &QualifiedName) {
    let used = Reference::Relation(from.clone());
    expressions::each(schema, &mut |table, expression| {
        if table == from || expression.uses.contains(&used) {
            rewrite(expression, |sql| {
                let sql = text::identifier(sql, &from.name, &to.name);
                if from.schema == to.schema {
                    sql
                } else {
                    text::identifier(&sql, &from.schema, &to.schema)
                }
            });
        }
        for reference in &mut expression.uses {
            if let Reference::Relation(name) | Reference::Column(name, _) = reference
                && name == from
            {
                name.clone_from(to);
            }
        }
        expression.uses.sort_unstable();
    });
}

fn column(schema: &mut Schema, owner: &QualifiedName, from: &str, to: &str) {
    let rename = |name: &mut String| {
        if name == from {
            to.clone_into(name);
        }
    };
    for (name, table) in &mut schema.tables {
        if name == owner
            || table
                .partition_of
                .as_ref()
                .is_some_and(|it| it.parent == *owner)
        {
            column_of(table, from, to);
        }
        for constraint in &mut table.constraints {
            if let Constraint::ForeignKey(key) = constraint
                && key.references == *owner
            {
                key.referenced_columns.iter_mut().for_each(rename);
            }
        }
    }
    for sequence in schema.sequences.values_mut() {
        if let Some((table, column)) = &mut sequence.owned_by
            && table == owner
        {
            rename(column);
        }
    }
    for statistics in schema.statistics.values_mut() {
        if statistics.table == *owner {
            statistics.columns.iter_mut().for_each(rename);
        }
    }
    for publication in schema.publications.values_mut() {
        if let Some(published) = publication.tables.get_mut(owner) {
            published.columns.iter_mut().for_each(rename);
        }
    }
}

fn column_in_text(schema: &mut Schema, owner: &QualifiedName, from: &str, to: &str) {
    let used = Reference::Column(owner.clone(), from.to_owned());
    expressions::each(schema, &mut |table, expression| {
        if table == owner || expression.uses.contains(&used) {
            rewrite(expression, |sql| text::identifier(sql, from, to));
        }
        for reference in &mut expression.uses {
            if *reference == used {
                *reference = Reference::Column(owner.clone(), to.to_owned());
            }
        }
        expression.uses.sort_unstable();
    });
}

/// A column within its own table.
fn column_of(table: &mut Table, from: &str, to: &str) {
    let rename = |name: &mut String| {
        if name == from {
            to.clone_into(name);
        }
    };
    let element = |element: &mut IndexElement| {
        if let IndexKey::Column(name) = &mut element.key {
            rename(name);
        }
    };
    let index = |index: &mut Index| {
        index.elements.iter_mut().for_each(element);
        index.include.iter_mut().for_each(rename);
    };
    for column in &mut table.columns {
        rename(&mut column.name);
    }
    for constraint in &mut table.constraints {
        match constraint {
            Constraint::PrimaryKey(key) | Constraint::Unique(key) => {
                key.columns
                    .iter_mut()
                    .chain(&mut key.include)
                    .for_each(rename);
            }
            Constraint::ForeignKey(key) => {
                let columns = key.columns.iter_mut().chain(&mut key.on_delete_columns);
                columns.for_each(rename);
            }
            Constraint::Exclusion(exclusion) => {
                exclusion
                    .elements
                    .iter_mut()
                    .for_each(|(it, _)| element(it));
            }
            Constraint::Check(_) => {}
        }
    }
    table.indexes.iter_mut().for_each(index);
    if let Some(key) = &mut table.partition_key {
        key.elements.iter_mut().for_each(element);
    }
    for trigger in &mut table.triggers {
        trigger.update_columns.iter_mut().for_each(rename);
    }
    let granted = std::mem::take(&mut table.privileges.granted);
    table.privileges.granted = granted
        .into_iter()
        .map(|mut grant| {
            grant.column.iter_mut().for_each(rename);
            grant
        })
        .collect();
}

fn enumerated(schema: &mut Schema, from: &QualifiedName, to: &QualifiedName) {
    let rename = |ty: &mut Type| {
        if ty.schema.as_deref() == Some(from.schema.as_str()) && ty.name == from.name {
            ty.schema = Some(to.schema.clone());
            ty.name.clone_from(&to.name);
        }
    };
    for table in schema.tables.values_mut() {
        table.columns.iter_mut().for_each(|it| rename(&mut it.ty));
    }
    for domain in schema.domains.values_mut() {
        rename(&mut domain.base);
    }
    for composite in schema.composites.values_mut() {
        composite
            .attributes
            .iter_mut()
            .for_each(|it| rename(&mut it.ty));
    }
    for view in schema.views.values_mut() {
        let types = view.columns.iter_mut().filter_map(|it| it.ty.as_mut());
        types.for_each(rename);
    }
    for function in schema.functions.values_mut() {
        function
            .arguments
            .iter_mut()
            .for_each(|it| rename(&mut it.ty));
        if let Some(returns) = &mut function.returns {
            *returns = text::identifier(returns, &from.name, &to.name);
        }
    }
    let keys: Vec<_> = schema.functions.keys().cloned().collect();
    for key in keys {
        let arguments = text::identifier(&key.1, &from.name, &to.name);
        if arguments != key.1
            && let Some(function) = schema.functions.remove(&key)
        {
            schema.functions.insert((key.0, arguments), function);
        }
    }
    rename_key(&mut schema.enums, from, to);
}

fn enum_in_text(schema: &mut Schema, from: &QualifiedName, to: &QualifiedName) {
    let used = Reference::Type(from.clone());
    expressions::each(schema, &mut |_, expression| {
        rewrite(expression, |sql| {
            text::identifier(sql, &from.name, &to.name)
        });
        for reference in &mut expression.uses {
            if *reference == used {
                *reference = Reference::Type(to.clone());
            }
        }
        expression.uses.sort_unstable();
    });
}

fn value(schema: &mut Schema, name: &QualifiedName, from: &str, to: &str) {
    if let Some(declared) = schema.enums.get_mut(name) {
        for value in declared.values.iter_mut().filter(|it| it.name == from) {
            to.clone_into(&mut value.name);
        }
    }
    let has_type =
        |ty: &Type| ty.schema.as_deref() == Some(name.schema.as_str()) && ty.name == name.name;
    let tables: Vec<QualifiedName> = schema
        .tables
        .iter()
        .filter(|(_, table)| table.columns.iter().any(|it| has_type(&it.ty)))
        .map(|(name, _)| name.clone())
        .collect();
    let used = Reference::Type(name.clone());
    expressions::each(schema, &mut |table, expression| {
        if tables.contains(table) || expression.uses.contains(&used) {
            rewrite(expression, |sql| text::constant(sql, from, to));
        }
    });
}

fn rewrite(expression: &mut Expression, change: impl Fn(&str) -> String) {
    expression.sql = change(&expression.sql);
    expression.canonical = expression.canonical.as_deref().map(change);
}

fn rename_key<V>(map: &mut BTreeMap<QualifiedName, V>, from: &QualifiedName, to: &QualifiedName) {
    if let Some(value) = map.remove(from) {
        map.insert(to.clone(), value);
    }
}
