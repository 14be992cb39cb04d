//! `DROP CONSTRAINT`.

use diag::Diagnostic;
use sql::Command;
use sql::command::Action;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A constraint goes, and nothing keeps what it promised.
    ///
    /// Rows that break the promise come in from then on, and adding the constraint again later fails on them. Queries may have relied on
    /// it too: a unique key's index goes with it.
    "drop-constraint", Allow, Correctness, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY, total int CONSTRAINT positive CHECK (total > 0));",
        bad: "ALTER TABLE orders DROP CONSTRAINT positive;",
        good: &["ALTER TABLE orders DROP CONSTRAINT positive, ADD CONSTRAINT positive CHECK (total >= 0) NOT VALID;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::AlterTable(alter) = ctx.command else {
        return Vec::new();
    };
    let table = ctx.scene.relation(&alter.name);
    let mut found = Vec::new();
    for (action, span) in &alter.actions {
        let Action::DropConstraint { name, .. } = action else {
            continue;
        };
        let known = ctx.after.tables.get(&table);
        let stands = known.is_some_and(|table| table.constraint(&name.name).is_some());
        if !stands && !ctx.scene.is_new(&table) {
            let message = format!("nothing keeps what `{}` of `{table}` promised", name.name);
            found.push(RULE.at(*span, message, "rows that break it may come in"));
        }
    }
    found
}
