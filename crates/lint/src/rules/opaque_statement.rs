//! Statements whose effect cannot be followed.

use diag::Diagnostic;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// What a statement does cannot be read from it.
    ///
    /// Dynamic SQL, procedures and loops over catalogs may do anything, so nothing is known of the locks they take, and the schema after
    /// them is not certain. Write the statements themselves where that is possible.
    "opaque-statement", Allow, Correctness, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY);",
        bad: "DO $$ DECLARE r record; BEGIN FOR r IN SELECT relname FROM pg_class LOOP EXECUTE 'DROP TABLE ' || r.relname; END LOOP; END $$;",
        good: &["DROP TABLE orders;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let known = ctx.scene.schema.opaque.len();
    let new = ctx.after.opaque.iter().skip(known);
    new.map(|opaque| {
        let place = opaque.origin.0.unwrap_or(ctx.span());
        RULE.at(
            place,
            format!("the statement cannot be followed: {}", opaque.reason),
            "",
        )
    })
    .collect()
}
