//! `migrate validate`.

use clap::Args;
use serde_json::json;

use crate::context::Context;
use crate::failure::{Result, any_error};
use crate::outcome::Outcome;
use crate::project::Texts;
use crate::terminal::plural;

/// Find mistakes in the migrations without a database
///
/// Names, numbers, headers, rollbacks, the lock file, and the SQL itself by PostgreSQL's grammar.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask migrate validate --format github")]
pub(crate) struct Validate {}

impl Validate {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let mut texts = Texts::migrations(ctx.layout()?)?;
        let (project, findings) = migrations::read(&texts.sources, &texts.migrations);
        texts.findings.extend(findings);
        let count = project.migrations.len();
        if !any_error(&texts.findings) {
            let count = plural(count, "migration");
            ctx.terminal.done("Valid", count);
        }
        Ok(Outcome::of(json!({ "migrations": count })).with(texts.findings, texts.sources))
    }
}
