//! Names that need quotes.

use diag::Diagnostic;

use crate::rule::rule;
use crate::written::new_names;
use crate::{Context, Example};

rule! {
    /// A name must be quoted wherever it is used.
    ///
    /// Letters in upper case, blanks and other signs need double quotes in every query; without them another, lower-case name is
    /// meant. `snake_case` needs none.
    "odd-name", Allow, Style, Statement(check),
    [Example {
        before: "",
        bad: "CREATE TABLE \"OrderLines\" (id bigint PRIMARY KEY);",
        good: &["CREATE TABLE order_lines (id bigint PRIMARY KEY);"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let plain = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
            && name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    new_names(ctx)
        .into_iter()
        .filter(|(_, name, _)| !plain(name))
        .map(|(what, name, span)| {
            let message = format!("the {what} `{name}` must be quoted wherever it is used");
            RULE.at(span, message, "")
                .help("use lower case letters, digits and `_`")
        })
        .collect()
}
