//! `DROP TABLE`.

use diag::Diagnostic;
use sql::Command;
use sql::command::ObjectKind;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A table is dropped, and its rows are gone.
    ///
    /// Nothing brings them back but a backup, and applications that still use the table fail at once. First let no
    /// application use it, then drop it in a later release, and say so: `-- prismoid: allow drop-table <reason>`.
    /// With `CASCADE` views and foreign keys of other tables go as well.
    "drop-table", Warn, DataLoss, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
        bad: "DROP TABLE orders;",
        good: &["CREATE TEMP TABLE scratch (id bigint); DROP TABLE scratch;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::Drop(drop) = ctx.command else {
        return Vec::new();
    };
    if drop.kind != ObjectKind::Table {
        return Vec::new();
    }
    let mut found = Vec::new();
    for name in &drop.names {
        let Some((full, table)) = ctx.scene.table(name) else {
            continue;
        };
        if ctx.scene.is_new(&full) || table.foreign.is_some() {
            continue;
        }
        let message = format!("`{full}` is dropped with all of its rows");
        let mut finding = RULE.at(
            name.span,
            message,
            "applications that use it fail from here on",
        );
        if let Some(origin) = table.origin.0 {
            finding = finding.also(origin, "created here");
        }
        if drop.cascade {
            let keys = ctx.scene.referencing(&full);
            let keys: Vec<String> = keys.iter().map(|name| format!("`{name}`")).collect();
            if !keys.is_empty() {
                finding = finding.note(format!(
                    "the cascade drops foreign keys of {}",
                    keys.join(", ")
                ));
            }
        }
        found.push(finding.help(
            "drop it when no application uses it any more, and say so: `-- prismoid: allow drop-table <reason>`",
        ));
    }
    found
}
