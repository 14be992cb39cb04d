//! `DROP NOT NULL`.

use diag::Diagnostic;
use sql::Command;
use sql::command::{Action, ColumnAction};

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A column may be null from here on, and applications may not expect that.
    ///
    /// An application that was written for `NOT NULL` reads rows with nulls as soon as another writes them. Deploy code that
    /// can read nulls first.
    "drop-not-null", Allow, Compatibility, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY, state text NOT NULL);",
        bad: "ALTER TABLE orders ALTER COLUMN state DROP NOT NULL;",
        good: &[],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::AlterTable(alter) = ctx.command else {
        return Vec::new();
    };
    let table = ctx.scene.relation(&alter.name);
    let mut found = Vec::new();
    for (action, span) in &alter.actions {
        if let Action::AlterColumn(column, ColumnAction::DropNotNull) = action
            && !ctx.scene.is_new(&table)
        {
            let message = format!("`{table}.{}` may be null from here on", column.name);
            found.push(
                RULE.at(*span, message, "applications may not expect nulls")
                    .help("deploy code that reads nulls before this migration"),
            );
        }
    }
    found
}
