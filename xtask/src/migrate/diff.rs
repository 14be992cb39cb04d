//! `migrate diff`.

use clap::Args;
use serde_json::json;

use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;
use crate::state::{State, comparable};

/// Show the difference of two states: what they ask for, or what one migration would have to do
///
/// A state is `schema` (schema.prisma), `migrations`, `empty`, or the path of another schema or
/// folder of migrations. No database is needed.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cargo xtask migrate diff --from empty --to schema --script\n  cargo xtask migrate diff --from migrations --to schema"
)]
pub(crate) struct Diff {
    /// The state before
    #[arg(long, value_name = "STATE")]
    from: String,
    /// The state after
    #[arg(long, value_name = "STATE")]
    to: String,
    /// Print the SQL that leads from one to the other
    #[arg(long)]
    script: bool,
    /// End with 1 if there is a difference
    #[arg(long)]
    exit_code: bool,
}

impl Diff {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let (from, to) = (State::parse(&self.from)?, State::parse(&self.to)?);
        let (before, after) = comparable((&from, from.read(ctx)?), (&to, to.read(ctx)?));
        let script = diff::plan(&before, &after, &diff::Options::offline());
        let changes: Vec<String> = diff::changes(&before, &after)
            .iter()
            .map(ToString::to_string)
            .collect();
        if self.script {
            ctx.terminal.line(script.to_string().trim_end());
        } else if changes.is_empty() {
            ctx.terminal.line("No difference.");
        } else {
            for change in &changes {
                ctx.terminal.line(change);
            }
        }
        let value = json!({ "changes": changes, "script": script.to_string() });
        let outcome = Outcome::of(value);
        Ok(if self.exit_code && !changes.is_empty() {
            outcome.no()
        } else {
            outcome
        })
    }
}
