//! `GRANT ALL`, and grants to everybody.

use diag::Diagnostic;
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// Everybody may do something, or somebody everything.
    ///
    /// A grant to `PUBLIC` is one to every role, also to those that are created later. `ALL` holds more than reading and writing: `TRUNCATE`,
    /// `REFERENCES`, `TRIGGER`, and what later versions add. Name the roles and the privileges.
    "broad-grant", Warn, Security, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
        bad: "GRANT SELECT, INSERT ON orders TO PUBLIC;",
        good: &["GRANT SELECT, INSERT ON orders TO app;", "REVOKE ALL ON orders FROM PUBLIC;", "GRANT USAGE ON SCHEMA public TO PUBLIC;"],
    }, Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
        bad: "GRANT ALL PRIVILEGES ON orders TO app;",
        good: &["GRANT SELECT ON orders TO app;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::Grant(grant) = ctx.command else {
        return Vec::new();
    };
    // What everybody has anyway in a new database.
    let usual = grant
        .privileges
        .iter()
        .all(|it| matches!(it.as_str(), "USAGE" | "EXECUTE" | "CONNECT"));
    if !grant.grant || usual {
        return Vec::new();
    }
    let everybody = grant
        .grantees
        .iter()
        .find(|it| it.name.eq_ignore_ascii_case("public"));
    if let Some(everybody) = everybody {
        let finding = RULE.at(
            everybody.span,
            "every role gets the privileges, later ones too",
            "`PUBLIC` is everybody",
        );
        return vec![finding.help("name the roles")];
    }
    if grant.privileges.iter().any(|it| it == "ALL") {
        let finding = RULE.at(
            grant.span,
            "all privileges are granted, `TRUNCATE` and `TRIGGER` among them",
            "`ALL`",
        );
        return vec![finding.help("name the privileges that are needed")];
    }
    Vec::new()
}
