//! `completions`: what a shell needs to complete commands and flags.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;

/// Print a completion script for a shell
///
/// It completes the program `xtask`: the binary that `cargo xtask` runs, put on your PATH.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  cargo xtask completions bash > ~/.local/share/bash-completion/completions/xtask"
)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    #[expect(clippy::unnecessary_wraps, reason = "every command returns an outcome")]
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let mut script = Vec::new();
        let mut command = Arguments::command().bin_name("xtask");
        clap_complete::generate(self.shell, &mut command, "xtask", &mut script);
        let script = String::from_utf8_lossy(&script).into_owned();
        ctx.terminal.line(script.trim_end());
        Ok(Outcome::of(serde_json::json!({ "script": script })))
    }
}
