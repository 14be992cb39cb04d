//! Keys that build their index under the strongest lock.

use diag::Diagnostic;
use sql::Command;
use sql::command::{Action, ConstraintDefinition, ConstraintKind};

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A key or unique constraint builds its index while nobody can read or write the table.
    ///
    /// `ADD PRIMARY KEY`, `ADD UNIQUE` and a new column with one of these build an index under ACCESS EXCLUSIVE.
    /// Build the index first with `CREATE UNIQUE INDEX CONCURRENTLY`, in a migration without a transaction, and let
    /// the constraint take it over with `USING INDEX`, which takes an instant. An exclusion constraint has no such
    /// form: add it to a new table, or when nobody works.
    "constraint-builds-index", Warn, Locks, Statement(check),
    [Example {
        before: "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
        bad: "ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);",
        good: &[
            "-- prismoid: no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email);",
            "ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key;",
        ],
    }, Example {
        before: "CREATE TABLE users (email text NOT NULL);",
        bad: "ALTER TABLE users ADD PRIMARY KEY (email);",
        good: &[
            "-- prismoid: no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY users_pkey ON users (email);",
            "ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;",
        ],
    }, Example {
        before: "CREATE TABLE users (id bigint PRIMARY KEY);",
        bad: "ALTER TABLE users ADD COLUMN email text UNIQUE;",
        good: &["ALTER TABLE users ADD COLUMN email text;"],
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
        let constraints: &[ConstraintDefinition<'_>] =
            if let Action::AddConstraint(constraint) = action {
                std::slice::from_ref(constraint)
            } else if let Action::AddColumn(column, _) = action {
                &column.constraints
            } else {
                continue;
            };
        for constraint in constraints
            .iter()
            .filter(|constraint| constraint.builds_index())
        {
            let message = format!("an index of `{table}` is built while reads and writes wait");
            let finding = RULE.at(
                constraint.span,
                message,
                "takes ACCESS EXCLUSIVE while the index is built",
            );
            found.push(finding.help(match constraint.kind {
                ConstraintKind::Exclusion => "add it when nobody works, and say so: `-- prismoid: allow constraint-builds-index <reason>`",
                _ => "build the index first with `CREATE UNIQUE INDEX CONCURRENTLY`, then add the constraint `USING INDEX`",
            }));
        }
    }
    found
}
