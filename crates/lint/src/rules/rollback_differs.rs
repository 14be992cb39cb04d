//! Rollbacks that do not lead back.

use diag::{Diagnostic, Span};
use diff::{Change, TableChange};
use schema::Schema;
use sql::{Fold, Script};

use crate::rule::rule;
use crate::{Chain, Example};

/// How many differences a finding names before it counts the rest.
const NAMED: usize = 4;

rule! {
    /// A migration's rollback leads to another schema than there was before.
    ///
    /// After `migrate down` something is missing or left over, the next `migrate up` may fail on it, and what was rolled back
    /// for a reason is not gone. `cargo xtask migrate test` shows the same on a real server. Values that a migration threw
    /// away do not come back, and this rule does not look at them.
    "rollback-differs", Warn, Correctness, History(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
        bad: "ALTER TABLE orders ADD COLUMN note text, ADD COLUMN state text;\n-- down\nALTER TABLE orders DROP COLUMN note;",
        good: &["ALTER TABLE orders ADD COLUMN note text, ADD COLUMN state text;\n-- down\nALTER TABLE orders DROP COLUMN state, DROP COLUMN note;"],
    }]
}

fn check(chain: &Chain<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut fold = Fold::new();
    for migration in &chain.history.migrations {
        let down = migration.down.filter(|_| migration.judged);
        let Some(down) = down else {
            run(&mut fold, migration.script);
            continue;
        };
        let before = fold.schema().clone();
        run(&mut fold, migration.script);
        let mut back = fold.clone();
        run(&mut back, down);
        let place = migration
            .script
            .statements()
            .next()
            .map(|first| first.span());
        let back_place = down.statements().next().map(|first| first.span());
        // What was not understood may do what seems to be missing.
        let understood = back.schema().opaque.len() == before.opaque.len();
        if let Some(place) = place.filter(|_| understood) {
            found.extend(compare(&before, back.schema(), place, back_place));
        }
    }
    found
}

fn is_order(change: &Change<'_>) -> bool {
    matches!(
        change,
        Change::Table {
            change: TableChange::ColumnOrder,
            ..
        }
    )
}

fn run(fold: &mut Fold, script: &Script) {
    fold.begin(script);
    for statement in script.statements() {
        fold.step(statement);
    }
    fold.end(script);
}

fn compare(before: &Schema, after: &Schema, up: Span, down: Option<Span>) -> Option<Diagnostic> {
    // Most rollbacks lead back to the letter, and then nothing has to be worked out.
    if before == after {
        return None;
    }
    let (mut before, mut after) = (before.clone(), after.clone());
    sql::resolve(&mut before);
    sql::resolve(&mut after);
    // No SQL puts a column back to where it stood.
    let changes: Vec<_> = diff::changes(&before, &after)
        .into_iter()
        .filter(|change| !is_order(change))
        .collect();
    if changes.is_empty() {
        return None;
    }
    let message = "the rollback does not lead back to the schema before";
    let mut finding = RULE.at(
        up,
        message,
        "after this and its rollback the schema is another",
    );
    if let Some(down) = down {
        finding = finding.also(down, "the rollback");
    }
    for change in changes.iter().take(NAMED) {
        finding = finding.note(format!("done by both together: {change}"));
    }
    let rest = changes.len().saturating_sub(NAMED);
    if rest > 0 {
        finding = finding.note(format!("and {rest} more"));
    }
    Some(
        finding
            .help("let the rollback undo all of it, or say `-- prismoid: irreversible <reason>`"),
    )
}
