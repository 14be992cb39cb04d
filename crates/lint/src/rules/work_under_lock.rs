//! Work that is done while an earlier statement's lock keeps everybody out.

use diag::Diagnostic;

use crate::rule::rule;
use crate::{Context, Example, Impact, LockMode, Rewrite};

rule! {
    /// A table stays locked against reads or writes while other statements of the migration do long work.
    ///
    /// Locks are kept to the end of the transaction. A change that needs its lock for an instant holds everybody up for
    /// minutes when the same migration then builds an index, validates a constraint or changes many rows. Put the long work into a
    /// migration of its own, best before the one that needs the lock.
    "work-under-lock", Warn, Locks, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY, state text); CREATE TABLE customers (id bigint PRIMARY KEY, name text);",
        bad: "ALTER TABLE orders ADD COLUMN note text; UPDATE customers SET name = 'x' WHERE name IS NULL;",
        good: &["ALTER TABLE orders ADD COLUMN note text;", "UPDATE customers SET name = 'x' WHERE name IS NULL;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    if !ctx.migration.transaction {
        return Vec::new();
    }
    let Some(work) = long_work(ctx) else {
        return Vec::new();
    };
    let mut earlier = ctx.past.iter().zip(ctx.earlier());
    let held = earlier.find_map(|(impacts, step)| {
        let held = impacts
            .iter()
            .find(|impact| !impact.is_new && impact.lock.blocks_reads())?;
        Some((held, step))
    });
    let Some((held, step)) = held else {
        return Vec::new();
    };
    // Once it is said it is known.
    let is_said = |impacts: &[Impact]| {
        let mut felt = impacts.iter().filter(|impact| !impact.is_new);
        felt.any(|impact| impact.duration().is_some() || impact.lock == LockMode::RowExclusive)
    };
    if earlier.any(|(impacts, _)| is_said(impacts)) {
        return Vec::new();
    }
    let message = format!("`{}` stays locked while {work}", held.relation);
    let finding = RULE
        .at(ctx.span(), message, "reads and writes wait for this too")
        .also(step.statement.span(), held.sentence());
    vec![finding.help("put it into a migration of its own, best before the other")]
}

/// What of a statement takes long, if anything does.
fn long_work(ctx: &Context<'_>) -> Option<String> {
    if let sql::Command::Data(change) = ctx.command {
        let table = ctx.scene.relation(&change.table);
        let many = change.kind != sql::command::DataKind::Insert || change.all.has_query();
        return (many && !ctx.scene.is_new(&table))
            .then(|| format!("rows of `{table}` are changed"));
    }
    let long = ctx.felt().find(|impact| impact.duration().is_some())?;
    Some(match long.rewrite {
        Rewrite::Table => format!("`{}` is written anew", long.relation),
        Rewrite::Indexes => format!("an index of `{}` is built", long.relation),
        Rewrite::None => format!("every row of `{}` is read", long.relation),
    })
}
