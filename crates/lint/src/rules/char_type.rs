//! `char(n)`.

use diag::Diagnostic;

use crate::rule::rule;
use crate::written::types;
use crate::{Context, Example};

rule! {
    /// A column has the type `char(n)`, which pads its values with blanks.
    ///
    /// The blanks are stored, they come back in some expressions and not in others, and nothing is faster for it (PostgreSQL's manual, 8.3). Use
    /// `text`, with a check of the length where that matters.
    "char-type", Warn, Design, Statement(check),
    [Example {
        before: "",
        bad: "CREATE TABLE countries (code char(2) PRIMARY KEY);",
        good: &["CREATE TABLE countries (code text PRIMARY KEY CHECK (length(code) = 2));"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let types = types(ctx);
    let padded = types
        .iter()
        .filter(|(_, it)| it.builtin && it.ty.name == "bpchar");
    padded
        .map(|(column, it)| {
            let message = format!("values of `{column}` are padded with blanks");
            RULE.at(it.span, message, "`char(n)`").help("use `text`")
        })
        .collect()
}
