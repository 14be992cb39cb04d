//! Tasks of tables as wholes, and of what is neither column nor constraint nor index.

use schema::{Constraint, QualifiedName, Table, generated_name};

use super::{Context, Task, column, constraint, index};
use crate::thing::{self, Thing};
use crate::{Change, Loss, Stage, TableChange, sql};

/// The tasks of a change of a table that stands, or of what is made after it.
pub(super) fn tasks(
    ctx: &Context<'_>,
    table: &QualifiedName,
    change: TableChange<'_>,
) -> Vec<Task> {
    let part = |kind: &'static str, name: &str| Thing::Part(kind, table.clone(), name.to_owned());
    match change {
        TableChange::AddColumn(after) => column::add(ctx, table, after),
        TableChange::AlterColumn { before, after } => column::alter(ctx, table, before, after),
        TableChange::DropColumn(before) => vec![column::drop(ctx, table, before)],
        TableChange::AddConstraint(after) => constraint::add(ctx, table, after),
        TableChange::DropConstraint(before) => vec![constraint::drop(ctx, table, before)],
        TableChange::AdoptIndex(after) => vec![constraint::adopt(table, after)],
        TableChange::ValidateConstraint(after) => vec![constraint::validate(table, after)],
        TableChange::CreateIndex(after) => index::create(ctx, table, after),
        TableChange::DropIndex(before) => index::drop(ctx, table, before),
        TableChange::RenameConstraint { before, after } => {
            vec![constraint::rename(table, before, after)]
        }
        TableChange::RenameIndex { before, after } => vec![index::rename(table, before, after)],
        // There is no statement for it.
        TableChange::ColumnOrder => Vec::new(),
        TableChange::SetColumn { after, .. } => {
            vec![plain(table, change).needs([Thing::column(table, &after.name)])]
        }
        TableChange::LiftDefault(before) => {
            vec![plain(table, change).releasing_all(ctx, table, thing::expressions(before))]
        }
        TableChange::RestoreDefault(after) => {
            let column = Thing::column(table, &after.name);
            let parents = column::of_parents(ctx, table, after);
            vec![
                plain(table, change)
                    .needs([column])
                    .needs(parents)
                    .using_all(ctx, table, thing::expressions(after)),
            ]
        }
        TableChange::SetIndex { after, .. } => {
            let name = QualifiedName::new(&table.schema, &after.name);
            vec![plain(table, change).needs([Thing::Relation(name)])]
        }
        TableChange::DeferConstraint(key) => {
            let thing = Thing::Constraint(table.clone(), key.name.clone());
            vec![plain(table, change).needs([thing])]
        }
        TableChange::ClusterOn(name) => {
            let name = name.map(|name| QualifiedName::new(&table.schema, name));
            vec![plain(table, change).needs(name.map(Thing::Relation))]
        }
        TableChange::SetReplicaIdentity(identity) => {
            vec![plain(table, change).needs(identity_index(table, identity))]
        }
        TableChange::Inherit(parent) => {
            let columns = ctx.table(parent).into_iter().flat_map(|it| &it.columns);
            let columns = columns.flat_map(|it| {
                let things = [parent, table].map(|table| Thing::column(table, &it.name));
                let not_null = Thing::NotNull(table.clone(), it.name.clone());
                things.into_iter().chain([not_null])
            });
            vec![
                plain(table, change)
                    .needs([Thing::Relation(parent.clone())])
                    .needs(columns),
            ]
        }
        TableChange::NoInherit(parent) => vec![
            plain(table, change)
                .frees([Thing::Relation(parent.clone())])
                .makes([part("alone", "")]),
        ],
        TableChange::Attach(partition) => vec![
            plain(table, change)
                .needs([Thing::Relation(partition.parent.clone()), part("alone", "")]),
        ],
        TableChange::Detach(partition) => vec![
            plain(table, change)
                .frees([Thing::Relation(partition.parent.clone())])
                .makes([part("alone", "")]),
        ],
        TableChange::SetLogged(_)
        | TableChange::SetOptions { .. }
        | TableChange::SetAccessMethod(_)
        | TableChange::SetTablespace(_)
        | TableChange::OfType(_)
        | TableChange::SetRowSecurity { .. }
        | TableChange::SetForeignOptions { .. } => vec![plain(table, change)],
    }
}

/// A change of one statement, of a table that stands.
fn plain(table: &QualifiedName, change: TableChange<'_>) -> Task {
    let change = change.of(table);
    Task::new(Stage::of(&change), sql::of(&change)).needs([Thing::Relation(table.clone())])
}

