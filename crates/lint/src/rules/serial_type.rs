//! `serial`.

use diag::Diagnostic;

use crate::rule::rule;
use crate::written::types;
use crate::{Context, Example};

rule! {
    /// A column is `serial` rather than an identity column.
    ///
    /// A serial column's sequence has privileges of its own that must be granted, does not follow a change of type, and any insert may write
    /// over its values. `GENERATED … AS IDENTITY` is SQL's own form and has none of that.
    "serial-type", Allow, Style, Statement(check),
    [Example {
        before: "",
        bad: "CREATE TABLE users (id bigserial PRIMARY KEY);",
        good: &["CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let types = types(ctx);
    let serial = types.iter().filter(|(_, it)| it.serial);
    serial
        .map(|(column, it)| {
            let message = format!("`{column}` is `serial`, not an identity column");
            RULE.at(it.span, message, "its sequence stands for itself")
                .help("write `bigint GENERATED ALWAYS AS IDENTITY`")
        })
        .collect()
}
