//! `timestamp`.

use diag::Diagnostic;

use crate::rule::rule;
use crate::written::types;
use crate::{Context, Example};

rule! {
    /// A column holds times without saying in which zone.
    ///
    /// `timestamp` drops the offset that it is given: two clients in two zones write different times for the same moment. `timestamptz` takes the same
    /// space and means a moment. Where all clients write UTC (as Prisma's do), `timestamp` works.
    "timestamp-without-zone", Allow, Style, Statement(check),
    [Example {
        before: "",
        bad: "CREATE TABLE events (id bigint PRIMARY KEY, at timestamp);",
        good: &["CREATE TABLE events (id bigint PRIMARY KEY, at timestamptz);"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let types = types(ctx);
    let local = types
        .iter()
        .filter(|(_, it)| it.builtin && it.ty.name == "timestamp");
    local
        .map(|(column, it)| {
            let message = format!("`{column}` holds times of no zone in particular");
            RULE.at(it.span, message, "the offset is dropped")
                .help("use `timestamptz`")
        })
        .collect()
}
