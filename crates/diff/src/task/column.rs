//! Tasks of columns.

use schema::{Column, QualifiedName, generated_name, quote_identifier, quote_literal};

use super::{Context, Task};
use crate::compare::parents;
use crate::thing::{self, Thing};
use crate::{Change, Loss, Stage, TableChange, sql};

pub(super) fn add(ctx: &Context<'_>, table: &QualifiedName, column: &Column) -> Vec<Task> {
    if ctx.is_online(table) && column.generated.is_none() && is_volatile(ctx, column) {
        return add_and_fill(ctx, table, column);
    }
    let has_value = column.default.is_some()
        || column.identity.is_some()
        || column.generated.is_some()
        || column.nullable;
    let caution = (!has_value && ctx.is_in_use(table)).then(|| {
        "stops if the table has rows, for they have no value for it: give it a default".to_owned()
    });
    vec![add_task(ctx, table, column).cautions(caution)]
}

fn add_task(ctx: &Context<'_>, table: &QualifiedName, column: &Column) -> Task {
    let change = TableChange::AddColumn(column).of(table);
    let not_null = (!column.nullable).then(|| Thing::NotNull(table.clone(), column.name.clone()));
    let brings = column.identity.is_some() || sql::is_serial(table, column);
    let brought = column.sequence.clone().filter(|_| brings);
    Task::new(Stage::of(&change), sql::of(&change))
        .makes([Thing::column(table, &column.name)])
        .makes(not_null)
        .makes(brought.map(Thing::Relation))
        .needs([Thing::Relation(table.clone())])
        .needs(Thing::of_type(&column.ty))
        .using_all(ctx, table, thing::expressions(column))
        .without_own()
}

/// A column whose default gives each row another value is added without one, so that the table is
/// not rewritten under a lock, and filled in by batches.
fn add_and_fill(ctx: &Context<'_>, table: &QualifiedName, column: &Column) -> Vec<Task> {
    let mut bare = column.clone();
    bare.nullable = true;
    bare.default = None;
    bare.sequence = None;
    let mut first = add_task(ctx, table, &bare).using_all(ctx, table, thing::expressions(column));
    if sql::is_serial(table, column)
        && let Some(name) = &column.sequence
    {
        let of_type = schema::Sequence::of(column.ty.name.clone());
        let usual = ctx.after.sequences.get(name).unwrap_or(&of_type);
        let changes = [
            Change::CreateSequence {
                name,
                after: usual,
                ty: Some(&column.ty),
            },
            Change::OwnSequence {
                name,
                table,
                column: &column.name,
                continues: false,
            },
        ];
        let [create, own] = changes.map(|change| sql::of(&change));
        first.sql = format!("{create}\n{}\n{own}", first.sql);
        first.makes.push(Thing::Relation(name.clone()));
        first = first.without_own();
    }
    let with_default = Column {
        default: column.default.clone(),
        ..bare.clone()
    };
    let set = TableChange::AlterColumn {
        before: &bare,
        after: &with_default,
    };
    first.sql = format!("{}\n{}", first.sql, sql::of(&set.of(table)));
    let fill = Task::new(Stage::FillColumns, fill(table, column))
        .alone()
        .committed([Thing::column(table, &column.name)])
        .makes([part(table, "filled", &column.name)]);
    let mut tasks = vec![first, fill];
    if !column.nullable {
        let filled = part(table, "filled", &column.name);
        tasks.extend(set_not_null(table, &column.name, &[filled]));
    }
    tasks
}

/// Whether each row of a new column would get a value of its own.
fn is_volatile(ctx: &Context<'_>, column: &Column) -> bool {
    column
        .default
        .as_ref()
        .is_some_and(|default| ctx.is_volatile(&default.sql))
}

/// Fills in a column some pages at a time, and at the end what moved or came meanwhile.
fn fill(table: &QualifiedName, column: &Column) -> String {
    let (name, column) = (table.sql(), quote_identifier(&column.name));
    let literal = quote_literal(&name);
    format!(
        "DO $$\n\
         DECLARE\n    \
         pages bigint := pg_relation_size({literal}) / current_setting('block_size')::bigint;\n    \
         page bigint := 0;\n\
         BEGIN\n    \
         WHILE page <= pages LOOP\n        \
         UPDATE {name} SET {column} = DEFAULT\n        \
         WHERE {column} IS NULL\n          \
         AND ctid >= format('(%s,0)', page)::tid AND ctid < format('(%s,0)', page + 500)::tid;\n        \
         COMMIT;\n        \
         page := page + 500;\n    \
         END LOOP;\n    \
         UPDATE {name} SET {column} = DEFAULT WHERE {column} IS NULL;\n\
         END\n\
         $$;"
    )
}

