//! `REFRESH MATERIALIZED VIEW` without `CONCURRENTLY`.

use diag::Diagnostic;
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A materialized view is filled anew while nobody can read it.
    ///
    /// `REFRESH MATERIALIZED VIEW` takes ACCESS EXCLUSIVE for as long as its query runs. `CONCURRENTLY` lets reads go on; it
    /// needs a unique index over plain columns without a condition.
    "refresh-blocks", Warn, Locks, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY); CREATE MATERIALIZED VIEW totals AS SELECT id FROM orders; CREATE UNIQUE INDEX totals_id_idx ON totals (id);",
        bad: "REFRESH MATERIALIZED VIEW totals;",
        good: &["REFRESH MATERIALIZED VIEW CONCURRENTLY totals;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::Refresh(refresh) = ctx.command else {
        return Vec::new();
    };
    let Some(impact) = ctx
        .felt()
        .next()
        .filter(|_| !refresh.concurrently && !refresh.no_data)
    else {
        return Vec::new();
    };
    let name = &impact.relation;
    let message = format!("reads of `{name}` wait until it is filled anew");
    let unique = ctx.scene.view(&refresh.view).is_some_and(|(_, view)| {
        view.indexes
            .iter()
            .any(|index| index.unique && index.predicate.is_none())
    });
    let finding = RULE.at(ctx.span(), message, impact.sentence());
    vec![finding.help(if unique {
        "use `REFRESH MATERIALIZED VIEW CONCURRENTLY`"
    } else {
        "create a unique index on it, then use `REFRESH MATERIALIZED VIEW CONCURRENTLY`"
    })]
}
