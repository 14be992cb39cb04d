//! The command line: arguments, disk, environment, processes, database, printing, and nothing else.

use std::process::ExitCode;

/// Runs the command line with the process's arguments; see `cargo xtask --help`.
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
