//! Indexes on a column of two values.

use diag::Diagnostic;
use schema::IndexKey;
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// An index holds nothing but a boolean column.
    ///
    /// It has two values, so that the index leads to half of the table and is rarely used, while every write pays for it. An index of
    /// another column with `WHERE` on this one finds the rare value at once.
    "index-on-boolean", Allow, Style, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY, done boolean);",
        bad: "CREATE INDEX orders_done_idx ON orders (done);",
        good: &["CREATE INDEX orders_open_idx ON orders (id) WHERE NOT done;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::CreateIndex(index) = ctx.command else {
        return Vec::new();
    };
    let full = ctx.scene.relation(&index.table);
    let (Some(before), Some(after)) = (
        ctx.scene.schema.tables.get(&full),
        ctx.after.tables.get(&full),
    ) else {
        return Vec::new();
    };
    let new = after
        .indexes
        .iter()
        .find(|it| before.index(&it.name).is_none());
    let Some(new) = new.filter(|it| it.predicate.is_none() && it.elements.len() == 1) else {
        return Vec::new();
    };
    let IndexKey::Column(name) = &new.elements[0].key else {
        return Vec::new();
    };
    let boolean = after
        .column(name)
        .is_some_and(|it| it.ty.name == "bool" && !it.ty.array);
    if !boolean {
        return Vec::new();
    }
    let message = format!("`{}` indexes a column of two values", new.name);
    vec![
        RULE.at(ctx.span(), message, "leads to half of the table")
            .help("index another column `WHERE` this one has the rare value"),
    ]
}
