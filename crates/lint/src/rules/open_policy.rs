//! Policies that let everybody write every row.

use diag::Diagnostic;
use schema::PolicyCommand;
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A policy lets every role change every row.
    ///
    /// `USING (true)` or `WITH CHECK (true)` for everybody takes back what row level security is for. For reading that may be
    /// meant; for writing name the roles (`TO app`) or the condition.
    "open-policy", Warn, Security, Statement(check),
    [Example {
        before: "CREATE TABLE notes (id bigint PRIMARY KEY, owner text); ALTER TABLE notes ENABLE ROW LEVEL SECURITY;",
        bad: "CREATE POLICY everyone ON notes USING (true) WITH CHECK (true);",
        good: &["CREATE POLICY own ON notes USING (owner = current_user);", "CREATE POLICY all_read ON notes FOR SELECT USING (true);", "CREATE POLICY app_writes ON notes TO app USING (true);"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::Policy(policy) = ctx.command else {
        return Vec::new();
    };
    let table = ctx.scene.relation(&policy.table);
    let known = ctx.after.tables.get(&table);
    let known =
        known.and_then(|table| table.policies.iter().find(|it| it.name == policy.name.name));
    let Some(known) = known.filter(|it| !it.restrictive && it.roles.is_empty()) else {
        return Vec::new();
    };
    let open = [&known.using, &known.check];
    let open = open.iter().any(|it| {
        it.as_ref()
            .is_some_and(|it| it.sql.trim().eq_ignore_ascii_case("true"))
    });
    if !open || known.command == PolicyCommand::Select {
        return Vec::new();
    }
    let message = format!("every role may change every row of `{table}`");
    vec![
        RULE.at(policy.name.span, message, "the condition is always true")
            .help("name roles or a condition"),
    ]
}
