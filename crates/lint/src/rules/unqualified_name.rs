//! Tables created without naming their schema.

use diag::Diagnostic;
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A table is created in whatever schema comes first in the search path.
    ///
    /// That is a setting of the role, the database and the session. Write the schema: `public.orders`.
    "unqualified-name", Allow, Style, Statement(check),
    [Example {
        before: "",
        bad: "CREATE TABLE orders (id bigint PRIMARY KEY);",
        good: &["CREATE TABLE public.orders (id bigint PRIMARY KEY);"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let name = match ctx.command {
        Command::CreateTable(table) if !table.temporary => &table.name,
        Command::CreateView(view) => &view.name,
        _ => return Vec::new(),
    };
    if name.schema.is_some() {
        return Vec::new();
    }
    let message = format!("the search path decides where `{}` is created", name.name);
    vec![
        RULE.at(name.span, message, "no schema")
            .help("write the schema in front of it"),
    ]
}
