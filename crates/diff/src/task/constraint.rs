//! Tasks of constraints.

use schema::{Constraint, Expression, IndexKey, QualifiedName};

use super::{Context, Task};
use crate::thing::Thing;
use crate::{Stage, TableChange, sql};

/// What a constraint is to others: a name among the table's constraints, an index, a key.
pub(super) fn things(table: &QualifiedName, constraint: &Constraint) -> Vec<Thing> {
    let mut things = vec![Thing::Constraint(
        table.clone(),
        constraint.name().to_owned(),
    )];
    if constraint.owns_index() {
        let index = QualifiedName::new(&table.schema, constraint.name());
        things.push(Thing::Relation(index));
    }
    if let Constraint::PrimaryKey(key) | Constraint::Unique(key) = constraint {
        things.push(Thing::key(table, &key.columns));
    }
    things
}

/// The expressions of a constraint.
pub(super) fn expressions(constraint: &Constraint) -> Vec<&Expression> {
    match constraint {
        Constraint::Check(check) => vec![&check.expression],
        Constraint::Exclusion(exclusion) => {
            let keys = exclusion.elements.iter().map(|(element, _)| &element.key);
            let keys = keys.filter_map(|key| match key {
                IndexKey::Expression(expression) => Some(expression),
                IndexKey::Column(_) => None,
            });
            keys.chain(&exclusion.predicate).collect()
        }
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) => Vec::new(),
    }
}

/// The columns and keys that a constraint stands on, its expressions aside.
pub(super) fn stands_on(table: &QualifiedName, constraint: &Constraint) -> Vec<Thing> {
    let own = |columns: &[String]| -> Vec<Thing> {
        let columns = columns.iter();
        columns.map(|it| Thing::column(table, it)).collect()
    };
    match constraint {
        Constraint::PrimaryKey(key) => {
            let mut things = own(&key.columns);
            let columns = key.columns.iter().cloned();
            things.extend(columns.map(|it| Thing::NotNull(table.clone(), it)));
            things.extend(own(&key.include));
            things
        }
        Constraint::Unique(key) => [own(&key.columns), own(&key.include)].concat(),
        Constraint::ForeignKey(key) => {
            let mut things = own(&key.columns);
            let other = key.referenced_columns.iter();
            things.extend(other.map(|it| Thing::column(&key.references, it)));
            things.push(Thing::key(&key.references, &key.referenced_columns));
            things.push(Thing::Relation(key.references.clone()));
            things
        }
        Constraint::Check(_) => Vec::new(),
        Constraint::Exclusion(exclusion) => {
            let keys = exclusion.elements.iter().map(|(element, _)| &element.key);
            let keys = keys.filter_map(|key| match key {
                IndexKey::Column(name) => Some(Thing::column(table, name)),
                IndexKey::Expression(_) => None,
            });
            keys.collect()
        }
    }
}

pub(super) fn add(ctx: &Context<'_>, table: &QualifiedName, constraint: &Constraint) -> Vec<Task> {
    let change = TableChange::AddConstraint(constraint).of(table);
    let task = Task::new(Stage::of(&change), sql::of(&change))
        .makes(things(table, constraint))
        .needs([Thing::Relation(table.clone())])
        .needs(stands_on(table, constraint))
        .using_all(ctx, table, expressions(constraint));
    vec![task]
}

pub(super) fn drop(ctx: &Context<'_>, table: &QualifiedName, constraint: &Constraint) -> Task {
    let change = TableChange::DropConstraint(constraint).of(table);
    Task::new(Stage::of(&change), sql::of(&change))
        .takes(things(table, constraint))
        .frees([Thing::Relation(table.clone())])
        .frees(stands_on(table, constraint))
        .releasing_all(ctx, table, expressions(constraint))
}

pub(super) fn rename(table: &QualifiedName, before: &str, after: &str) -> Task {
    let sql = sql::of(&TableChange::RenameConstraint { before, after }.of(table));
    let names = |name: &str| {
        [
            Thing::Constraint(table.clone(), name.to_owned()),
            Thing::Relation(QualifiedName::new(&table.schema, name)),
        ]
    };
    Task::new(Stage::AlterTables, sql)
        .takes(names(before))
        .makes(names(after))
}
