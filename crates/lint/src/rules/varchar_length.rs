//! `varchar(n)`.

use diag::Diagnostic;

use crate::rule::rule;
use crate::written::types;
use crate::{Context, Example};

rule! {
    /// A column's length is limited by its type.
    ///
    /// To shorten it later rewrites nothing but reads the whole table under ACCESS EXCLUSIVE. A check (`length(name) <= 30`) is changed without stopping
    /// anybody, and `text` is stored alike.
    "varchar-length", Allow, Style, Statement(check),
    [Example {
        before: "",
        bad: "CREATE TABLE users (id bigint PRIMARY KEY, name varchar(30));",
        good: &["CREATE TABLE users (id bigint PRIMARY KEY, name text CHECK (length(name) <= 30));"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let types = types(ctx);
    let limited = types
        .iter()
        .filter(|(_, it)| it.builtin && it.ty.name == "varchar" && !it.ty.modifiers.is_empty());
    limited
        .map(|(column, it)| {
            let message = format!("the length of `{column}` is a part of its type");
            RULE.at(it.span, message, "hard to change later")
                .help("use `text` with a check")
        })
        .collect()
}
