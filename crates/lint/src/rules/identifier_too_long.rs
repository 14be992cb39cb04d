//! Names that the server cuts.

use diag::Diagnostic;
use schema::MAX_IDENTIFIER_BYTES;

use crate::rule::rule;
use crate::written::new_names;
use crate::{Context, Example};

rule! {
    /// A name is longer than 63 bytes, and the server cuts it.
    ///
    /// It says so in a notice that nobody sees. Two long names may become one, and tools that look for the whole name do not
    /// find it. Choose a shorter one.
    "identifier-too-long", Warn, Correctness, Statement(check),
    [Example {
        before: "",
        bad: "CREATE TABLE orders_of_customers_that_have_not_been_paid_within_the_time_agreed (id bigint PRIMARY KEY);",
        good: &["CREATE TABLE unpaid_orders (id bigint PRIMARY KEY);"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let text = ctx.statement.text();
    let start = ctx.span().start;
    let mut found = Vec::new();
    for (what, name, span) in new_names(ctx) {
        let range = (span.start - start) as usize..(span.end - start) as usize;
        let written = text.get(range).unwrap_or_default();
        // The last part of a qualified name; quotes do not count.
        let last = written.rsplit('.').next().unwrap_or_default();
        if last.trim_matches('"').len() > MAX_IDENTIFIER_BYTES {
            let message = format!("the {what}'s name is cut to `{name}`");
            found.push(
                RULE.at(span, message, "longer than 63 bytes")
                    .help("choose a shorter name"),
            );
        }
    }
    found
}
