//! `SET LOGGED`, `SET ACCESS METHOD` and `SET TABLESPACE`.

use diag::Diagnostic;
use sql::Command;
use sql::command::Action;

use crate::rule::rule;
use crate::{Context, Example, Rewrite};

rule! {
    /// A table is written anew to be stored in another way.
    ///
    /// `SET LOGGED`, `SET UNLOGGED`, `SET ACCESS METHOD` and `SET TABLESPACE` copy the whole table and its indexes under ACCESS EXCLUSIVE:
    /// nobody reads or writes it meanwhile. Create a new table that is stored as wanted, copy in batches, and swap the
    /// names; or do it while nobody works, and say so with `-- prismoid: allow storage-rewrites <reason>`.
    "storage-rewrites", Warn, Rewrites, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
        bad: "ALTER TABLE orders SET UNLOGGED;",
        good: &["CREATE UNLOGGED TABLE fast (id bigint PRIMARY KEY); ALTER TABLE fast SET LOGGED;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::AlterTable(alter) = ctx.command else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (action, span) in &alter.actions {
        let what = match action {
            Action::SetLogged(_) => "logged or not",
            Action::SetAccessMethod(_) => "its access method",
            Action::SetTablespace(_) => "its tablespace",
            _ => continue,
        };
        let Some(impact) = ctx.felt().find(|impact| impact.rewrite == Rewrite::Table) else {
            continue;
        };
        let message = format!(
            "the whole of `{}` is written anew to change {what}",
            impact.relation
        );
        found.push(RULE.at(*span, message, impact.sentence()));
    }
    found
}
