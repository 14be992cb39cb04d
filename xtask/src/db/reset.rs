//! `db reset`.

use clap::Args;
use serde_json::json;

use crate::context::{Context, DEVELOPMENT};
use crate::database;
use crate::failure::Result;
use crate::outcome::Outcome;

/// Empty the development database
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  cargo xtask db reset && cargo xtask migrate && cargo xtask seed"
)]
pub(crate) struct Reset {
    /// Make the whole cluster anew, for one that no longer starts
    #[arg(long)]
    all: bool,
}

impl Reset {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        if self.all {
            ctx.server()?.remove(&|verb, text| ctx.say(verb, text))?;
        }
        let running = database::embedded(ctx)?;
        if !self.all {
            database::recreate(&running, DEVELOPMENT)?;
        }
        let url = running.url(DEVELOPMENT);
        ctx.terminal.done("Emptied", &url);
        Ok(Outcome::of(json!({ "url": url })))
    }
}
