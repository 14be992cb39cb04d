//! `migrate`: the history of the database.

mod adopt;
mod baseline;
mod create;
mod diff;
mod down;
mod drift;
mod from_schema;
mod history;
mod import;
pub(crate) mod lint;
mod plan;
mod planning;
mod proof;
mod redo;
mod renumber;
mod repair;
mod resolve;
mod session;
mod squash;
mod status;
mod test;
mod up;
mod validate;

use clap::{Args, Subcommand};
use runner::{Direction, Planned, Report};
use serde_json::json;

use crate::context::Context;
use crate::database::Address;
use crate::failure::Result;
use crate::outcome::Outcome;
use crate::terminal::{BOLD, duration, paint, plural};
use session::{Session, direction, done_json, title};

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
    #[command(flatten)]
    up: up::Up,
}

#[derive(Debug, Subcommand)]
enum Command {
    Up(up::Up),
    Down(down::Down),
    Redo(redo::Redo),
    Status(status::Status),
    History(history::History),
    Create(create::Create),
    Test(test::Test),
    Validate(validate::Validate),
    Lint(lint::Lint),
    Plan(plan::Plan),
    Diff(diff::Diff),
    Drift(drift::Drift),
    Adopt(adopt::Adopt),
    Import(import::Import),
    Squash(squash::Squash),
    Baseline(baseline::Baseline),
    Resolve(resolve::Resolve),
    Repair(repair::Repair),
    Renumber(renumber::Renumber),
}

impl Migrate {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        match &self.command {
            None => self.up.run(ctx),
            Some(Command::Up(command)) => command.run(ctx),
            Some(Command::Down(command)) => command.run(ctx),
            Some(Command::Redo(command)) => command.run(ctx),
            Some(Command::Status(command)) => command.run(ctx),
            Some(Command::History(command)) => command.run(ctx),
            Some(Command::Create(command)) => command.run(ctx),
            Some(Command::Test(command)) => command.run(ctx),
            Some(Command::Validate(command)) => command.run(ctx),
            Some(Command::Lint(command)) => command.run(ctx),
            Some(Command::Plan(command)) => command.run(ctx),
            Some(Command::Diff(command)) => command.run(ctx),
            Some(Command::Drift(command)) => command.run(ctx),
            Some(Command::Adopt(command)) => command.run(ctx),
            Some(Command::Import(command)) => command.run(ctx),
            Some(Command::Squash(command)) => command.run(ctx),
            Some(Command::Baseline(command)) => command.run(ctx),
            Some(Command::Resolve(command)) => command.run(ctx),
            Some(Command::Repair(command)) => command.run(ctx),
            Some(Command::Renumber(command)) => command.run(ctx),
        }
    }
}

/// What a run came to: its last line, and the value of the command.
fn finished(ctx: &Context, session: Session<'_>, report: &Report, version: i64) -> Outcome {
    say_finished(ctx, report, &session.address, version);
    let value = json!({
        "database": session.address.to_string(),
        "version": version,
        "migrations": done_json(report),
        "elapsed_ms": report.elapsed_ms,
    });
    Outcome::of(value).with(session.checked.findings, session.inputs.sources)
}

fn say_finished(ctx: &Context, report: &Report, address: &Address, version: i64) {
    if report.is_empty() {
        ctx.terminal
            .line(format!("{address} is at version {version}; nothing to do."));
        return;
    }
    let ups = report
        .done
        .iter()
        .filter(|done| done.direction == Direction::Up);
    let count = match (ups.count(), report.done.len()) {
        // Undone and applied again: one migration, two steps.
        (ups, all) if ups > 0 && ups < all => {
            plural(ups, "migration") + " undone and applied again"
        }
        (_, all) => plural(all, "migration"),
    };
    let time = duration(report.elapsed_ms);
    let text = format!("{count} in {time}: {address} is at version {version}");
    ctx.terminal.done("Finished", text);
}

/// The SQL that a run would execute, as a script with headings.
fn show_plan(ctx: &Context, session: Session<'_>, plan: &[Planned]) -> Outcome {
    for step in plan {
        let title = title(step.version, &step.name);
        let how = if step.transaction {
            "in a transaction"
        } else {
            "without a transaction"
        };
        let heading = format!("-- {}: {title}, {how}", direction(step.direction));
        ctx.terminal.line(paint(BOLD, heading));
        if step.statements_done > 0 {
            ctx.terminal.line(format!(
                "-- {} of its statements are done already",
                step.statements_done
            ));
        }
        ctx.terminal.line(format!("{}\n", step.sql.trim_end()));
    }
    if plan.is_empty() {
        ctx.terminal
            .line(format!("{}: nothing to do.", session.address));
    }
    let steps: Vec<_> = plan
        .iter()
        .map(|step| {
            json!({
                "version": step.version,
                "name": step.name,
                "direction": direction(step.direction),
                "transaction": step.transaction,
                "statements_done": step.statements_done,
                "sql": step.sql,
            })
        })
        .collect();
    let value = json!({ "database": session.address.to_string(), "plan": steps, "dry_run": true });
    Outcome::of(value).with(session.checked.findings, session.inputs.sources)
}
