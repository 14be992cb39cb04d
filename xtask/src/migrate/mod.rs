//! `migrate`: the history of the database.

mod create;
mod renumber;
mod validate;

use clap::{Args, Subcommand};

use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;

/// Bring the database up to date, and everything else about migrations
///
/// Without a further command it is `migrate up`: what is pending is applied, each migration together
/// with its row of history.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:\n  cargo xtask migrate\n  cargo xtask migrate create add_alerts")]
pub(crate) struct Migrate {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Create(create::Create),
    Validate(validate::Validate),
    Renumber(renumber::Renumber),
}

impl Migrate {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        match &self.command {
            None => Ok(Outcome::fine()),
            Some(Command::Create(command)) => command.run(ctx),
            Some(Command::Validate(command)) => command.run(ctx),
            Some(Command::Renumber(command)) => command.run(ctx),
        }
    }
}
