//! `TRUNCATE`.

use diag::Diagnostic;
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// All rows of a table are removed.
    ///
    /// `TRUNCATE` takes ACCESS EXCLUSIVE, fires no row triggers, and with `CASCADE` empties every table that refers to it,
    /// directly or not. A migration runs on every database, production among them: is that what is meant? Then say
    /// so: `-- prismoid: allow truncate <reason>`.
    "truncate", Warn, DataLoss, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY); CREATE TABLE lines (of bigint REFERENCES orders);",
        bad: "TRUNCATE orders CASCADE;",
        good: &["CREATE TEMP TABLE scratch (id bigint); TRUNCATE scratch;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::Truncate(truncate) = ctx.command else {
        return Vec::new();
    };
    let tables: Vec<String> = ctx
        .felt()
        .map(|impact| format!("`{}`", impact.relation))
        .collect();
    if tables.is_empty() {
        return Vec::new();
    }
    let message = format!("all rows of {} are removed", tables.join(", "));
    let label = if tables.len() > truncate.tables.len() {
        "the cascade reaches every table that refers to it"
    } else {
        "takes ACCESS EXCLUSIVE: reads and writes wait"
    };
    let finding = RULE.at(ctx.span(), message, label);
    vec![finding.help("say why if it is meant: `-- prismoid: allow truncate <reason>`")]
}
