//! `NOT VALID` and `VALIDATE` in one transaction.

use diag::Diagnostic;
use sql::Command;
use sql::command::Action;

use crate::rule::rule;
use crate::{Ended, Example};

rule! {
    /// A constraint is added `NOT VALID` and validated in the same transaction.
    ///
    /// The lock that adding takes is kept to the end of the transaction, so that validating reads the whole table under it, as if
    /// `NOT VALID` had not been written. Validate in the next migration: its lock lets reads and writes go on.
    "validated-under-lock", Warn, Locks, Migration(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY, total int);",
        bad: "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT positive;",
        good: &[
            "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;",
            "ALTER TABLE orders VALIDATE CONSTRAINT positive;",
        ],
    }]
}

fn check(ended: &Ended<'_>) -> Vec<Diagnostic> {
    if !ended.migration.transaction {
        return Vec::new();
    }
    let mut added = Vec::new();
    let mut found = Vec::new();
    for step in ended.steps {
        let Command::AlterTable(alter) = &step.command else {
            continue;
        };
        let table = ended.scene.relation(&alter.name);
        if ended.scene.is_new(&table) {
            continue;
        }
        for (action, span) in &alter.actions {
            match action {
                Action::AddConstraint(constraint) if constraint.not_valid => {
                    let name = constraint.name.as_ref().map(|name| name.name.clone());
                    added.push((table.clone(), name, *span));
                }
                Action::ValidateConstraint(name) => {
                    let known = added
                        .iter()
                        .find(|(of, known, _)| *of == table && known.as_ref() == Some(&name.name));
                    let Some((_, _, first)) = known else {
                        continue;
                    };
                    let message =
                        format!("`{}` is validated under the lock that added it", name.name);
                    found.push(
                        RULE.at(*span, message, "every row is read while others wait")
                            .also(*first, "this lock is kept to the end of the transaction")
                            .help("move the validation to the next migration"),
                    );
                }
                _ => {}
            }
        }
    }
    found
}
