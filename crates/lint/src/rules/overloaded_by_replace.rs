//! `CREATE OR REPLACE FUNCTION` with other arguments.

use diag::Diagnostic;
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A function is replaced with other argument types, which makes a second one.
    ///
    /// Functions are told apart by their argument types. `CREATE OR REPLACE` with other types leaves the old function as it is, and calls may find
    /// either. Drop the old one first, by its types.
    "overloaded-by-replace", Warn, Correctness, Statement(check),
    [Example {
        before: "CREATE FUNCTION total(a int) RETURNS int LANGUAGE sql AS 'SELECT a';",
        bad: "CREATE OR REPLACE FUNCTION total(a bigint) RETURNS int LANGUAGE sql AS 'SELECT 1';",
        good: &["DROP FUNCTION total(int); CREATE OR REPLACE FUNCTION total(a bigint) RETURNS int LANGUAGE sql AS 'SELECT 1';"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::CreateFunction(function) = ctx.command else {
        return Vec::new();
    };
    let full = ctx.scene.full(&function.name);
    let before = ctx
        .scene
        .schema
        .functions
        .iter()
        .filter(|((name, _), _)| *name == full);
    let known: Vec<_> = before.collect();
    let after = ctx
        .after
        .functions
        .keys()
        .filter(|(name, _)| *name == full)
        .count();
    let [((_, arguments), old)] = known.as_slice() else {
        return Vec::new();
    };
    if !function.or_replace || after != 2 {
        return Vec::new();
    }
    let message = format!("`{full}({arguments})` is not replaced but stands beside the new one");
    let mut finding = RULE.at(function.name.span, message, "its argument types are others");
    if let Some(origin) = old.origin.0 {
        finding = finding.also(origin, "the one that stays");
    }
    vec![finding.help(format!(
        "add `DROP FUNCTION {}({arguments});` before it",
        full.sql()
    ))]
}
