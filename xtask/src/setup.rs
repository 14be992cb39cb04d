//! `setup`: finds PostgreSQL's programs, or installs them.

use clap::Args;
use serde_json::json;

use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;
use crate::server;

/// Find PostgreSQL's programs, or install them with the system's package manager
///
/// The other commands do this when they need to. Debian's package is kept from creating and
/// starting a server of its own.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask setup")]
pub(crate) struct Setup {}

impl Setup {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let say = |verb: &str, text: &str| ctx.say(verb, text);
        let found = server::setup(ctx.programs_folder().as_deref(), &say)?;
        for programs in &found {
            let text = format!(
                "PostgreSQL {} in {}",
                programs.version,
                programs.folder.display()
            );
            ctx.terminal.done("Found", text);
        }
        let programs: Vec<_> = found
            .iter()
            .map(|one| json!({ "version": one.version, "folder": one.folder }))
            .collect();
        Ok(Outcome::of(json!({ "programs": programs })))
    }
}
