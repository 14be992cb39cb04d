//! `json`.

use diag::Diagnostic;

use crate::rule::rule;
use crate::written::types;
use crate::{Context, Example};

rule! {
    /// A column has the type `json`, which cannot be compared.
    ///
    /// It has no equality: `SELECT DISTINCT`, `GROUP BY` and `UNION` over it fail, also in queries that worked before the column was there. It keeps the text as
    /// written and parses it each time. Use `jsonb`.
    "json-type", Warn, Design, Statement(check),
    [Example {
        before: "",
        bad: "CREATE TABLE events (id bigint PRIMARY KEY, data json);",
        good: &["CREATE TABLE events (id bigint PRIMARY KEY, data jsonb);"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let types = types(ctx);
    let plain = types
        .iter()
        .filter(|(_, it)| it.builtin && it.ty.name == "json");
    plain
        .map(|(column, it)| {
            let message =
                format!("`{column}` cannot be compared, so `DISTINCT` and `GROUP BY` fail on it");
            RULE.at(it.span, message, "`json` has no equality")
                .help("use `jsonb`")
        })
        .collect()
}
