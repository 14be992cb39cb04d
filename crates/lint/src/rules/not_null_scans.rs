//! `SET NOT NULL` without a check that proves it.

use diag::Diagnostic;
use sql::Command;
use sql::command::{Action, ColumnAction};

use crate::impact::proves_not_null;
use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// Every row is looked at for nulls while nobody can read or write the table.
    ///
    /// `SET NOT NULL` reads the whole table under ACCESS EXCLUSIVE, unless a valid check already says
    /// `column IS NOT NULL`. Add that check `NOT VALID`, validate it in the next migration while reads and writes go on, then
    /// set the column `NOT NULL` in an instant and drop the check.
    "not-null-scans", Warn, Locks, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY, state text);",
        bad: "ALTER TABLE orders ALTER COLUMN state SET NOT NULL;",
        good: &[
            "ALTER TABLE orders ADD CONSTRAINT orders_state_set CHECK (state IS NOT NULL) NOT VALID;",
            "ALTER TABLE orders VALIDATE CONSTRAINT orders_state_set;",
            "ALTER TABLE orders ALTER COLUMN state SET NOT NULL; ALTER TABLE orders DROP CONSTRAINT orders_state_set;",
        ],
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
        let Action::AlterColumn(column, ColumnAction::SetNotNull) = action else {
            continue;
        };
        let nullable = table
            .column(&column.name)
            .is_some_and(|known| known.nullable);
        if nullable && !proves_not_null(table, &column.name) {
            let column = &column.name;
            let message = format!("every row of `{name}` is looked at while reads and writes wait");
            found.push(
                RULE.at(*span, message, "takes ACCESS EXCLUSIVE while every row is read").help(format!(
                    "add `CHECK ({column} IS NOT NULL) NOT VALID`, validate it in the next migration, and set `NOT NULL` after that"
                )),
            );
        }
    }
    found
}
