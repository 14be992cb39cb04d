//! Temporary tables that are left.

use diag::Diagnostic;
use sql::Command;
use sql::command::ObjectKind;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A temporary table is created and not dropped in the same migration.
    ///
    /// It lives as long as the session, hides tables of the same name from later migrations in it, and is of no use to
    /// anybody afterwards. Drop it at the end, or create it with `ON COMMIT DROP`.
    "temporary-object", Warn, Correctness, Statement(check),
    [Example {
        before: "",
        bad: "CREATE TEMP TABLE scratch (id bigint);",
        good: &["CREATE TEMP TABLE scratch (id bigint); DROP TABLE scratch;", "CREATE TEMP TABLE other (id bigint) ON COMMIT DROP;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let name = match ctx.command {
        Command::CreateTable(table) if table.temporary => &table.name,
        Command::TableAs(table) if table.temporary => &table.name,
        _ => return Vec::new(),
    };
    let text = ctx.statement.text().to_ascii_uppercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let drops = words
        .windows(3)
        .any(|words| words == ["ON", "COMMIT", "DROP"]);
    let dropped = ctx.later().iter().any(|step| {
        matches!(&step.command, Command::Drop(drop) if drop.kind == ObjectKind::Table && drop.names.iter().any(|it| it.name == name.name))
    });
    if drops || dropped {
        return Vec::new();
    }
    let message = format!("the temporary table `{}` outlives the migration", name.name);
    vec![
        RULE.at(name.span, message, "lives as long as the session")
            .help("add `ON COMMIT DROP`, or drop it at the end"),
    ]
}
