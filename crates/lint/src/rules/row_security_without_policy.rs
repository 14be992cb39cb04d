//! Row level security that nothing uses, or that shows nothing.

use diag::Diagnostic;
use sql::Command;
use sql::command::Action;

use crate::rule::rule;
use crate::{Chain, Example};

rule! {
    /// Row level security is on for a table without policies, or off for one with policies.
    ///
    /// With it on and no policy nobody but the owner sees a row. Policies of a table where it is off do nothing: every row is shown to
    /// whoever may read the table, which is rarely what the policies' author believes.
    "row-security-without-policy", Warn, Security, History(check),
    [Example {
        before: "",
        bad: "CREATE TABLE notes (id bigint PRIMARY KEY, owner text); ALTER TABLE notes ENABLE ROW LEVEL SECURITY;",
        good: &["CREATE TABLE notes (id bigint PRIMARY KEY, owner text); ALTER TABLE notes ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON notes USING (owner = current_user);"],
    }, Example {
        before: "",
        bad: "CREATE TABLE notes (id bigint PRIMARY KEY, owner text); CREATE POLICY own ON notes USING (owner = current_user);",
        good: &[],
    }]
}

fn check(chain: &Chain<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (name, table) in &chain.schema.tables {
        let enabled = table.row_security.enabled;
        if let Some(policy) = table.policies.first().filter(|_| !enabled) {
            let Some(place) = policy.origin.0 else {
                continue;
            };
            let message = format!(
                "the policy `{}` does nothing: row level security of `{name}` is off",
                policy.name
            );
            found.push(RULE.at(place, message, "every row is shown").help(format!(
                "add `ALTER TABLE {} ENABLE ROW LEVEL SECURITY;`",
                name.sql()
            )));
        }
        if !enabled || !table.policies.is_empty() {
            continue;
        }
        for migration in chain.history.migrations.iter().filter(|it| it.judged) {
            for statement in migration.script.statements() {
                let Command::AlterTable(alter) = statement.command() else {
                    continue;
                };
                let fits = alter.name.name == name.name
                    && alter
                        .name
                        .schema
                        .as_ref()
                        .is_none_or(|schema| *schema == name.schema);
                let place = alter
                    .actions
                    .iter()
                    .find(|(action, _)| matches!(action, Action::RowSecurity("ENABLE")));
                if let Some((_, span)) = place.filter(|_| fits) {
                    let message = format!("`{name}` shows no row to anybody but its owner");
                    found.push(
                        RULE.at(*span, message, "no policy lets anybody see a row")
                            .help("create the policies, or leave it off"),
                    );
                }
            }
        }
    }
    found
}
