//! `db start`.

use clap::Args;
use serde_json::json;

use crate::context::Context;
use crate::database;
use crate::failure::Result;
use crate::outcome::Outcome;

/// Start the development server; nothing happens if it runs
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask db start")]
pub(crate) struct Start {}

impl Start {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let running = database::embedded(ctx)?;
        let url = running.url(crate::context::DEVELOPMENT);
        let state = if running.started {
            "Started"
        } else {
            "Running"
        };
        ctx.terminal.done(state, &url);
        Ok(Outcome::of(json!({
            "url": url,
            "started": running.started,
            "port": running.port,
            "socket": running.socket,
            "pid": running.pid,
            "data": running.data,
        })))
    }
}
