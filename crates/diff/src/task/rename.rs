//! Tasks of renames: they come first, for all others know things by their new names.

use schema::Rename;

use super::{Context, Task};
use crate::thing::Thing;
use crate::{Change, Stage, sql};

pub(super) fn tasks(ctx: &Context<'_>, rename: &Rename) -> Vec<Task> {
    let change = Change::Rename(rename);
    let task = Task::new(Stage::Rename, sql::of(&change));
    vec![match rename {
        Rename::Table { from, to } => {
            let columns = ctx.before.tables.get(to).into_iter();
            let columns = columns.flat_map(|it| &it.columns);
            task.needs([Thing::Schema(to.schema.clone())])
                .makes([Thing::Relation(to.clone())])
                .makes(columns.map(|it| Thing::column(to, &it.name)))
                .frees([Thing::Schema(from.schema.clone())])
        }
        Rename::Enum { from, to } => task
            .needs([Thing::Schema(to.schema.clone())])
            .makes([Thing::Type(to.clone())])
            .frees([Thing::Schema(from.schema.clone())]),
        Rename::Column { table, to, .. } => task
            .needs([Thing::Relation(table.clone())])
            .makes([Thing::column(table, to)]),
        Rename::EnumValue { name, to, .. } => task
            .needs([Thing::Type(name.clone())])
            .makes([Thing::EnumValue(name.clone(), to.clone())]),
    }]
}
