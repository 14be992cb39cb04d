//! `db shell`.

use std::path::PathBuf;
use std::process::Command;

use clap::Args;
use serde_json::json;

use crate::codes;
use crate::context::{Context, DEVELOPMENT};
use crate::database;
use crate::failure::{Failure, Result};
use crate::outcome::Outcome;
use crate::server::Programs;

/// Open psql on the development database
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask db shell -- -c 'SELECT version()'")]
pub(crate) struct Shell {
    /// Arguments for psql
    #[arg(last = true)]
    arguments: Vec<String>,
}

impl Shell {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let url = database::embedded(ctx)?.url(DEVELOPMENT);
        let psql = Programs::all(ctx.programs_folder().as_deref())?
            .iter()
            .map(|programs| programs.folder.join("psql"))
            .find(|path| path.is_file())
            .unwrap_or_else(|| PathBuf::from("psql"));
        let mut command = Command::new(&psql);
        become_program(command.arg(&url).args(&self.arguments))?;
        Ok(Outcome::of(json!({ "url": url })))
    }
}

/// Runs psql in place of this process, so that signals and the exit code are its own.
fn become_program(command: &mut Command) -> Result<()> {
    #[cfg(unix)]
    let error = {
        use std::os::unix::process::CommandExt;
        command.exec()
    };
    #[cfg(not(unix))]
    let error = match command.status() {
        Ok(_) => return Ok(()),
        Err(error) => error,
    };
    Err(Failure::new(
        &codes::PROGRAM_FAILED,
        format!("cannot run `psql`: {error}"),
    )
    .help("install PostgreSQL's client programs"))
}
