//! `DROP … CASCADE`.

use diag::Diagnostic;
use sql::Command;
use sql::command::ObjectKind;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A drop takes along whatever depends on it.
    ///
    /// `CASCADE` drops views, defaults, foreign keys, functions and policies without naming them, and more on a database that has more
    /// than this one. Without it the server names them: drop each of them first, so that nothing goes unseen.
    "cascading-drop", Warn, DataLoss, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY); CREATE VIEW open_orders AS SELECT id FROM orders;",
        bad: "DROP TABLE orders CASCADE;",
        good: &["DROP VIEW open_orders; DROP TABLE orders;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let Command::Drop(drop) = ctx.command else {
        return Vec::new();
    };
    if !drop.cascade || drop.kind == ObjectKind::Schema {
        return Vec::new();
    }
    // A thing that the same migration made has nothing of others depending on it.
    let own = drop.kind == ObjectKind::Table
        && drop
            .names
            .iter()
            .all(|name| ctx.scene.is_new(&ctx.scene.relation(name)));
    if own {
        return Vec::new();
    }
    let gone: Vec<String> = ctx
        .scene
        .schema
        .views
        .keys()
        .filter(|view| !ctx.after.views.contains_key(view))
        .filter(|view| {
            !drop
                .names
                .iter()
                .any(|name| ctx.scene.relation(name) == **view)
        })
        .map(|view| format!("`{view}`"))
        .collect();
    let mut finding = RULE.at(
        ctx.span(),
        "whatever depends on it is dropped along",
        "`CASCADE` does not say what goes",
    );
    if !gone.is_empty() {
        finding = finding.note(format!("among it are the views {}", gone.join(", ")));
    }
    vec![finding.help("leave `CASCADE` out and drop what the server then names, one by one")]
}
