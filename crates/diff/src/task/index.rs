//! Tasks of indexes.

use schema::{Expression, Index, IndexKey, QualifiedName};

use super::{Context, Task};
use crate::thing::Thing;
use crate::{Stage, TableChange, sql};

/// What an index is to others: a relation, and a key where it is unique.
pub(super) fn things(table: &QualifiedName, index: &Index) -> Vec<Thing> {
    let mut things = vec![Thing::Relation(QualifiedName::new(
        &table.schema,
        &index.name,
    ))];
    let columns: Vec<&String> = columns(index).collect();
    if index.unique && index.predicate.is_none() && columns.len() == index.elements.len() {
        things.push(Thing::key(table, columns));
    }
    things
}

/// The columns among what an index covers.
fn columns(index: &Index) -> impl Iterator<Item = &String> {
    index.elements.iter().filter_map(|it| match &it.key {
        IndexKey::Column(name) => Some(name),
        IndexKey::Expression(_) => None,
    })
}

/// The expressions of an index.
pub(super) fn expressions(index: &Index) -> impl Iterator<Item = &Expression> {
    let keys = index.elements.iter().filter_map(|it| match &it.key {
        IndexKey::Column(_) => None,
        IndexKey::Expression(expression) => Some(expression),
    });
    keys.chain(&index.predicate)
}

/// The columns that an index stands on, its expressions aside.
fn stands_on(table: &QualifiedName, index: &Index) -> Vec<Thing> {
    let columns = columns(index).chain(&index.include);
    let columns = columns.map(|it| Thing::column(table, it));
    columns.chain([Thing::Relation(table.clone())]).collect()
}

pub(super) fn create(ctx: &Context<'_>, table: &QualifiedName, index: &Index) -> Task {
    let change = TableChange::CreateIndex(index).of(table);
    Task::new(Stage::of(&change), sql::of(&change))
        .makes(things(table, index))
        .needs(stands_on(table, index))
        .using_all(ctx, table, expressions(index))
}

pub(super) fn drop(ctx: &Context<'_>, table: &QualifiedName, index: &Index) -> Task {
    let change = TableChange::DropIndex(index).of(table);
    Task::new(Stage::of(&change), sql::of(&change))
        .takes(things(table, index))
        .frees(stands_on(table, index))
        .releasing_all(ctx, table, expressions(index))
}

pub(super) fn rename(table: &QualifiedName, before: &str, after: &str) -> Task {
    let sql = sql::of(&TableChange::RenameIndex { before, after }.of(table));
    let thing = |name: &str| Thing::Relation(QualifiedName::new(&table.schema, name));
    Task::new(Stage::AlterTables, sql)
        .takes([thing(before)])
        .makes([thing(after)])
}
