//! The command line: arguments, disk, environment, processes, database, printing, and nothing else.
//!
//! Each command is a file (or a folder of them) named as it is called: its arguments, and `run`,
//! which reads, asks a pure crate, and writes. A project of one's own offers the same commands by
//! an xtask whose `main` is [`main`].

#![expect(
    clippy::unused_self,
    reason = "a command without arguments is called as the others are"
)]

mod arguments;
mod context;
mod outcome;

mod check;
mod codegen;
mod completions;
mod db;
mod explain;
mod guide;
mod migrate;
mod schema;
mod seed;
mod setup;
mod test;

pub mod codes;
mod database;
pub mod failure;
mod layout;
mod project;
pub mod server;
mod state;
mod terminal;
mod write;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use arguments::Arguments;
use context::Context;

/// Runs the command line with the process's arguments; see `cargo xtask --help`.
pub fn main() -> ExitCode {
    run(std::env::args_os())
}

/// Runs a command line; its first word is the program's name.
pub fn run(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    match Arguments::try_parse_from(words) {
        Ok(Arguments { command, options }) => {
            let ctx = Context::new(options);
            let result = match command {
                Some(command) => command.run(&ctx),
                None => guide::show(&ctx),
            };
            outcome::finish(result, &ctx.terminal)
        }
        Err(error) => {
            // Help and version are answers, everything else is a wrong call. A closed pipe is no
            // failure in either case.
            let _ = error.print();
            ExitCode::from(if error.use_stderr() { 2 } else { 0 })
        }
    }
}
