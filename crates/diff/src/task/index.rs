//! Tasks of indexes.

use schema::{Expression, Index, IndexKey, QualifiedName, generated_name};

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
pub(crate) fn columns(index: &Index) -> impl Iterator<Item = &String> {
    index.elements.iter().filter_map(|it| match &it.key {
        IndexKey::Column(name) => Some(name),
        IndexKey::Expression(_) => None,
    })
}

/// The expressions of an index.
pub(crate) fn expressions(index: &Index) -> impl Iterator<Item = &Expression> {
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

pub(super) fn create(ctx: &Context<'_>, table: &QualifiedName, index: &Index) -> Vec<Task> {
    let parts = parts(ctx, table, index);
    let concurrently = ctx.is_online(table) && !ctx.is_partitioned(table);
    let stands_on = stands_on(table, index);
    let caution = (index.unique && ctx.is_in_use(table))
        .then(|| "stops if two rows have the same values".to_owned());
    let mut task = Task::new(
        Stage::CreateIndexes,
        sql::create_index(table, index, concurrently),
    )
    .makes(things(table, index))
    .using_all(ctx, table, expressions(index))
    .cautions(caution);
    if concurrently {
        task = task.alone().committed(stands_on);
    } else {
        task = task.needs(stands_on);
    }
    if parts.is_empty() {
        return vec![task];
    }
    // The server takes the parts' own indexes for those of the whole where they are alike.
    let mut tasks = Vec::new();
    for (part, of_part) in parts {
        let name = QualifiedName::new(&part.schema, &of_part.name);
        let mut whole = of_part.clone();
        whole.part_of = None;
        tasks.extend(create(ctx, part, &whole));
        task = task.needs([Thing::Relation(name)]);
    }
    tasks.push(task);
    tasks
}

/// The partitions of a table whose indexes are parts of this one, those excepted that get it with
/// their making.
fn parts<'a>(
    ctx: &Context<'a>,
    table: &QualifiedName,
    index: &Index,
) -> Vec<(&'a QualifiedName, &'a Index)> {
    let name = QualifiedName::new(&table.schema, &index.name);
    let mut parts = Vec::new();
    if !ctx.is_partitioned(table) {
        return parts;
    }
    for (part, it) in &ctx.after.tables {
        let is_part = it
            .partition_of
            .as_ref()
            .is_some_and(|of| of.parent == *table);
        let of_part = it.indexes.iter().filter(|_| is_part);
        let of_part = of_part.filter(|it| it.part_of.as_ref() == Some(&name));
        parts.extend(of_part.map(|it| (part, it)));
    }
    parts
}

pub(super) fn drop(ctx: &Context<'_>, table: &QualifiedName, index: &Index) -> Vec<Task> {
    let name = |name: &str| QualifiedName::new(&table.schema, name);
    let concurrently = ctx.is_online(table) && !ctx.is_partitioned(table);
    let task = |target: &str, after: bool| {
        let word = if concurrently { "CONCURRENTLY " } else { "" };
        let stage = if after {
            Stage::SetIndexes
        } else {
            Stage::DropIndexes
        };
        let task = Task::new(stage, format!("DROP INDEX {word}{};", name(target).sql()));
        if concurrently { task.alone() } else { task }
    };
    let replaced = ctx
        .after
        .tables
        .get(table)
        .and_then(|it| it.index(&index.name));
    let mut under = stands_on(table, index);
    for expression in expressions(index) {
        under.extend(ctx.uses_in(table, expression));
    }
    if concurrently && replaced.is_some() && !ctx.moves(&under) {
        // Until the new one stands the old one serves.
        let aside = generated_name(&index.name, "", "aside");
        let [whole, set_aside] = [&index.name, &aside].map(|it| Thing::Relation(name(it)));
        return vec![
            rename(table, &index.name, &aside).takes(things(table, index)),
            task(&aside, true).needs([set_aside, whole]),
        ];
    }
    vec![
        task(&index.name, false)
            .takes(things(table, index))
            .frees(stands_on(table, index))
            .releasing_all(ctx, table, expressions(index)),
    ]
}

pub(super) fn rename(table: &QualifiedName, before: &str, after: &str) -> Task {
    let sql = sql::of(&TableChange::RenameIndex { before, after }.of(table));
    let thing = |name: &str| Thing::Relation(QualifiedName::new(&table.schema, name));
    Task::new(Stage::AlterTables, sql)
        .takes([thing(before)])
        .makes([thing(after)])
}
