//! New columns whose values must be written into every row.

use diag::Diagnostic;
use sql::Command;
use sql::command::{Action, ColumnDefinition, Volatility};

use crate::rule::rule;
use crate::{Context, Example, Scene};

rule! {
    /// A column is added whose values are written into every row of the table.
    ///
    /// A constant default costs nothing: it is kept beside the table. A default that differs from row to row
    /// (`gen_random_uuid()`, `random()`, `nextval(…)`), a serial or identity column and a stored generated column make
    /// the server write the whole table and all of its indexes anew under ACCESS EXCLUSIVE.
    ///
    /// Add the column without a default, set the default for new rows, and fill the old ones in batches.
    "column-rewrites", Warn, Rewrites, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
        bad: "ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid();",
        good: &["ALTER TABLE orders ADD COLUMN token uuid;", "ALTER TABLE orders ALTER COLUMN token SET DEFAULT gen_random_uuid();", "ALTER TABLE orders ADD COLUMN state text NOT NULL DEFAULT 'new', ADD COLUMN made timestamptz DEFAULT now();"],
    }, Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
        bad: "ALTER TABLE orders ADD COLUMN number bigserial;",
        good: &["ALTER TABLE orders ADD COLUMN number bigint;"],
    }, Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
        bad: "ALTER TABLE orders ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;",
        good: &["ALTER TABLE orders ADD COLUMN number bigint;"],
    }, Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY, amount int);",
        bad: "ALTER TABLE orders ADD COLUMN twice int GENERATED ALWAYS AS (amount * 2) STORED;",
        good: &["ALTER TABLE orders ADD COLUMN twice int;"],
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
    for (action, _) in &alter.actions {
        let Action::AddColumn(column, guarded) = action else {
            continue;
        };
        let exists = *guarded && table.column(&column.name.name).is_some();
        let Some((span, why)) = reason(column, &ctx.scene, table).filter(|_| !exists) else {
            continue;
        };
        let message = format!("`{name}` is written anew to add `{}`", column.name.name);
        found.push(
            RULE.at(span, message, why)
                .note("takes ACCESS EXCLUSIVE for as long: reads and writes wait")
                .help("add the column without it, set a default for new rows, and fill the old rows in batches"),
        );
    }
    found
}

/// What of a column makes the server write every row, with its place.
fn reason(
    column: &ColumnDefinition<'_>,
    scene: &Scene<'_>,
    table: &schema::Table,
) -> Option<(diag::Span, &'static str)> {
    if column.ty.serial {
        return Some((column.ty.span, "each row gets a number of its own"));
    }
    if let Some(span) = column.identity {
        return Some((span, "each row gets a number of its own"));
    }
    if let Some(generated) = column.generated.filter(|generated| generated.stored) {
        return Some((
            generated.expression.span(),
            "worked out and stored in each row",
        ));
    }
    let default = column.default.filter(|default| !default.is_null())?;
    match default.volatility(scene.schema, Some(table)) {
        Volatility::Volatile => Some((default.span(), "has another value in each row")),
        Volatility::Unknown => Some((
            default.span(),
            "may have another value in each row: the function is not known here",
        )),
        Volatility::Immutable | Volatility::Stable => None,
    }
}
