//! `SET` without `LOCAL`.

use diag::Diagnostic;
use sql::Command;
use sql::command::SetScope;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A setting is changed for the session, beyond the migration.
    ///
    /// In a transaction `SET LOCAL` ends with the migration. A `SET` without it stays for what the same session does next, behind a
    /// pooler even for other clients; another tool may run all migrations in one session. Write `SET LOCAL`.
    "session-setting", Warn, Correctness, Statement(check),
    [Example {
        before: "",
        bad: "SET search_path = shop; CREATE TABLE orders (id bigint PRIMARY KEY);",
        good: &["SET LOCAL search_path = public; CREATE TABLE orders (id bigint PRIMARY KEY);"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::Set(set) = ctx.command else {
        return Vec::new();
    };
    let ended = ctx.later().iter().any(|step| {
        matches!(&step.command, Command::Set(later) if (later.name == set.name || later.name == "all") && later.value.is_none())
    });
    let changes = set.scope == SetScope::Session && set.value.is_some();
    if !changes || ended || !ctx.migration.transaction {
        return Vec::new();
    }
    let message = format!("`{}` stays changed after the migration", set.name);
    vec![
        RULE.at(set.span, message, "changed for the session")
            .help("write `SET LOCAL`"),
    ]
}
