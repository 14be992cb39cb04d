//! `cargo xtask` alone: what one needs on the first day.

use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;
use crate::terminal::{BOLD, DIM, FRESH, paint};

/// The guide's rows: a command and what it does.
const ROWS: [(&str, &str); 7] = [
    (
        "migrate",
        "brings the database up to date; installs and starts what it needs",
    ),
    ("test", "runs everything that CI runs"),
    ("", ""),
    ("migrate create NAME", "begins a new migration"),
    (
        "codegen",
        "writes generated/ from the schema and the migrations",
    ),
    ("check", "finds mistakes without a database"),
    ("seed", "loads development data"),
];

/// Shows the guide.
#[expect(clippy::unnecessary_wraps, reason = "every command returns an outcome")]
pub(crate) fn show(ctx: &Context) -> Result<Outcome> {
    let terminal = &ctx.terminal;
    terminal
        .line(paint(BOLD, "Prismoid") + ": PostgreSQL, its migrations and your Rust code, in step");
    terminal.line("");
    for (command, does) in ROWS {
        if command.is_empty() {
            terminal.line("");
        } else {
            let padding = " ".repeat(20 - command.len());
            terminal.line(format!(
                "  cargo xtask {}{padding}  {does}",
                paint(FRESH, command)
            ));
        }
    }
    terminal.line("");
    terminal.line(paint(DIM, "All commands: cargo xtask --help"));
    let commands: Vec<&str> = ROWS.iter().map(|(command, _)| *command).collect();
    let commands: Vec<&str> = commands.into_iter().filter(|c| !c.is_empty()).collect();
    Ok(Outcome::of(serde_json::json!({ "commands": commands })))
}
