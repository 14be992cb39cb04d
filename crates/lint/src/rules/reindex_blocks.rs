//! `REINDEX` without `CONCURRENTLY`.

use diag::Diagnostic;
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// Indexes are built anew while nobody can write to the table.
    ///
    /// `REINDEX` takes SHARE on the table, so that writes wait, and ACCESS EXCLUSIVE on the index, so that reads that
    /// would use it wait too. `REINDEX … CONCURRENTLY` builds a second one beside it. It cannot run in a transaction, so it
    /// stands in a migration of its own with the header `-- prismoid: no-transaction`.
    "reindex-blocks", Warn, Locks, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
        bad: "REINDEX INDEX orders_pkey;",
        good: &["-- prismoid: no-transaction\nREINDEX INDEX CONCURRENTLY orders_pkey;"],
    }, Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
        bad: "REINDEX TABLE orders;",
        good: &["-- prismoid: no-transaction\nREINDEX TABLE CONCURRENTLY orders;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::Reindex(reindex) = ctx.command else {
        return Vec::new();
    };
    let felt = ctx.felt().next();
    if reindex.concurrently || (felt.is_none() && !ctx.impacts.is_empty()) {
        return Vec::new();
    }
    let name = felt.map_or("every table".to_owned(), |impact| {
        format!("`{}`", impact.relation)
    });
    let message = format!("writes to {name} wait while indexes are built anew");
    let finding = RULE.at(
        ctx.span(),
        message,
        "takes SHARE on the table and ACCESS EXCLUSIVE on the index",
    );
    vec![finding.help("use `REINDEX … CONCURRENTLY` in a migration of its own, with the header `-- prismoid: no-transaction`")]
}
