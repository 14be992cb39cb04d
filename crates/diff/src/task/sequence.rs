//! Tasks of sequences.

use super::{Context, Task};
use crate::thing::Thing;
use crate::{Change, Loss, Stage, sql};

pub(super) fn tasks(ctx: &Context<'_>, change: &Change<'_>) -> Vec<Task> {
    let task = Task::new(Stage::of(change), sql::of(change));
    let relation = |name: &schema::QualifiedName| Thing::Relation(name.clone());
    let task = if let Change::CreateSequence { name, .. } = change {
        task.makes([relation(name)])
            .needs([Thing::Schema(name.schema.clone())])
    } else if let Change::OwnSequence {
        name,
        table,
        column,
        ..
    } = change
    {
        task.needs([relation(name), Thing::column(table, column)])
    } else if let Change::ReleaseSequence { name } = change {
        task.needs([relation(name)])
    } else if let Change::RenameSequence { before, after } = change {
        let owner = ctx.after.sequences.get(*after);
        let owner = owner.and_then(|it| it.owned_by.as_ref());
        task.takes([relation(before)])
            .makes([relation(after)])
            .needs(owner.map(|(table, column)| Thing::column(table, column)))
    } else if let Change::AlterSequence { name, after, .. } = change {
        let owner = after.owned_by.as_ref();
        task.needs([relation(name)])
            .needs(owner.map(|(table, column)| Thing::column(table, column)))
    } else if let Change::DropSequence { name } = change {
        let owned = ctx.before.sequences.get(*name);
        let is_owned = owned.is_some_and(|it| it.owned_by.is_some());
        let loss = (!is_owned).then(|| Loss::Sequence((*name).clone()));
        task.takes([relation(name)]).loses(loss)
    } else {
        task
    };
    vec![task]
}
