//! Tasks of tables as wholes, and of the details that are neither columns nor constraints nor
//! indexes.

use schema::{Constraint, QualifiedName, Table};

use super::{Context, Task, column, constraint, index};
use crate::thing::{self, Thing};
use crate::{Change, Loss, Stage, TableChange, sql};

/// The tasks of a change of a table that stands, or of what is made after it.
pub(super) fn tasks(
    ctx: &Context<'_>,
    table: &QualifiedName,
    change: TableChange<'_>,
) -> Vec<Task> {
    match change {
        TableChange::AddColumn(after) => column::add(ctx, table, after),
        TableChange::AlterColumn { before, after } => column::alter(ctx, table, before, after),
        TableChange::DropColumn(before) => vec![column::drop(ctx, table, before)],
        TableChange::AddConstraint(after) => constraint::add(ctx, table, after),
        TableChange::DropConstraint(before) => vec![constraint::drop(ctx, table, before)],
        TableChange::CreateIndex(after) => vec![index::create(ctx, table, after)],
        TableChange::DropIndex(before) => vec![index::drop(ctx, table, before)],
        TableChange::RenameConstraint { before, after } => {
            vec![constraint::rename(table, before, after)]
        }
        TableChange::RenameIndex { before, after } => vec![index::rename(table, before, after)],
    }
}

pub(super) fn create(ctx: &Context<'_>, name: &QualifiedName, table: &Table) -> Task {
    let change = Change::CreateTable { name, after: table };
    let columns = || table.columns.iter();
    let constraints = || {
        let made = |it: &&Constraint| !matches!(it, Constraint::ForeignKey(_));
        table.constraints.iter().filter(made)
    };
    Task::new(Stage::of(&change), sql::of(&change))
        .makes([Thing::Relation(name.clone())])
        .makes(columns().map(|it| Thing::column(name, &it.name)))
        .makes(constraints().flat_map(|it| constraint::things(name, it)))
        .needs([Thing::Schema(name.schema.clone())])
        .needs(columns().filter_map(|it| Thing::of_type(&it.ty)))
        .needs(parents(table))
        .using_all(ctx, name, columns().flat_map(thing::expressions))
        .using_all(ctx, name, constraints().flat_map(constraint::expressions))
}

pub(super) fn drop(ctx: &Context<'_>, name: &QualifiedName, table: &Table) -> Task {
    let change = Change::DropTable {
        name,
        before: table,
    };
    let columns = || table.columns.iter();
    let constraints = || {
        let left = |it: &&Constraint| !ctx.is_dropped(name, it.name());
        table.constraints.iter().filter(left)
    };
    let indexes = || table.indexes.iter();
    let owned = columns().filter_map(|it| it.sequence.clone());
    Task::new(Stage::of(&change), sql::of(&change))
        .takes([Thing::Relation(name.clone())])
        .takes(columns().map(|it| Thing::column(name, &it.name)))
        .takes(constraints().flat_map(|it| constraint::things(name, it)))
        .takes(indexes().flat_map(|it| index::things(name, it)))
        .takes(owned.map(Thing::Relation))
        .frees([Thing::Schema(name.schema.clone())])
        .frees(columns().filter_map(|it| Thing::of_type(&it.ty)))
        .frees(constraints().flat_map(|it| constraint::stands_on(name, it)))
        .frees(parents(table))
        .releasing_all(ctx, name, columns().flat_map(thing::expressions))
        .releasing_all(ctx, name, constraints().flat_map(constraint::expressions))
        .releasing_all(ctx, name, indexes().flat_map(index::expressions))
        .loses([Loss::Table(name.clone())])
}

/// The tables and types that a table is made from.
fn parents(table: &Table) -> Vec<Thing> {
    let partition = table.partition_of.iter().map(|it| &it.parent);
    let relations = table.inherits.iter().chain(partition);
    let relations = relations.cloned().map(Thing::Relation);
    relations
        .chain(table.of_type.clone().map(Thing::Type))
        .collect()
}
