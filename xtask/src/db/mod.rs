//! `db`: the embedded development server.

mod reset;
mod shell;
mod start;
mod status;
mod stop;
mod url;

use clap::{Args, Subcommand};

use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;

/// Start, stop and use the embedded development server
///
/// It is a PostgreSQL cluster of the project's own under target/, reachable from this machine only.
/// The other commands start it when neither `--database-url` nor `DATABASE_URL` names a database.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask db start")]
pub(crate) struct Db {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Start(start::Start),
    Stop(stop::Stop),
    Status(status::Status),
    Url(url::Url),
    Reset(reset::Reset),
    Shell(shell::Shell),
}

impl Db {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        match &self.command {
            Command::Start(command) => command.run(ctx),
            Command::Stop(command) => command.run(ctx),
            Command::Status(command) => command.run(ctx),
            Command::Url(command) => command.run(ctx),
            Command::Reset(command) => command.run(ctx),
            Command::Shell(command) => command.run(ctx),
        }
    }
}
