//! `ADD CHECK` without `NOT VALID`.

use diag::Diagnostic;
use sql::Command;
use sql::command::{Action, ConstraintKind};

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A check is added and every row held against it, while nobody can read or write the table.
    ///
    /// `ADD CONSTRAINT … CHECK` takes ACCESS EXCLUSIVE and keeps it while every row is read. With `NOT VALID` the
    /// lock is held for an instant and new rows are checked from then on; `VALIDATE CONSTRAINT`, in a migration
    /// after it, reads the old rows while reads and writes go on. The same goes for a named `NOT NULL` of
    /// PostgreSQL 18.
    "check-scans", Warn, Locks, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY, amount int);",
        bad: "ALTER TABLE orders ADD CONSTRAINT orders_amount_check CHECK (amount > 0);",
        good: &[
            "ALTER TABLE orders ADD CONSTRAINT orders_amount_check CHECK (amount > 0) NOT VALID;",
            "ALTER TABLE orders VALIDATE CONSTRAINT orders_amount_check;",
        ],
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
        let Action::AddConstraint(constraint) = action else {
            continue;
        };
        let reads = matches!(
            constraint.kind,
            ConstraintKind::Check(_) | ConstraintKind::NotNull
        );
        if !reads || constraint.not_valid {
            continue;
        }
        let message =
            format!("every row of `{table}` is held against a check while reads and writes wait");
        found.push(
            RULE.at(
                constraint.span,
                message,
                "takes ACCESS EXCLUSIVE while every row is read",
            )
            .help("add it `NOT VALID`, and `VALIDATE CONSTRAINT` in the next migration"),
        );
    }
    found
}
