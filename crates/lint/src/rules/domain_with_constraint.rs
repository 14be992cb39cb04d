//! `CREATE DOMAIN` with a check.

use diag::Diagnostic;
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A domain is created with constraints, which are hard to change later.
    ///
    /// To change a domain's check the server reads every table that uses the domain. A check of the table is changed table by table, and
    /// without stopping anybody (`NOT VALID`, then `VALIDATE`).
    "domain-with-constraint", Allow, Style, Statement(check),
    [Example {
        before: "",
        bad: "CREATE DOMAIN amount AS int CHECK (VALUE > 0);",
        good: &["CREATE DOMAIN amount AS int;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::CreateDomain(domain) = ctx.command else {
        return Vec::new();
    };
    if domain.constraints.is_empty() && domain.not_null.is_none() {
        return Vec::new();
    }
    let message = format!("the domain `{}` has constraints", domain.name.name);
    let finding = RULE.at(
        domain.name.span,
        message,
        "to change them reads every table that uses it",
    );
    vec![finding.help("put the check on the tables")]
}
