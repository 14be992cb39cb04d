//! `integer` to `bigint` without the sequence.

use diag::Diagnostic;
use sql::Command;
use sql::command::{Action, ColumnAction};

use crate::rule::rule;
use crate::{Ended, Example};

rule! {
    /// A column becomes wider, and the sequence that fills it does not.
    ///
    /// A `serial` column's sequence has the column's first type. After `ALTER COLUMN … TYPE bigint` it still ends at 2,147,483,647, and
    /// inserts fail there. Add `ALTER SEQUENCE … AS bigint`. (An identity column's sequence follows by itself.)
    "sequence-not-widened", Warn, Correctness, Migration(check),
    [Example {
        before: "CREATE TABLE orders (id serial PRIMARY KEY);",
        bad: "ALTER TABLE orders ALTER COLUMN id TYPE bigint;",
        good: &["ALTER TABLE orders ALTER COLUMN id TYPE bigint; ALTER SEQUENCE orders_id_seq AS bigint;"],
    }]
}

fn check(ended: &Ended<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for step in ended.steps {
        let Command::AlterTable(alter) = &step.command else {
            continue;
        };
        let Some((name, table)) = ended.scene.table(&alter.name) else {
            continue;
        };
        for (action, span) in &alter.actions {
            let Action::AlterColumn(column, ColumnAction::Type { .. }) = action else {
                continue;
            };
            let Some(known) = table.column(&column.name) else {
                continue;
            };
            let sequence = known.sequence.as_ref().and_then(|name| {
                let sequence = ended.scene.schema.sequences.get(name)?;
                Some((name, sequence))
            });
            let Some((sequence, numbers)) = sequence else {
                continue;
            };
            if width(&known.ty.name) > width(&numbers.ty) {
                let message = format!(
                    "`{name}.{}` is wider than its sequence `{sequence}`",
                    column.name
                );
                let label = format!("the sequence ends at {}", numbers.maximum);
                found.push(RULE.at(*span, message, label).help(format!(
                    "add `ALTER SEQUENCE {} AS bigint;`",
                    sequence.sql()
                )));
            }
        }
    }
    found
}

fn width(ty: &str) -> u8 {
    match ty {
        "int2" => 2,
        "int4" => 4,
        "int8" => 8,
        _ => 0,
    }
}
