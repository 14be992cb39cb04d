//! Timeouts that are switched off or very long.

use diag::Diagnostic;
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A timeout is switched off, so that a migration may hold everybody up without end.
    ///
    /// The runner sets `lock_timeout` and tries again, so that a statement that waits for a lock does not make all queries wait behind it. With
    /// `lock_timeout = 0` it waits, and they with it, as long as the oldest transaction lasts.
    "disabled-timeout", Warn, Locks, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
        bad: "SET LOCAL lock_timeout = 0; ALTER TABLE orders ADD COLUMN note text;",
        good: &["SET LOCAL lock_timeout = '2s'; ALTER TABLE orders ADD COLUMN note text;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::Set(set) = ctx.command else {
        return Vec::new();
    };
    let value = set.value.as_deref().unwrap_or_default();
    let digits = value
        .trim_matches('\'')
        .trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    if set.name != "lock_timeout" || digits.parse() != Ok(0_u32) {
        return Vec::new();
    }
    let finding = RULE.at(
        set.span,
        "statements wait for locks without end",
        "all queries wait behind them",
    );
    vec![
        finding
            .help("leave it to the runner, or give a short time: `SET LOCAL lock_timeout = '2s'`"),
    ]
}
