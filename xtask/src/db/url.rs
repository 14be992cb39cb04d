//! `db url`.

use clap::Args;
use serde_json::json;

use crate::context::{Context, DEVELOPMENT};
use crate::database;
use crate::failure::Result;
use crate::outcome::Outcome;

/// Print the URL of the development database, started if need be
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask db url\n  psql \"$(cargo xtask db url)\"")]
pub(crate) struct Url {}

impl Url {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let url = database::embedded(ctx)?.url(DEVELOPMENT);
        ctx.terminal.line(&url);
        Ok(Outcome::of(json!({ "url": url })))
    }
}
