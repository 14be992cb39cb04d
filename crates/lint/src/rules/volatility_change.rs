//! Functions that are replaced with another volatility.

use diag::Diagnostic;
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A function is replaced with another volatility, and nothing that relied on the old one is looked at.
    ///
    /// Indexes, generated columns and plans were made on the promise of the old one. A function that becomes `IMMUTABLE` is
    /// computed once and kept; one that is no longer immutable keeps standing in indexes that are wrong from then on.
    /// `REINDEX` what uses it, or give the new one another name.
    "volatility-change", Warn, Correctness, Statement(check),
    [Example {
        before: "CREATE FUNCTION total(a int) RETURNS int LANGUAGE sql STABLE AS 'SELECT a';",
        bad: "CREATE OR REPLACE FUNCTION total(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a';",
        good: &["CREATE OR REPLACE FUNCTION total(a int) RETURNS int LANGUAGE sql STABLE AS 'SELECT a + 1';"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::CreateFunction(function) = ctx.command else {
        return Vec::new();
    };
    let full = ctx.scene.full(&function.name);
    let word = |letter: char| match letter {
        'i' => "immutable",
        's' => "stable",
        _ => "volatile",
    };
    let mut found = Vec::new();
    for (key, old) in ctx
        .scene
        .schema
        .functions
        .iter()
        .filter(|((name, _), _)| *name == full)
    {
        let new = ctx.after.functions.get(key);
        let Some(new) = new.filter(|new| new.volatility != old.volatility) else {
            continue;
        };
        let message = format!(
            "`{full}` was {} and is {}",
            word(old.volatility),
            word(new.volatility)
        );
        let mut finding = RULE.at(
            function.name.span,
            message,
            "what relied on the old promise stays as it is",
        );
        if let Some(origin) = old.origin.0.filter(|_| function.or_replace) {
            finding = finding.also(origin, "the function that is replaced");
        }
        found.push(
            finding.help("rebuild the indexes that use it, or give the new one another name"),
        );
    }
    found
}