fn identity_index(table: &QualifiedName, identity: &schema::ReplicaIdentity) -> Option<Thing> {
    if let schema::ReplicaIdentity::Index(name) = identity {
        Some(Thing::Relation(QualifiedName::new(&table.schema, name)))
    } else {
        None
    }
}

pub(super) fn create(ctx: &Context<'_>, name: &QualifiedName, table: &Table) -> Vec<Task> {
    let change = Change::CreateTable { name, after: table };
    let columns = || table.columns.iter();
    let constraints = || {
        let made = |it: &&Constraint| !matches!(it, Constraint::ForeignKey(_));
        table.constraints.iter().filter(made)
    };
    let brought = columns().filter(|it| it.identity.is_some() || sql::is_serial(name, it));
    let brought = brought.filter_map(|it| it.sequence.clone());
    let task = Task::new(Stage::of(&change), sql::of(&change))
        .makes([Thing::Relation(name.clone())])
        .makes(columns().map(|it| Thing::column(name, &it.name)))
        .makes(constraints().flat_map(|it| constraint::things(name, it)))
        .makes(brought.map(Thing::Relation))
        .needs([Thing::Schema(name.schema.clone())])
        .needs(columns().filter_map(|it| Thing::of_type(&it.ty)))
        .needs(parents(ctx.after, table))
        .using_all(ctx, name, columns().flat_map(thing::expressions))
        .using_all(ctx, name, constraints().flat_map(constraint::expressions))
        .without_own();
    let mut tasks = vec![task];
    tasks.extend(brought_indexes(ctx, name, table));
    tasks
}

/// The names of indexes that a new partition gets with its parent's, where others are wanted than
/// the server gives.
fn brought_indexes(ctx: &Context<'_>, name: &QualifiedName, table: &Table) -> Vec<Task> {
    let Some(partition) = &table.partition_of else {
        return Vec::new();
    };
    let before = ctx.before.tables.get(&partition.parent);
    let stands = |index: &QualifiedName| before.is_some_and(|it| it.index(&index.name).is_some());
    let brought = table.indexes.iter().filter_map(|index| {
        let whole = index.part_of.as_ref().filter(|it| stands(it))?;
        let words = index.elements.iter().map(|element| match &element.key {
            schema::IndexKey::Column(column) => column.as_str(),
            schema::IndexKey::Expression(_) => "expr",
        });
        let columns: Vec<&str> = words.collect();
        let given = generated_name(&name.name, &columns.join("_"), "idx");
        (given != index.name).then_some((whole, given, index))
    });
    brought
        .map(|(_, given, index)| {
            index::rename(name, &given, &index.name).needs([Thing::Relation(name.clone())])
        })
        .collect()
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
    let stores_rows = table.foreign.is_none();
    Task::new(Stage::of(&change), sql::of(&change))
        .takes([Thing::Relation(name.clone())])
        .takes(columns().map(|it| Thing::column(name, &it.name)))
        .takes(constraints().flat_map(|it| constraint::things(name, it)))
        .takes(indexes().flat_map(|it| index::things(name, it)))
        .takes(owned.map(Thing::Relation))
        .frees([Thing::Schema(name.schema.clone())])
        .frees(columns().filter_map(|it| Thing::of_type(&it.ty)))
        .frees(constraints().flat_map(|it| constraint::stands_on(name, it)))
        .frees(parents(ctx.before, table))
        .releasing_all(ctx, name, columns().flat_map(thing::expressions))
        .releasing_all(ctx, name, constraints().flat_map(constraint::expressions))
        .releasing_all(ctx, name, indexes().flat_map(index::expressions))
        .loses(stores_rows.then(|| Loss::Table(name.clone())))
}

/// The tables and types that a table is made from.
fn parents(schema: &schema::Schema, table: &Table) -> Vec<Thing> {
    let partition = table.partition_of.iter().map(|it| &it.parent);
    let relations: Vec<&QualifiedName> = table.inherits.iter().chain(partition).collect();
    let columns = relations.iter().flat_map(|parent| {
        let columns = schema
            .tables
            .get(*parent)
            .into_iter()
            .flat_map(|it| &it.columns);
        columns.map(|it| Thing::column(parent, &it.name))
    });
    let mut things: Vec<Thing> = columns.collect();
    things.extend(relations.into_iter().cloned().map(Thing::Relation));
    things.extend(table.of_type.clone().map(Thing::Type));
    let server = table.foreign.as_ref().map(|it| it.server.clone());
    things.extend(server.map(|it| Thing::Part("foreign server", QualifiedName::default(), it)));
    things
}
