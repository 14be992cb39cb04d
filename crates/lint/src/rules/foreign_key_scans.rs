//! `ADD FOREIGN KEY` without `NOT VALID`.

use diag::Diagnostic;
use sql::Command;
use sql::command::{Action, ConstraintKind};

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A foreign key is added and checked at once, while nobody can write to either table.
    ///
    /// `ADD FOREIGN KEY` takes SHARE ROW EXCLUSIVE on both tables and keeps it while every row is looked up in
    /// the referenced table. With `NOT VALID` the locks are held for an instant and new rows are checked from then
    /// on; `VALIDATE CONSTRAINT`, in a migration after it, looks at the old rows while reads and writes go on.
    ///
    /// A table that the same migration creates has no rows to look up and is not meant.
    "foreign-key-scans", Warn, Locks, Statement(check),
    [Example {
        before: "CREATE TABLE customers (id bigint PRIMARY KEY); CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint); CREATE INDEX orders_customer_idx ON orders (customer);",
        bad: "ALTER TABLE orders ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer) REFERENCES customers (id);",
        good: &[
            "ALTER TABLE orders ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer) REFERENCES customers (id) NOT VALID;",
            "ALTER TABLE orders VALIDATE CONSTRAINT orders_customer_fkey;",
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
        let ConstraintKind::ForeignKey(referenced, _) = &constraint.kind else {
            continue;
        };
        if constraint.not_valid {
            continue;
        }
        let referenced = ctx.scene.relation(referenced);
        let message = format!("a foreign key of `{table}` is checked while writes wait");
        let label = format!(
            "takes SHARE ROW EXCLUSIVE on `{table}` and `{referenced}` while every row is looked up"
        );
        found.push(
            RULE.at(constraint.span, message, label)
                .help("add it `NOT VALID`, and `VALIDATE CONSTRAINT` in the next migration"),
        );
    }
    found
}
