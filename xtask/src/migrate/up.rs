//! `migrate up`, which is also `migrate`.

use clap::Args;
use runner::Runner;

use super::adopt::Known;
use super::session::Session;
use super::{finished, show_plan};
use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;
use crate::project;

/// Apply what is pending
///
/// Each migration and its row of history are committed together. A failure stops everything behind
/// it; what was applied before stays.
#[derive(Debug, Default, Args)]
#[command(
    after_help = "Examples:\n  cargo xtask migrate up --to 2\n  cargo xtask migrate up --dry-run"
)]
pub(crate) struct Up {
    /// The last version to apply
    #[arg(long, value_name = "VERSION")]
    to: Option<i64>,
    /// Print the SQL that would be run, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Apply what is dangerous without asking; see `migrate plan`
    #[arg(long)]
    yes: bool,
}

impl Up {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let session = Session::new(ctx, project::runnable_migrations(ctx)?)?;
        let known = Known::of(&session)?;
        if self.dry_run {
            let mut plan = session.run(async |runner: &Runner| runner.plan_up(self.to).await)?;
            let taken = known.map(|known| known.new_ones()).unwrap_or_default();
            plan.retain(|step| !taken.iter().any(|it| it.version == step.version));
            return Ok(show_plan(ctx, session, &plan));
        }
        // What another tool has applied is not asked about.
        if let Some(known) = known {
            known.take_over(ctx, &session)?;
        }
        if !self.yes {
            super::plan::ask(ctx, &session, self.to)?;
        }
        let report = session.run(async |runner: &Runner| runner.up(self.to).await)?;
        // With nothing left to do, the database need not be asked once more.
        let last = session.manifest.migrations.last();
        let version = match (self.to, last) {
            (None, Some(last)) => last.version,
            (Some(_), _) | (None, None) => session.version()?,
        };
        Ok(finished(ctx, session, &report, version))
    }
}
