//! `CREATE EXTENSION` without a version.

use diag::Diagnostic;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// An extension is installed in whatever version the server has.
    ///
    /// Two servers may then have two versions of it, with other functions. `VERSION '…'` says which; a server that lacks it fails at once.
    "extension-version", Allow, Style, Statement(check),
    [Example {
        before: "",
        bad: "CREATE EXTENSION hstore;",
        good: &["CREATE EXTENSION hstore VERSION '1.8';"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let new = ctx.after.extensions.iter().find(|(name, extension)| {
        extension.version.is_none() && !ctx.scene.schema.extensions.contains_key(*name)
    });
    let Some((name, _)) = new else {
        return Vec::new();
    };
    let message = format!("the version of `{name}` is whatever the server has");
    vec![
        RULE.at(ctx.span(), message, "no version")
            .help("add `VERSION`"),
    ]
}
