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
pub(crate) fn expressions(constraint: &Constraint) -> Vec<&Expression> {
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
pub(crate) fn stands_on(table: &QualifiedName, constraint: &Constraint) -> Vec<Thing> {
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
    let caution = match constraint {
        Constraint::PrimaryKey(key) | Constraint::Unique(key) => {
            let columns = key.columns.join("`, `");
            Some(format!("stops if two rows have the same `{columns}`"))
        }
        Constraint::Exclusion(_) => Some("stops if two rows exclude each other".to_owned()),
        Constraint::Check(check) if check.validated => {
            Some("stops if a row does not satisfy it".to_owned())
        }
        Constraint::ForeignKey(key) if key.validated => Some(format!(
            "stops if a row refers to no row of `{}`",
            key.references
        )),
        Constraint::Check(_) | Constraint::ForeignKey(_) => None,
    };
    let caution = caution.filter(|_| ctx.is_in_use(table));
    if !ctx.is_online(table) {
        return vec![task.cautions(caution)];
    }
    match constraint {
        Constraint::ForeignKey(key) if key.validated && !key.not_enforced => {
            // The server validates it at once on a partitioned table.
            if ctx.is_partitioned(table) {
                return vec![task.cautions(caution)];
            }
            validated_later(task, table, constraint, caution)
        }
        Constraint::Check(check) if check.validated && !check.not_enforced => {
            validated_later(task, table, constraint, caution)
        }
        Constraint::PrimaryKey(key) | Constraint::Unique(key)
            if !key.without_overlaps && !ctx.is_partitioned(table) =>
        {
            let index = sql::index_of(key);
            let built = Thing::Part("built", table.clone(), key.name.clone());
            let name = Thing::Relation(QualifiedName::new(&table.schema, &key.name));
            let create = Task::new(Stage::CreateIndexes, sql::create_index(table, &index, true))
                .alone()
                .makes([built.clone(), name.clone()])
                .committed(stands_on(table, constraint))
                .needs([Thing::Relation(table.clone())])
                .cautions(caution);
            let mut adopt = adopt(table, constraint).needs([built]);
            adopt.makes.retain(|thing| *thing != name);
            vec![create, adopt]
        }
        Constraint::PrimaryKey(_)
        | Constraint::Unique(_)
        | Constraint::ForeignKey(_)
        | Constraint::Check(_)
        | Constraint::Exclusion(_) => vec![task.cautions(caution)],
    }
}

/// Added without a look at rows, which is taken when others can read and write again.
fn validated_later(
    mut add: Task,
    table: &QualifiedName,
    constraint: &Constraint,
    caution: Option<String>,
) -> Vec<Task> {
    add.sql = sql::add_not_valid(table, constraint);
    let mut validate = validate(table, constraint).cautions(caution);
    validate.committed = things(table, constraint);
    validate.apart = true;
    validate.needs.clear();
    vec![add, validate]
}

pub(super) fn validate(table: &QualifiedName, constraint: &Constraint) -> Task {
    let change = TableChange::ValidateConstraint(constraint).of(table);
    Task::new(Stage::of(&change), sql::of(&change)).needs([Thing::Constraint(
        table.clone(),
        constraint.name().to_owned(),
    )])
}

/// A unique index of the constraint's name becomes the constraint.
pub(super) fn adopt(table: &QualifiedName, constraint: &Constraint) -> Task {
    let change = TableChange::AdoptIndex(constraint).of(table);
    Task::new(Stage::of(&change), sql::of(&change))
        .makes(things(table, constraint))
        .needs([Thing::Relation(table.clone())])
        .needs(stands_on(table, constraint))
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
