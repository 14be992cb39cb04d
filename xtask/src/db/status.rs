//! `db status`.

use clap::Args;
use serde_json::json;

use crate::context::{Context, DEVELOPMENT};
use crate::failure::Result;
use crate::outcome::Outcome;

/// Show whether the development server runs, and where
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask db status --format json")]
pub(crate) struct Status {}

impl Status {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let Some(running) = ctx.server()?.running() else {
            ctx.terminal.line("The development server is not running.");
            return Ok(Outcome::of(json!({ "running": false })));
        };
        let url = running.url(DEVELOPMENT);
        let socket = running
            .socket
            .as_ref()
            .map(|path| path.display().to_string());
        let rows = [
            ("url", url.clone()),
            ("process", running.pid.to_string()),
            ("socket", socket.unwrap_or_else(|| "none".to_owned())),
            ("data", running.data.display().to_string()),
        ];
        ctx.terminal.line("The development server is running.");
        for (name, value) in rows {
            ctx.terminal.line(format!("  {name:<8} {value}"));
        }
        Ok(Outcome::of(json!({
            "running": true,
            "url": url,
            "port": running.port,
            "socket": running.socket,
            "pid": running.pid,
            "data": running.data,
        })))
    }
}
