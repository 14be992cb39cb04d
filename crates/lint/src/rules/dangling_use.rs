//! Functions, policies and triggers that name a column or table which is gone.

use diag::{Diagnostic, Span};
use schema::{QualifiedName, Schema};
use sql::Command;
use sql::command::{Action, ObjectKind, Renamed};

use crate::impact::mentions;
use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A function's body still names a column or table that is dropped or renamed here.
    ///
    /// The server does not look into the bodies of functions: the migration succeeds, and the function, or the trigger that
    /// calls it, fails when it next runs. Replace the function in the same migration.
    "dangling-use", Warn, Correctness, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY, state text); CREATE FUNCTION open_orders() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM orders WHERE state = 'open' $$;",
        bad: "ALTER TABLE orders DROP COLUMN state;",
        good: &["ALTER TABLE orders DROP COLUMN state; CREATE OR REPLACE FUNCTION open_orders() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM orders $$;"],
    }, Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY, state text); CREATE FUNCTION total() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM orders); END $$;",
        bad: "ALTER TABLE orders RENAME TO purchases;",
        good: &["DROP FUNCTION total(); ALTER TABLE orders RENAME TO purchases;"],
    }]
}

/// What is gone: a table, or a column of it.
struct Gone {
    table: QualifiedName,
    column: Option<String>,
    span: Span,
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    gone(ctx).iter().flat_map(|gone| users(ctx, gone)).collect()
}

fn gone(ctx: &Context<'_>) -> Vec<Gone> {
    let whole = |name: &sql::Name| {
        let (table, _) = ctx.scene.table(name)?;
        let covered = ctx.later().iter().any(|step| match &step.command {
            Command::CreateView(view) => view.name.name == name.name,
            Command::CreateTable(table) => table.name.name == name.name,
            Command::Rename(rename) => rename.to.name == name.name,
            _ => false,
        });
        (!covered).then_some(Gone {
            table,
            column: None,
            span: name.span,
        })
    };
    match ctx.command {
        Command::AlterTable(alter) => {
            let dropped = alter
                .actions
                .iter()
                .filter_map(|(action, span)| match action {
                    Action::DropColumn { column, .. } => Some((column, *span)),
                    _ => None,
                });
            let Some((table, _)) = ctx.scene.table(&alter.name) else {
                return Vec::new();
            };
            dropped
                .map(|(column, span)| Gone {
                    table: table.clone(),
                    column: Some(column.name.clone()),
                    span,
                })
                .collect()
        }
        Command::Rename(rename) if rename.kind == ObjectKind::Table => match &rename.what {
            Renamed::Itself => whole(&rename.name).into_iter().collect(),
            Renamed::Column(column) => {
                let table = ctx.scene.table(&rename.name);
                let gone = table.map(|(table, _)| Gone {
                    table,
                    column: Some(column.name.clone()),
                    span: ctx.span(),
                });
                gone.into_iter().collect()
            }
            Renamed::Constraint(_) | Renamed::Part(_) => Vec::new(),
        },
        Command::Drop(drop) if drop.kind == ObjectKind::Table => {
            drop.names.iter().filter_map(whole).collect()
        }
        _ => Vec::new(),
    }
}

fn users(ctx: &Context<'_>, gone: &Gone) -> Vec<Diagnostic> {
    let replaced = |name: &QualifiedName| {
        ctx.later().iter().any(|step| match &step.command {
            Command::CreateFunction(function) => function.name.name == name.name,
            Command::Drop(drop) => {
                drop.kind == ObjectKind::Function
                    && drop.names.iter().any(|it| it.name == name.name)
            }
            _ => false,
        })
    };
    let mut found = Vec::new();
    for ((name, _), function) in &ctx.after.functions {
        let is_trigger_of = || is_trigger_function(ctx.after, &gone.table, name);
        let uses = match &gone.column {
            None => mentions(&function.body, &gone.table.name),
            Some(column) => {
                mentions(&function.body, column)
                    && (mentions(&function.body, &gone.table.name) || is_trigger_of())
            }
        };
        if !uses || replaced(name) {
            continue;
        }
        let what = match &gone.column {
            None => format!("`{}`", gone.table),
            Some(column) => format!("`{}.{column}`", gone.table),
        };
        let message = format!("the function `{name}` still names {what}");
        let mut finding = RULE.at(gone.span, message, "gone from here on");
        if let Some(origin) = function.origin.0 {
            finding = finding.also(origin, "fails when it next runs");
        }
        found.push(finding.help("replace or drop the function in the same migration"));
    }
    found
}

/// Whether a trigger of the table calls the function, so that the columns of NEW and OLD are meant.
fn is_trigger_function(schema: &Schema, table: &QualifiedName, function: &QualifiedName) -> bool {
    let table = schema.tables.get(table);
    let mut triggers = table.into_iter().flat_map(|table| &table.triggers);
    triggers.any(|trigger| trigger.function == *function)
}
