//! Tasks of objects that are neither tables nor enums nor sequences.

use schema::QualifiedName;

use super::{Context, Task};
use crate::thing::Thing;
use crate::{Change, Stage, sql};

pub(super) fn tasks(ctx: &Context<'_>, change: &Change<'_>) -> Vec<Task> {
    let task = Task::new(Stage::of(change, ctx.after), sql::of(change));
    vec![match change {
        Change::CreateSchema { name } => task.makes([Thing::Schema((*name).to_owned())]),
        Change::DropSchema { name } => task.takes([Thing::Schema((*name).to_owned())]),
        Change::CreateExtension { name, extension } => task
            .makes([Thing::Extension((*name).to_owned())])
            .needs(extension.schema.clone().map(Thing::Schema)),
        Change::DropExtension { name } => task.takes([Thing::Extension((*name).to_owned())]),
        Change::CreateView { name, view } => relation(task, name, true).using(ctx, &view.query),
        Change::DropView { name, view } => relation(task, name, false).releasing(ctx, &view.query),
        Change::CreateFunction { name, function, .. } => task
            .makes([Thing::Function((*name).clone())])
            .needs(ctx.uses_of(&function.uses, &function.body)),
        Change::DropFunction { name, function, .. } => task
            .takes([Thing::Function((*name).clone())])
            .frees(ctx.uses_of(&function.uses, &function.body)),
        _ => task,
    }]
}

fn relation(task: Task, name: &QualifiedName, made: bool) -> Task {
    let thing = Thing::Relation(name.clone());
    let schema = Thing::Schema(name.schema.clone());
    if made {
        task.makes([thing]).needs([schema])
    } else {
        task.takes([thing]).frees([schema])
    }
}
