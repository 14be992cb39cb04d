//! `money`.

use diag::Diagnostic;

use crate::rule::rule;
use crate::written::types;
use crate::{Context, Example};

rule! {
    /// A column has the type `money`, whose meaning is a setting of the server.
    ///
    /// It has the currency and the number of digits of `lc_monetary`: on a server with another setting the same bytes are another amount. Use
    /// `numeric`, and a column for the currency.
    "money-type", Warn, Design, Statement(check),
    [Example {
        before: "",
        bad: "CREATE TABLE payments (id bigint PRIMARY KEY, amount money);",
        good: &["CREATE TABLE payments (id bigint PRIMARY KEY, amount numeric(12, 2));"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let types = types(ctx);
    let money = types
        .iter()
        .filter(|(_, it)| it.builtin && it.ty.name == "money");
    money
        .map(|(column, it)| {
            let message = format!("what `{column}` holds depends on the server's `lc_monetary`");
            RULE.at(it.span, message, "`money`").help("use `numeric`")
        })
        .collect()
}
