//! Tasks of columns.

use schema::{Column, QualifiedName};

use super::{Context, Task};
use crate::thing::{self, Thing};
use crate::{Loss, Stage, TableChange, sql};

pub(super) fn add(ctx: &Context<'_>, table: &QualifiedName, column: &Column) -> Vec<Task> {
    let change = TableChange::AddColumn(column).of(table);
    let not_null = (!column.nullable).then(|| Thing::NotNull(table.clone(), column.name.clone()));
    let task = Task::new(Stage::of(&change), sql::of(&change))
        .makes([Thing::column(table, &column.name)])
        .makes(not_null)
        .needs([Thing::Relation(table.clone())])
        .needs(Thing::of_type(&column.ty))
        .using_all(ctx, table, thing::expressions(column));
    vec![task]
}

pub(super) fn alter(
    ctx: &Context<'_>,
    table: &QualifiedName,
    before: &Column,
    after: &Column,
) -> Vec<Task> {
    let change = TableChange::AlterColumn { before, after }.of(table);
    let column = || Thing::column(table, &after.name);
    let not_null = || Thing::NotNull(table.clone(), after.name.clone());
    let retyped = before.ty != after.ty
        || before.collation != after.collation
        || before.generated != after.generated;
    let mut task = Task::new(Stage::of(&change), sql::of(&change))
        .needs([Thing::Relation(table.clone())])
        .releasing_all(ctx, table, thing::expressions(before))
        .using_all(ctx, table, thing::expressions(after));
    if retyped {
        task = task.takes([column()]).makes([column()]);
        if before.ty != after.ty {
            let (old, new) = (Thing::of_type(&before.ty), Thing::of_type(&after.ty));
            task = task.frees(old).needs(new);
        }
    }
    if before.nullable && !after.nullable {
        task = task.makes([not_null()]);
    } else if !before.nullable && after.nullable {
        task = task.takes([not_null()]);
    }
    vec![task]
}

pub(super) fn drop(ctx: &Context<'_>, table: &QualifiedName, column: &Column) -> Task {
    let change = TableChange::DropColumn(column).of(table);
    let computed = column.generated.is_some();
    Task::new(Stage::of(&change), sql::of(&change))
        .takes([Thing::column(table, &column.name)])
        .takes(column.sequence.clone().map(Thing::Relation))
        .frees([Thing::Relation(table.clone())])
        .frees(Thing::of_type(&column.ty))
        .releasing_all(ctx, table, thing::expressions(column))
        .loses((!computed).then(|| Loss::Column(table.clone(), column.name.clone())))
}
