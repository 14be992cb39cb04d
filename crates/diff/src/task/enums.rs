//! Tasks of enums.

use super::Task;
use crate::thing::Thing;
use crate::{Change, EnumColumn, Stage, sql};

pub(super) fn tasks(change: &Change<'_>) -> Vec<Task> {
    let task = Task::new(Stage::of(change), sql::of(change));
    let ty = |name: &schema::QualifiedName| Thing::Type(name.clone());
    let namespace = |name: &schema::QualifiedName| Thing::Schema(name.schema.clone());
    let task = if let Change::CreateEnum { name, .. } = change {
        task.makes([ty(name)]).needs([namespace(name)])
    } else if let Change::DropEnum { name } = change {
        task.takes([ty(name)]).frees([namespace(name)])
    } else if let Change::AddEnumValue {
        name,
        value,
        before,
    } = change
    {
        let thing = |value: &str| Thing::EnumValue((*name).clone(), value.to_owned());
        task.makes([thing(value)]).needs(before.map(thing))
    } else if let Change::ReplaceEnum { name, columns, .. } = change {
        let carried = |it: &EnumColumn<'_>| Thing::column(it.table, &it.after.name);
        task.takes(columns.iter().map(carried))
            .takes([ty(name)])
            .makes(columns.iter().map(carried))
            .makes([ty(name)])
    } else if let Change::DropReplacedEnum { name } = change {
        task.needs([ty(name)])
    } else {
        task
    };
    vec![task]
}
