//! `LOCK TABLE`.

use diag::Diagnostic;
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A table is locked by hand, and others wait to the end of the migration.
    ///
    /// Each statement takes the locks that it needs. A lock taken before only makes others wait longer: until the migration
    /// commits. Where it keeps two writers apart, say so with `-- prismoid: allow explicit-lock <reason>`.
    "explicit-lock", Warn, Locks, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
        bad: "LOCK TABLE orders IN ACCESS EXCLUSIVE MODE;",
        good: &["CREATE TABLE mine (id bigint); LOCK TABLE mine;", "LOCK TABLE orders IN ACCESS SHARE MODE;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::Lock(_) = ctx.command else {
        return Vec::new();
    };
    ctx.felt()
        .filter(|impact| impact.lock.blocks_writes())
        .map(|impact| {
            let message = format!(
                "`{}` is locked to the end of the migration",
                impact.relation
            );
            RULE.at(ctx.span(), message, impact.sentence())
                .help("leave it to the statements, which take the locks that they need")
        })
        .collect()
}
