//! A column that every row must have, and no value for it.

use diag::Diagnostic;
use sql::Command;
use sql::command::Action;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A column is added that must not be null, without a default.
    ///
    /// Where the table has rows the statement fails. Where it has none, applications that do not know the column yet
    /// fail when they insert. Give it a default, or add it as nullable, fill it, and set `NOT NULL` once all
    /// applications write it.
    "required-column", Warn, Correctness, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
        bad: "ALTER TABLE orders ADD COLUMN state text NOT NULL;",
        good: &["ALTER TABLE orders ADD COLUMN state text NOT NULL DEFAULT 'new';", "ALTER TABLE orders ADD COLUMN other text;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::AlterTable(alter) = ctx.command else {
        return Vec::new();
    };
    let table = ctx.scene.relation(&alter.name);
    if ctx.scene.is_new(&table) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (action, _) in &alter.actions {
        let Action::AddColumn(column, _) = action else {
            continue;
        };
        let filled = column.default.is_some_and(|default| !default.is_null())
            || column.ty.serial
            || column.identity.is_some()
            || column.generated.is_some();
        let Some(span) = column.not_null.filter(|_| !filled) else {
            continue;
        };
        let name = &column.name.name;
        let message =
            format!("`{name}` must not be null, and rows of `{table}` have no value for it");
        found.push(
            RULE.at(span, message, "fails where the table has rows")
                .also(column.name.span, "no default")
                .help("give it a default, or add it as nullable, fill it, and set `NOT NULL` in a later migration"),
        );
    }
    found
}
