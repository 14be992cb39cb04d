//! Privileges of whoever runs the migration.

use diag::Diagnostic;
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// Privileges are given to whoever happens to run the migration.
    ///
    /// `CURRENT_USER` is another role on another database, so that two databases with the same history differ in who may do
    /// what. Name the role.
    "grant-to-current-user", Warn, Security, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
        bad: "GRANT SELECT ON orders TO CURRENT_USER;",
        good: &["GRANT SELECT ON orders TO app;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::Grant(grant) = ctx.command else {
        return Vec::new();
    };
    let own = ["current_user", "session_user", "current_role"];
    let mut grantees = grant.grantees.iter();
    let found = grantees.find(|it| own.contains(&it.name.to_ascii_lowercase().as_str()));
    found
        .map(|it| {
            RULE.at(
                it.span,
                "the privileges go to whoever runs the migration",
                "another role on another database",
            )
            .help("name the role")
        })
        .into_iter()
        .collect()
}
