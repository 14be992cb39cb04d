//! `migrate validate`.

use clap::Args;
use serde_json::json;

use crate::context::Context;
use crate::failure::{Result, any_error};
use crate::outcome::Outcome;
use crate::project;
use crate::terminal::plural;

/// Find mistakes in the migrations without a database
///
/// Names, numbers, headers, rollbacks, the lock file, and the SQL itself: by PostgreSQL's grammar,
/// and each statement against what the ones before it have built.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask migrate validate --format github")]
pub(crate) struct Validate {}

impl Validate {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let inputs = project::read(ctx)?;
        let checked = project::migrations(&inputs);
        let count = checked.migrations.migrations.len();
        if !any_error(&checked.findings) {
            ctx.terminal.done("Valid", plural(count, "migration"));
        }
        Ok(Outcome::of(json!({ "migrations": count })).with(checked.findings, inputs.sources))
    }
}
