//! `NOT VALID` without a `VALIDATE CONSTRAINT` after it.

use diag::Diagnostic;
use schema::Constraint;

use crate::rule::rule;
use crate::{Chain, Example};

rule! {
    /// A constraint is added `NOT VALID`, and no later migration validates it.
    ///
    /// New rows are checked, the old ones never were: the planner does not rely on the constraint, a dump may not restore, and what the
    /// constraint promises need not be true. Validate it in a migration of its own, after the one that adds it:
    /// `ALTER TABLE … VALIDATE CONSTRAINT …` lets reads and writes go on.
    "never-validated", Warn, Correctness, History(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY, amount int);",
        bad: "ALTER TABLE orders ADD CONSTRAINT orders_amount_check CHECK (amount > 0) NOT VALID;",
        good: &[
            "ALTER TABLE orders ADD CONSTRAINT orders_amount_check CHECK (amount > 0) NOT VALID;",
            "ALTER TABLE orders VALIDATE CONSTRAINT orders_amount_check;",
        ],
    }]
}

fn check(chain: &Chain<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (name, table) in &chain.schema.tables {
        for constraint in &table.constraints {
            let open = match constraint {
                Constraint::ForeignKey(key) => !key.validated && !key.not_enforced,
                Constraint::Check(check) => !check.validated && !check.not_enforced,
                Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclusion(_) => {
                    false
                }
            };
            let Some(place) = constraint.origin().0.filter(|_| open) else {
                continue;
            };
            let constraint = constraint.name();
            let message = format!("the constraint `{constraint}` of `{name}` is never validated");
            found.push(
                RULE.at(place, message, "old rows are not known to satisfy it")
                    .help(format!(
                        "add a migration with `ALTER TABLE {} VALIDATE CONSTRAINT {}`",
                        name.sql(),
                        schema::quote_identifier(constraint)
                    )),
            );
        }
    }
    found
}
