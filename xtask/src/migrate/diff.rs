//! `migrate diff`.

use std::path::PathBuf;

use ::schema::Schema;
use clap::Args;
use serde_json::json;

use super::planning::{Plan, Planning, Way, likely, unobstructed};
use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;
use crate::state::{State, comparable};
use crate::write::write_all;

/// Show the difference of two states: what they ask for, or what one migration would have to do
///
/// A state is `schema` (schema.prisma), `migrations`, `database`, `empty`, the URL of a database, or
/// the path of another schema or folder of migrations. Only databases need one.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cargo xtask migrate diff --from empty --to schema --script\n  cargo xtask migrate diff --from migrations --to schema\n  cargo xtask migrate diff --from database --to migrations --exit-code"
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
    /// Write the SQL into a file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// End with 1 if there is a difference
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    planning: Planning,
}

impl Diff {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let (from, to) = (State::parse(&self.from)?, State::parse(&self.to)?);
        let (before, wanted) = (from.read(ctx)?, to.read(ctx)?);
        // What a schema file before has no words for is as it is after.
        let (before, wanted) = match from {
            State::Schema(_) => comparable((&from, before), (&to, wanted)),
            State::Empty | State::Migrations(_) | State::Database(_) => (before, wanted),
        };
        let way = Way {
            before: &before,
            wanted: &wanted,
            hints: to.renames(ctx)?,
        };
        let complete = |wanted: &Schema, before: &Schema| {
            comparable((&from, before.clone()), (&to, wanted.clone())).1
        };
        let plan = self.planning.plan(ctx, way, complete)?;
        if self.script || self.output.is_some() {
            unobstructed(&before, &plan, None)?;
        }
        self.show(ctx, &plan)
    }

    fn show(&self, ctx: &Context, plan: &Plan) -> Result<Outcome> {
        let script = &plan.script;
        let text = script.to_string();
        if self.script || self.output.is_some() {
            self.planning.allow(script)?;
        }
        if let Some(path) = &self.output {
            write_all(&[(path.clone(), text.clone())])?;
            ctx.terminal.done("Wrote", path.display());
        } else if self.script {
            ctx.terminal.line(text.trim_end());
        } else if script.changes.is_empty() {
            ctx.terminal.line("No difference.");
        } else {
            for change in &script.changes {
                ctx.terminal.line(change);
            }
        }
        let files: Vec<_> = script
            .files()
            .iter()
            .map(|file| json!({ "transaction": file.transaction, "sql": file.to_string() }))
            .collect();
        let losses: Vec<String> = script.losses().iter().map(ToString::to_string).collect();
        let value = json!({
            "changes": script.changes,
            "script": text,
            "files": files,
            "losses": losses,
        });
        let outcome = Outcome::of(value).with(likely(script), diag::Sources::new());
        Ok(if self.exit_code && !script.changes.is_empty() {
            outcome.no()
        } else {
            outcome
        })
    }
}
