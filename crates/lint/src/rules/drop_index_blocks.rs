//! `DROP INDEX` without `CONCURRENTLY`.

use diag::Diagnostic;
use sql::Command;
use sql::command::ObjectKind;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// An index is dropped under a lock that makes reads and writes of its table wait.
    ///
    /// `DROP INDEX` takes ACCESS EXCLUSIVE on the table: an instant once it has the lock, but it waits for every
    /// transaction that uses the table, and all later ones wait behind it. `DROP INDEX CONCURRENTLY` waits for them without
    /// holding anybody up. It cannot run in a transaction, so it stands in a migration of its own with the header
    /// `-- prismoid: no-transaction`.
    "drop-index-blocks", Warn, Locks, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint); CREATE INDEX orders_customer_idx ON orders (customer);",
        bad: "DROP INDEX orders_customer_idx;",
        good: &["-- prismoid: no-transaction\nDROP INDEX CONCURRENTLY orders_customer_idx;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::Drop(drop) = ctx.command else {
        return Vec::new();
    };
    if drop.kind != ObjectKind::Index || drop.concurrently {
        return Vec::new();
    }
    let felt = ctx.felt().filter(|impact| {
        // A partitioned table's index cannot be dropped concurrently.
        let table = ctx.scene.schema.tables.get(&impact.relation);
        table.is_none_or(|table| table.partition_key.is_none())
    });
    felt.map(|impact| {
        let message = format!("reads and writes of `{}` wait for its index to be dropped", impact.relation);
        RULE.at(ctx.span(), message, impact.sentence())
            .help("drop it with `DROP INDEX CONCURRENTLY` in a migration of its own, with the header `-- prismoid: no-transaction`")
    })
    .collect()
}
