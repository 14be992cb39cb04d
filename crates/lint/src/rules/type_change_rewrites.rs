//! `ALTER COLUMN … TYPE` that writes the table anew.

use diag::Diagnostic;
use sql::Command;
use sql::command::{Action, ColumnAction};

use crate::impact::conversion;
use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A column's type changes so that the whole table is written anew.
    ///
    /// The table and all of its indexes are written once more under ACCESS EXCLUSIVE: nobody reads or
    /// writes it until that is done, and twice its size is needed on disk. Changes that keep the stored
    /// form cost nothing and are not meant: a longer `varchar`, `varchar` to `text`, more digits of a
    /// `numeric` at the same scale, more digits of a `timestamp`.
    ///
    /// Otherwise add a column of the new type, copy the values in batches while a trigger keeps new ones in
    /// step, and let the applications move over.
    "type-change-rewrites", Warn, Rewrites, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id int PRIMARY KEY, note varchar(20));",
        bad: "ALTER TABLE orders ALTER COLUMN id TYPE bigint;",
        good: &["ALTER TABLE orders ADD COLUMN id_new bigint;"],
    }, Example {
        before: "CREATE TABLE orders (id int PRIMARY KEY, note varchar(20));",
        bad: "ALTER TABLE orders ALTER COLUMN note TYPE varchar(10);",
        good: &["ALTER TABLE orders ALTER COLUMN note TYPE varchar(40);", "ALTER TABLE orders ALTER COLUMN note TYPE text;"],
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
        let Action::AlterColumn(
            column,
            ColumnAction::Type {
                ty,
                collation,
                using,
            },
        ) = action
        else {
            continue;
        };
        let Some(known) = table.column(&column.name) else {
            continue;
        };
        let change = conversion(known, ty, collation.as_ref(), *using, &ctx.scene);
        if change.rewrites {
            let message = format!(
                "`{name}` is written anew to make `{}` of type {} instead of {}",
                column.name, change.to, change.from
            );
            let finding = RULE.at(
                *span,
                message,
                "takes ACCESS EXCLUSIVE for as long: reads and writes wait",
            );
            found.push(finding.help(
                "add a column of the new type, fill it in batches, and move the applications over",
            ));
        }
    }
    found
}
