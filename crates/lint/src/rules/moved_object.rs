//! `SET SCHEMA`, and `RENAME` of a schema.

use diag::Diagnostic;
use sql::Command;
use sql::command::ObjectKind;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// An object moves to another schema, and running applications look for it in the old one.
    ///
    /// Names with the schema fail, and names without it are found only if the new schema is in the search path. For
    /// a table a view of the old name in the old schema bridges the time until all applications know the new
    /// place.
    "moved-object", Warn, Compatibility, Statement(check),
    [Example {
        before: "CREATE SCHEMA shop; CREATE TABLE orders (id bigint PRIMARY KEY);",
        bad: "ALTER TABLE orders SET SCHEMA shop;",
        good: &["CREATE TABLE carts (id bigint PRIMARY KEY); ALTER TABLE carts SET SCHEMA shop;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let (name, to) = match ctx.command {
        Command::SetSchema(set) if set.kind != ObjectKind::Extension => (&set.name, &set.schema),
        Command::Rename(rename) if rename.kind == ObjectKind::Schema => (&rename.name, &rename.to),
        _ => return Vec::new(),
    };
    if ctx.scene.is_new(&ctx.scene.relation(name)) {
        return Vec::new();
    }
    let message = format!("applications look for `{}` in its old place", name.name);
    let finding = RULE.at(
        name.span,
        message,
        format!("is in `{}` from here on", to.name),
    );
    vec![
        finding.help("leave a view of the old name behind until all applications know the new one"),
    ]
}
