//! `schema`: Prisma's schema language.

mod dmmf;
mod erd;
mod format;
mod pull;
mod validate;

use clap::{Args, Subcommand};

use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;

pub(crate) use pull::Pull;
pub(crate) use validate::Contents;

/// Validate, format and convert schema.prisma
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask schema format")]
pub(crate) struct Schema {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Validate(validate::Validate),
    Format(format::Format),
    Dmmf(dmmf::Dmmf),
    Erd(erd::Erd),
    Pull(pull::Pull),
}

impl Schema {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        match &self.command {
            Command::Validate(command) => command.run(ctx),
            Command::Format(command) => command.run(ctx),
            Command::Dmmf(command) => command.run(ctx),
            Command::Erd(command) => command.run(ctx),
            Command::Pull(command) => command.run(ctx),
        }
    }
}
