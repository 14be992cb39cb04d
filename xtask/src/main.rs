//! The project's own binary of the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    prismoid_xtask::main()
}
