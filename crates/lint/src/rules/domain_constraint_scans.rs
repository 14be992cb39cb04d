//! Constraints added to a domain that tables use.

use diag::Diagnostic;
use sql::Command;
use sql::command::DomainAction;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A domain gets a constraint, and every table that uses it is read under a lock.
    ///
    /// The server reads every row of every table with a column of the domain, and writes to them wait. Add the constraint `NOT VALID`
    /// and validate it in a migration of its own. For `NOT NULL` there is no such form: a check per table can be
    /// added and validated without stopping anybody.
    "domain-constraint-scans", Warn, Locks, Statement(check),
    [Example {
        before: "CREATE DOMAIN amount AS int; CREATE TABLE orders (id bigint PRIMARY KEY, total amount);",
        bad: "ALTER DOMAIN amount ADD CONSTRAINT positive CHECK (VALUE > 0);",
        good: &["ALTER DOMAIN amount ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::AlterDomain(alter) = ctx.command else {
        return Vec::new();
    };
    let scans = match alter.action {
        DomainAction::SetNotNull | DomainAction::AddConstraint(_, false) => true,
        DomainAction::AddConstraint(_, true)
        | DomainAction::DropNotNull
        | DomainAction::DropConstraint
        | DomainAction::ValidateConstraint
        | DomainAction::Default => false,
    };
    let domain = ctx.scene.full(&alter.name);
    let users: Vec<_> = ctx
        .scene
        .schema
        .tables
        .iter()
        .filter(|(name, table)| {
            let mut columns = table.columns.iter();
            let uses = columns.any(|it| {
                it.ty.name == domain.name && it.ty.schema.as_ref() == Some(&domain.schema)
            });
            uses && !ctx.scene.is_new(name)
        })
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    if !scans || users.is_empty() {
        return Vec::new();
    }
    let message = format!(
        "every row of {} is read for a constraint of `{domain}`",
        users.join(", ")
    );
    let finding = RULE.at(ctx.span(), message, "writes to these tables wait");
    vec![finding.help("add it `NOT VALID` and validate it in a migration of its own")]
}
