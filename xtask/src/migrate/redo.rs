//! `migrate redo`.

use clap::Args;
use runner::Runner;

use super::session::Session;
use super::{finished, show_plan};
use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;
use crate::project;

/// Undo the last migration and apply it again
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask migrate redo")]
pub(crate) struct Redo {
    /// Print the SQL that would be run, and change nothing
    #[arg(long)]
    dry_run: bool,
}

impl Redo {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let session = Session::new(ctx, project::runnable_migrations(ctx)?)?;
        if self.dry_run {
            let plan = session.run(async |runner: &Runner| runner.plan_redo().await)?;
            return Ok(show_plan(ctx, session, &plan));
        }
        let report = session.run(async |runner: &Runner| runner.redo().await)?;
        let version = session.version()?;
        Ok(finished(ctx, session, &report, version))
    }
}
