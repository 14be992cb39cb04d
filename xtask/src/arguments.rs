//! The commands and the options that all of them share.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::context::Context;
use crate::failure::Result;
use crate::layout::PathFlags;
use crate::outcome::Outcome;
use crate::terminal::{Color, Format};
use crate::{check, codegen, completions, db, explain, migrate, schema, seed, setup, test};

/// Keeps PostgreSQL, the Rust code that talks to it, and its migrations in step
#[derive(Debug, Parser)]
#[command(
    name = "xtask",
    bin_name = "cargo xtask",
    version,
    max_term_width = 100
)]
#[command(after_help = "Example:\n  cargo xtask migrate")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) options: Options,
}

/// The options of every command.
#[derive(Debug, Default, Args)]
pub(crate) struct Options {
    /// The database [default: `DATABASE_URL`, also from .env, else the development server]
    #[arg(long, global = true, value_name = "URL", help_heading = "Database")]
    pub(crate) database_url: Option<String>,
    /// The folder of PostgreSQL's programs [default: `PRISMOID_POSTGRES_BIN`, else found]
    #[arg(long, global = true, value_name = "DIR", help_heading = "Database")]
    #[arg(hide_short_help = true)]
    pub(crate) postgres_bin: Option<PathBuf>,
    /// The form of the output [default: human]
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        help_heading = "Output"
    )]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    #[arg(value_name = "human|json|github|sarif|markdown")]
    pub(crate) format: Format,
    /// When to use colours [default: auto]
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        help_heading = "Output"
    )]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    #[arg(value_name = "auto|always|never")]
    pub(crate) color: Color,
    #[command(flatten)]
    pub(crate) paths: PathFlags,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Setup(setup::Setup),
    Db(db::Db),
    Migrate(migrate::Migrate),
    Codegen(codegen::Codegen),
    Schema(schema::Schema),
    Seed(seed::Seed),
    Check(check::Check),
    Test(test::Test),
    Explain(explain::Explain),
    Completions(completions::Completions),
}

impl Command {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        match self {
            Self::Setup(command) => command.run(ctx),
            Self::Db(command) => command.run(ctx),
            Self::Migrate(command) => command.run(ctx),
            Self::Codegen(command) => command.run(ctx),
            Self::Schema(command) => command.run(ctx),
            Self::Seed(command) => command.run(ctx),
            Self::Check(command) => command.run(ctx),
            Self::Test(command) => command.run(ctx),
            Self::Explain(command) => command.run(ctx),
            Self::Completions(command) => command.run(ctx),
        }
    }
}
