//! `ALTER TYPE … RENAME VALUE`.

use diag::Diagnostic;
use sql::Command;
use sql::command::EnumAction;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A value of an enumerated type gets another name, and running applications use the old one.
    ///
    /// They fail when they write the old name, and do not know the new one when they read it. Add the new value, let
    /// applications write both, change the rows, and leave the old value unused.
    "rename-enum-value", Warn, Compatibility, Statement(check),
    [Example {
        before: "CREATE TYPE state AS ENUM ('open', 'closed');",
        bad: "ALTER TYPE state RENAME VALUE 'closed' TO 'done';",
        good: &["ALTER TYPE state ADD VALUE 'done';"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::AlterEnum(alter) = ctx.command else {
        return Vec::new();
    };
    let EnumAction::Rename(old, new) = &alter.action else {
        return Vec::new();
    };
    let message = format!("applications that write `{}` fail from here on", old.name);
    let finding = RULE
        .at(old.span, message, "the old name")
        .also(new.span, "the new name");
    vec![finding.help("add the new value and change the rows, once applications know both")]
}
