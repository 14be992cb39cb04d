//! Checks that prove `NOT NULL`, dropped before they were used.

use diag::Diagnostic;
use schema::Constraint;
use sql::Command;
use sql::command::Action;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A check that a column is not null is dropped, and the column may still be null.
    ///
    /// A validated `CHECK (c IS NOT NULL)` lets `SET NOT NULL` skip reading the table. Dropped before that, it proves nothing: a later
    /// `SET NOT NULL` reads every row under ACCESS EXCLUSIVE, and until then nulls come in. Set `NOT NULL` first, then drop the
    /// check.
    "proof-dropped-early", Warn, Correctness, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY, state text, CONSTRAINT state_there CHECK (state IS NOT NULL));",
        bad: "ALTER TABLE orders DROP CONSTRAINT state_there;",
        good: &["ALTER TABLE orders ALTER COLUMN state SET NOT NULL; ALTER TABLE orders DROP CONSTRAINT state_there;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::AlterTable(alter) = ctx.command else {
        return Vec::new();
    };
    let Some((full, known)) = ctx.scene.table(&alter.name) else {
        return Vec::new();
    };
    let Some(then) = ctx
        .after
        .tables
        .get(&full)
        .filter(|_| !ctx.scene.is_new(&full))
    else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (action, span) in &alter.actions {
        let Action::DropConstraint { name, .. } = action else {
            continue;
        };
        let Some(Constraint::Check(check)) = known.constraint(&name.name) else {
            continue;
        };
        let open = then.columns.iter().find(|column| {
            column.nullable && crate::impact::is_not_null(&check.expression.sql, &column.name)
        });
        if let Some(column) = open {
            let message = format!(
                "`{full}.{}` may be null again before `SET NOT NULL` used the check",
                column.name
            );
            found.push(
                RULE.at(*span, message, "a later `SET NOT NULL` reads every row")
                    .help("set `NOT NULL` first, then drop the check"),
            );
        }
    }
    found
}
