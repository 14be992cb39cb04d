//! `migrate baseline`.

use clap::Args;
use runner::Runner;
use serde_json::json;

use super::session::{Session, done_json, title};
use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;
use crate::project;

/// Take over a database that has the migrations up to a version already
///
/// They are recorded, not run. Those that the history has are left as they are.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask migrate baseline --to 2")]
pub(crate) struct Baseline {
    /// The last version that the database has
    #[arg(long, value_name = "VERSION")]
    to: i64,
}

impl Baseline {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let session = Session::new(ctx, project::runnable_migrations(ctx)?)?;
        let report = session.run(async |runner: &Runner| runner.baseline(self.to).await)?;
        for done in &report.done {
            ctx.terminal
                .done("Recorded", title(done.version, &done.name));
        }
        if report.is_empty() {
            ctx.terminal
                .line("The history has them already; nothing to do.");
        }
        let value = json!({
            "database": session.address.to_string(),
            "migrations": done_json(&report),
        });
        Ok(Outcome::of(value).with(session.checked.findings, session.inputs.sources))
    }
}
