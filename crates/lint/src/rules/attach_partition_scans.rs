//! `ATTACH PARTITION` of a table that is not known to fit.

use diag::Diagnostic;
use sql::Command;
use sql::command::Action;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A table becomes a partition, and all of its rows are read for that.
    ///
    /// `ATTACH PARTITION` takes ACCESS EXCLUSIVE on the new partition, and on the default partition if there is one, and reads every
    /// row to see whether it fits the bound. A validated check that says the same as the bound makes that unnecessary: add it
    /// `NOT VALID`, validate it in a migration of its own, attach, and drop it.
    "attach-partition-scans", Warn, Locks, Statement(check),
    [Example {
        before: "CREATE TABLE log (id bigint NOT NULL, at int NOT NULL) PARTITION BY RANGE (at); CREATE TABLE log_1 (id bigint NOT NULL, at int NOT NULL);",
        bad: "ALTER TABLE log ATTACH PARTITION log_1 FOR VALUES FROM (1) TO (2);",
        good: &["CREATE TABLE log_2 PARTITION OF log FOR VALUES FROM (2) TO (3);"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::AlterTable(alter) = ctx.command else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (action, span) in &alter.actions {
        let Action::AttachPartition(partition, _) = action else {
            continue;
        };
        for impact in ctx.felt().filter(|impact| impact.scans) {
            let message = format!(
                "every row of `{}` is read to attach `{}`",
                impact.relation, partition.name
            );
            found.push(RULE.at(*span, message, impact.sentence()).help(
                "add a check of the bound `NOT VALID`, validate it in a migration of its own, then attach",
            ));
        }
    }
    found
}
