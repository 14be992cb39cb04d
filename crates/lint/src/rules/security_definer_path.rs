//! `SECURITY DEFINER` without a search path.

use diag::Diagnostic;
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A function runs with its owner's rights and the caller's search path.
    ///
    /// Whoever calls it can put a schema of their own first, with a table or an operator of a name that the function uses, and
    /// have it run what they want with the owner's rights (PostgreSQL's manual, "Writing SECURITY DEFINER Functions Safely"). Add `SET search_path = ''` and
    /// write names with their schemas, or name trusted schemas with `pg_temp` last.
    "security-definer-path", Warn, Security, Statement(check),
    [Example {
        before: "",
        bad: "CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';",
        good: &["CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1';"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::CreateFunction(function) = ctx.command else {
        return Vec::new();
    };
    let Some(span) = function
        .security_definer
        .filter(|_| !function.sets_search_path)
    else {
        return Vec::new();
    };
    let message = format!(
        "`{}` runs with its owner's rights and whatever search path its caller has",
        function.name.name
    );
    let finding = RULE.at(span, message, "the caller chooses what its names mean");
    vec![finding.help("add `SET search_path = ''` and write names with their schemas")]
}