fn part(table: &QualifiedName, kind: &'static str, name: &str) -> Thing {
    Thing::Part(kind, table.clone(), name.to_owned())
}

/// `SET NOT NULL` without a scan under a lock that keeps readers out: a check is added without
/// looking at rows, validated while others read and write, and proves what the server would have
/// looked for.
fn set_not_null(table: &QualifiedName, column: &str, after: &[Thing]) -> Vec<Task> {
    let check = generated_name(&table.name, column, "not_null");
    let (name, check_name) = (quote_identifier(column), quote_identifier(&check));
    let of_table = |action: String| format!("ALTER TABLE {} {action};", table.sql());
    let add = format!("ADD CONSTRAINT {check_name} CHECK ({name} IS NOT NULL) NOT VALID");
    let set = [
        format!("ALTER COLUMN {name} SET NOT NULL"),
        format!("DROP CONSTRAINT {check_name}"),
    ];
    let (added, valid) = (part(table, "check", column), part(table, "valid", column));
    vec![
        Task::new(Stage::AddConstraints, of_table(add))
            .needs([Thing::column(table, column)])
            .needs(after.iter().cloned())
            .makes([added.clone()]),
        Task::new(
            Stage::ValidateConstraints,
            of_table(format!("VALIDATE CONSTRAINT {check_name}")),
        )
        .apart()
        .committed([added])
        .makes([valid.clone()])
        .cautions(["stops if a row has no value".to_owned()]),
        Task::new(Stage::SetNotNull, set.map(of_table).join("\n"))
            .apart()
            .needs([valid])
            .makes([Thing::NotNull(table.clone(), column.to_owned())]),
    ]
}

pub(super) fn alter(
    ctx: &Context<'_>,
    table: &QualifiedName,
    before: &Column,
    after: &Column,
) -> Vec<Task> {
    let not_null = Thing::NotNull(table.clone(), after.name.clone());
    let sets = before.nullable && !after.nullable;
    let mut tasks = Vec::new();
    if sets && ctx.is_online(table) && after.identity.is_none() {
        let mut between = after.clone();
        between.nullable = true;
        if !sql::of(
            &TableChange::AlterColumn {
                before,
                after: &between,
            }
            .of(table),
        )
        .is_empty()
        {
            tasks.push(alter_task(ctx, table, before, &between));
        }
        tasks.extend(set_not_null(table, &after.name, &[]));
    } else {
        let mut task = alter_task(ctx, table, before, after);
        if sets {
            task = task.makes([not_null]);
            task.cautions.push("stops if a row has no value".to_owned());
        } else if !before.nullable && after.nullable {
            task = task.takes([not_null]);
        }
        tasks.push(task);
    }
    tasks
}

fn alter_task(ctx: &Context<'_>, table: &QualifiedName, before: &Column, after: &Column) -> Task {
    let change = TableChange::AlterColumn { before, after }.of(table);
    let column = || Thing::column(table, &after.name);
    let generated = |column: &Column| column.generated.is_some();
    let retyped = before.ty != after.ty
        || before.collation != after.collation
        || generated(before) != generated(after);
    let mut task = Task::new(Stage::of(&change), sql::of(&change))
        .needs([Thing::Relation(table.clone())])
        .makes([part(table, "altered", &after.name)])
        .needs(of_parents(ctx, table, after))
        .releasing_all(ctx, table, thing::expressions(before))
        .using_all(ctx, table, thing::expressions(after));
    if retyped {
        task = task.takes([column()]).makes([column()]).without_own();
        task.frees.retain(|thing| *thing != column());
    }
    if before.ty != after.ty {
        let name = quote_identifier(&after.name);
        let conversion = sql::conversion(&name, before, after);
        let (old, new) = (Thing::of_type(&before.ty), Thing::of_type(&after.ty));
        let lost = conversion
            .loses
            .map(|what| Loss::Precision(table.clone(), after.name.clone(), what));
        task = task.frees(old).needs(new).loses(lost);
        task = task.cautions(conversion.caution);
    }
    // A sequence of an identity is made and dropped with it.
    if before.identity.is_some() != after.identity.is_some() {
        let thing = |column: &Column| column.sequence.clone().map(Thing::Relation);
        let taken = thing(before);
        task.frees.retain(|thing| Some(thing) != taken.as_ref());
        task = task.takes(taken).makes(thing(after)).without_own();
    }
    task
}

/// That the columns which an inherited one comes from are as they should be: what is done to them
/// happens to it too.
pub(super) fn of_parents(ctx: &Context<'_>, table: &QualifiedName, column: &Column) -> Vec<Thing> {
    let table = ctx.after.tables.get(table);
    let parents = table.into_iter().flat_map(parents);
    let altered = parents.map(|parent| part(parent, "altered", &column.name));
    altered.collect()
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
