//! `DISABLE TRIGGER` and `DISABLE RULE`.

use diag::Diagnostic;
use sql::Command;
use sql::command::Action;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// Triggers of a table are switched off, and no later statement switches them on again.
    ///
    /// What they keep true is not kept any more: `DISABLE TRIGGER ALL` switches off foreign keys too, and nothing checks the rows that
    /// come in meanwhile. Drop a trigger that is not wanted; around a change of data switch it on again in the same
    /// migration.
    "disabled-trigger", Warn, Correctness, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
        bad: "ALTER TABLE orders DISABLE TRIGGER ALL;",
        good: &["ALTER TABLE orders DISABLE TRIGGER ALL; UPDATE orders SET id = id + 1 WHERE id < 0; ALTER TABLE orders ENABLE TRIGGER ALL;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::AlterTable(alter) = ctx.command else {
        return Vec::new();
    };
    let table = ctx.scene.relation(&alter.name);
    let enabled_later = |name: &str| {
        ctx.later().iter().any(|step| match &step.command {
            Command::AlterTable(later) if ctx.scene.relation(&later.name) == table => later
                .actions
                .iter()
                .any(|(action, _)| matches!(action, Action::Trigger(true, known) if known == name)),
            _ => false,
        })
    };
    let mut found = Vec::new();
    for (action, span) in &alter.actions {
        let Action::Trigger(false, name) = action else {
            continue;
        };
        if enabled_later(name) {
            continue;
        }
        let message = format!("triggers of `{table}` stay switched off");
        let label = if name.eq_ignore_ascii_case("all") {
            "foreign keys are not checked any more either"
        } else {
            "what it keeps true is not kept any more"
        };
        found.push(
            RULE.at(*span, message, label)
                .help("switch it on again in this migration, or drop it"),
        );
    }
    found
}
