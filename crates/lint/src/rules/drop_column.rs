//! `DROP COLUMN`.

use diag::Diagnostic;
use sql::Command;
use sql::command::Action;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A column is dropped, and its values are gone.
    ///
    /// Nothing brings them back but a backup, and applications that still name the column fail at once. First let no
    /// application use it, then drop it in a later release, and say so: `-- prismoid: allow drop-column <reason>`.
    "drop-column", Warn, DataLoss, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY, note text);",
        bad: "ALTER TABLE orders DROP COLUMN note;",
        good: &["ALTER TABLE orders ALTER COLUMN note DROP NOT NULL;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::AlterTable(alter) = ctx.command else {
        return Vec::new();
    };
    let Some((name, table)) = ctx.scene.table(&alter.name) else {
        return Vec::new();
    };
    if ctx.scene.is_new(&name) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (action, span) in &alter.actions {
        let Action::DropColumn { column, .. } = action else {
            continue;
        };
        let Some(known) = table.column(&column.name) else {
            continue;
        };
        let message = format!("the values of `{name}.{}` are lost", column.name);
        let mut finding = RULE.at(
            *span,
            message,
            "applications that name it fail from here on",
        );
        if let Some(origin) = known.origin.0 {
            finding = finding.also(origin, "declared here");
        }
        found.push(finding.help(
            "drop it when no application uses it any more, and say so: `-- prismoid: allow drop-column <reason>`",
        ));
    }
    found
}
