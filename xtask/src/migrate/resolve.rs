//! `migrate resolve`.

use clap::Args;
use runner::{Resolution, Runner};
use serde_json::json;

use super::session::Session;
use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;
use crate::project;

/// Say what is true of a migration that has stopped half-way, after looking at the database
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask migrate resolve 4 --rolled-back")]
pub(crate) struct Resolve {
    /// The migration's version
    version: i64,
    #[command(flatten)]
    truth: Truth,
}

#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one flag for each truth, of which clap admits one"
)]
#[group(required = true, multiple = false)]
struct Truth {
    /// The database has all of the migration
    #[arg(long)]
    applied: bool,
    /// The database has nothing of the migration
    #[arg(long)]
    rolled_back: bool,
    /// The statement in doubt took effect: the next run goes on after it
    #[arg(long)]
    statement_done: bool,
    /// The statement in doubt did not take effect: the next run executes it again
    #[arg(long)]
    statement_undone: bool,
}

impl Truth {
    fn resolution(&self) -> (Resolution, &'static str) {
        if self.applied {
            (Resolution::Applied, "applied")
        } else if self.rolled_back {
            (Resolution::RolledBack, "rolled back")
        } else if self.statement_done {
            (Resolution::StatementDone, "past the statement in doubt")
        } else {
            (Resolution::StatementUndone, "before the statement in doubt")
        }
    }
}

impl Resolve {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let (resolution, words) = self.truth.resolution();
        let session = Session::new(ctx, project::runnable_migrations(ctx)?)?;
        session.run(async |runner: &Runner| runner.resolve(self.version, resolution).await)?;
        let text = format!("migration {} is {words} now", self.version);
        ctx.terminal.done("Recorded", text);
        let value = json!({ "version": self.version, "is_now": words });
        Ok(Outcome::of(value).with(session.checked.findings, session.inputs.sources))
    }
}
