//! `UPDATE` and `DELETE` without `WHERE`.

use diag::Diagnostic;
use sql::Command;
use sql::command::DataKind;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// Every row of a table is changed or deleted in one statement.
    ///
    /// Each changed row is locked to the end of the transaction and written once more: a big table doubles in size, replicas
    /// fall behind, and writers wait. Change it in batches outside of the migration, or with a condition that takes a
    /// part (`WHERE id BETWEEN …`) in migrations without a transaction. A `DELETE` without `WHERE` empties the table.
    "change-of-every-row", Warn, Locks, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY, state text);",
        bad: "UPDATE orders SET state = 'new';",
        good: &["UPDATE orders SET state = 'new' WHERE state IS NULL;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::Data(data) = ctx.command else {
        return Vec::new();
    };
    let (what, label) = match data.kind {
        DataKind::Update => ("changed", "each row is locked and written anew"),
        DataKind::Delete => ("deleted", "the table is empty afterwards"),
        DataKind::Insert | DataKind::Merge | DataKind::Copy => return Vec::new(),
    };
    // `UPDATE … FROM` and `DELETE … USING` take the rows that the other table has.
    let joined = data.all.relations().len() > 1;
    let table = ctx.scene.relation(&data.table);
    if data.condition.is_some() || joined || ctx.scene.is_new(&table) {
        return Vec::new();
    }
    let message = format!("every row of `{table}` is {what} in one statement");
    vec![
        RULE.at(ctx.span(), message, label)
            .help("change the rows in batches, or say which ones are meant"),
    ]
}
