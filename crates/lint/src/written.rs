//! What several rules look for in a statement as it is written: columns, types, new names.

use diag::Span;
use schema::QualifiedName;
use sql::Command;
use sql::command::{Action, ColumnAction, ColumnDefinition, ConstraintDefinition, WrittenTypeName};

use crate::context::Context;

/// The columns that a statement declares, each with its table.
pub(crate) fn columns<'a>(ctx: &Context<'a>) -> Vec<(QualifiedName, &'a ColumnDefinition<'a>)> {
    match ctx.command {
        Command::CreateTable(table) if !table.temporary => {
            let name = ctx.scene.full(&table.name);
            let columns = table.columns.iter();
            columns.map(|column| (name.clone(), column)).collect()
        }
        Command::AlterTable(alter) => {
            let name = ctx.scene.relation(&alter.name);
            let added = alter.actions.iter().filter_map(|(action, _)| match action {
                Action::AddColumn(column, _) => Some((name.clone(), column)),
                _ => None,
            });
            added.collect()
        }
        _ => Vec::new(),
    }
}

/// The types that a statement gives to columns: of new ones, and of those that change it.
pub(crate) fn types<'a>(ctx: &Context<'a>) -> Vec<(String, &'a WrittenTypeName)> {
    let mut found: Vec<(String, &WrittenTypeName)> = columns(ctx)
        .into_iter()
        .map(|(table, column)| (format!("{table}.{}", column.name.name), &column.ty))
        .collect();
    if let Command::AlterTable(alter) = ctx.command {
        let table = ctx.scene.relation(&alter.name);
        for (action, _) in &alter.actions {
            if let Action::AlterColumn(column, ColumnAction::Type { ty, .. }) = action {
                found.push((format!("{table}.{}", column.name), ty));
            }
        }
    }
    found
}

/// The constraints that a statement declares, those of columns included, each with its table.
pub(crate) fn constraints<'a>(
    ctx: &Context<'a>,
) -> Vec<(QualifiedName, &'a ConstraintDefinition<'a>)> {
    let mut found: Vec<(QualifiedName, &ConstraintDefinition<'_>)> = columns(ctx)
        .into_iter()
        .flat_map(|(table, column)| {
            let constraints = column.constraints.iter();
            constraints.map(move |constraint| (table.clone(), constraint))
        })
        .collect();
    match ctx.command {
        Command::CreateTable(table) if !table.temporary => {
            let name = ctx.scene.full(&table.name);
            found.extend(table.constraints.iter().map(|it| (name.clone(), it)));
        }
        Command::AlterTable(alter) => {
            let name = ctx.scene.relation(&alter.name);
            for (action, _) in &alter.actions {
                if let Action::AddConstraint(constraint) = action {
                    found.push((name.clone(), constraint));
                }
            }
        }
        _ => {}
    }
    found
}

/// The names that a statement gives, with what they name.
pub(crate) fn new_names(ctx: &Context<'_>) -> Vec<(&'static str, String, Span)> {
    let mut found = Vec::new();
    match ctx.command {
        Command::CreateTable(table) => {
            found.push(("table", table.name.name.clone(), table.name.span));
        }
        Command::CreateIndex(index) => {
            let name = index.name.iter();
            found.extend(name.map(|name| ("index", name.name.clone(), name.span)));
        }
        Command::CreateView(view) => {
            found.push(("view", view.name.name.clone(), view.name.span));
        }
        Command::CreateType(ty) => found.push(("type", ty.name.name.clone(), ty.name.span)),
        Command::CreateFunction(function) => {
            let name = &function.name;
            found.push(("function", name.name.clone(), name.span));
        }
        Command::CreateTrigger(trigger) => {
            found.push(("trigger", trigger.name.name.clone(), trigger.name.span));
        }
        Command::Rename(rename) => found.push(("name", rename.to.name.clone(), rename.to.span)),
        _ => {}
    }
    for (_, column) in columns(ctx) {
        found.push(("column", column.name.name.clone(), column.name.span));
    }
    for (_, constraint) in constraints(ctx) {
        let name = constraint.name.iter();
        found.extend(name.map(|name| ("constraint", name.name.clone(), name.span)));
    }
    found
}
