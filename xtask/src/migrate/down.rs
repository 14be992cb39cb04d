//! `migrate down`.

use clap::Args;
use runner::{Down as Target, Runner};

use super::session::Session;
use super::{finished, show_plan};
use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;
use crate::project;

/// Undo the last migration, or more, by their rollbacks
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cargo xtask migrate down\n  cargo xtask migrate down --to 1")]
pub(crate) struct Down {
    /// Undo everything after this version; 0 undoes all
    #[arg(long, value_name = "VERSION", conflicts_with = "steps")]
    to: Option<i64>,
    /// Undo this many migrations
    #[arg(long, value_name = "COUNT", default_value_t = 1)]
    steps: usize,
    /// Print the SQL that would be run, and change nothing
    #[arg(long)]
    dry_run: bool,
}

impl Down {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let target = self.to.map_or(Target::Steps(self.steps), Target::To);
        let session = Session::new(ctx, project::runnable_migrations(ctx)?)?;
        if self.dry_run {
            let plan = session.run(async |runner: &Runner| runner.plan_down(target).await)?;
            return Ok(show_plan(ctx, session, &plan));
        }
        let report = session.run(async |runner: &Runner| runner.down(target).await)?;
        let version = session.version()?;
        Ok(finished(ctx, session, &report, version))
    }
}
