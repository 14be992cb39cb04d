//! `db stop`.

use clap::Args;
use serde_json::json;

use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;

/// Stop the development server, and no other one
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask db stop")]
pub(crate) struct Stop {}

impl Stop {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let stopped = ctx.server()?.stop(&|verb, text| ctx.say(verb, text))?;
        if stopped {
            ctx.terminal.done("Stopped", "the development server");
        } else {
            ctx.terminal.line("The development server was not running.");
        }
        Ok(Outcome::of(json!({ "stopped": stopped })))
    }
}
