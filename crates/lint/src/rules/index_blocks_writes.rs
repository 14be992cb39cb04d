//! `CREATE INDEX` without `CONCURRENTLY`.

use diag::Diagnostic;
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// An index is built while nobody can write to the table.
    ///
    /// `CREATE INDEX` takes a SHARE lock: inserts, updates and deletes wait until the index is built, which
    /// takes minutes on a big table. `CREATE INDEX CONCURRENTLY` reads the table twice and lets writes go
    /// on. It cannot run in a transaction, so it stands in a migration of its own with the header
    /// `-- prismoid: no-transaction`.
    ///
    /// A table that the same migration creates is nobody else's yet, and is not meant. An index of a
    /// partitioned table cannot be built concurrently: create it with `ON ONLY` for the parent, concurrently for
    /// each partition, and attach these.
    "index-blocks-writes", Warn, Locks, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint);",
        bad: "CREATE INDEX orders_customer_idx ON orders (customer);",
        good: &["-- prismoid: no-transaction\nCREATE INDEX CONCURRENTLY orders_customer_idx ON orders (customer);"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::CreateIndex(index) = ctx.command else {
        return Vec::new();
    };
    let blocking = ctx.felt().find(|impact| impact.blocks_for_long());
    let Some(impact) = blocking.filter(|_| !index.concurrently) else {
        return Vec::new();
    };
    let message = format!(
        "writes to `{}` wait while an index is built",
        impact.relation
    );
    let finding = RULE
        .at(ctx.span(), message, impact.sentence())
        .help("build it with `CREATE INDEX CONCURRENTLY` in a migration of its own, with the header `-- prismoid: no-transaction`");
    vec![finding]
}
