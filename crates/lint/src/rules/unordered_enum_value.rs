//! `ADD VALUE` without `BEFORE` or `AFTER`.

use diag::Diagnostic;
use sql::Command;
use sql::command::EnumAction;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A value is added to an enumerated type without saying where.
    ///
    /// The values of such a type have an order, by which queries sort and compare. Without `BEFORE` or `AFTER` a new value is
    /// the greatest.
    "unordered-enum-value", Allow, Style, Statement(check),
    [Example {
        before: "CREATE TYPE level AS ENUM ('low', 'high');",
        bad: "ALTER TYPE level ADD VALUE 'middle';",
        good: &["ALTER TYPE level ADD VALUE 'middle' BEFORE 'high';"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::AlterEnum(alter) = ctx.command else {
        return Vec::new();
    };
    let EnumAction::Add {
        value,
        placed: false,
        ..
    } = &alter.action
    else {
        return Vec::new();
    };
    let message = format!(
        "`{}` becomes the greatest value of `{}`",
        value.name, alter.name.name
    );
    vec![
        RULE.at(value.span, message, "no place is said")
            .help("say `BEFORE` or `AFTER` which value it comes"),
    ]
}
