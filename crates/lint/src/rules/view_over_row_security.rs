//! Views that go around row level security.

use diag::Diagnostic;
use schema::Reference;
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A view shows rows of a table with row level security, with its owner's eyes.
    ///
    /// Policies apply to the view's owner, not to who queries it: every row that the owner sees is shown to all who may read the view. From
    /// PostgreSQL 15 on `WITH (security_invoker = true)` applies them to who queries.
    "view-over-row-security", Warn, Security, Statement(check),
    [Example {
        before: "CREATE TABLE notes (id bigint PRIMARY KEY, owner text); ALTER TABLE notes ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON notes USING (owner = current_user);",
        bad: "CREATE VIEW all_notes AS SELECT id FROM notes;",
        good: &["CREATE VIEW all_notes WITH (security_invoker = true) AS SELECT id FROM notes;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::CreateView(written) = ctx.command else {
        return Vec::new();
    };
    let full = ctx.scene.relation(&written.name);
    let Some(view) = ctx
        .after
        .views
        .get(&full)
        .or_else(|| ctx.after.views.get(&ctx.scene.full(&written.name)))
    else {
        return Vec::new();
    };
    let invoker = view.options.get("security_invoker");
    if invoker.is_some_and(|value| matches!(value.as_str(), "true" | "on" | "1" | "yes")) {
        return Vec::new();
    }
    let named: Vec<_> = written
        .query
        .relations()
        .iter()
        .map(|name| ctx.scene.relation(name))
        .collect();
    let used = view.query.uses.iter().filter_map(|used| match used {
        Reference::Relation(name) => Some(name.clone()),
        Reference::Column(..) | Reference::Type(_) | Reference::Function(_) => None,
    });
    let guarded = named.into_iter().chain(used).find(|name| {
        ctx.after
            .tables
            .get(name)
            .is_some_and(|table| table.row_security.enabled)
    });
    let Some(table) = guarded else {
        return Vec::new();
    };
    let message = format!(
        "`{}` shows rows of `{table}` without its policies",
        written.name.name
    );
    let finding = RULE.at(
        written.name.span,
        message,
        "the policies apply to the view's owner",
    );
    vec![finding.help("create it `WITH (security_invoker = true)` (PostgreSQL 15)")]
}
