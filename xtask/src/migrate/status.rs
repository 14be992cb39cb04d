//! `migrate status`.

use clap::Args;
use runner::{Runner, Status as Row, StatusKind};
use serde_json::json;

use super::adopt::Known;
use super::session::Session;
use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;
use crate::project;
use crate::terminal::{Table, Terminal, duration, moment, plural};

/// Show how each migration stands in the database
///
/// Ends with 1 if the history and the files do not agree, or a migration has stopped half-way.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask migrate status")]
pub(crate) struct Status {}

impl Status {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let inputs = project::read(ctx)?;
        let checked = project::applicable_migrations(&inputs);
        let session = Session::new(ctx, (inputs, checked))?;
        let mut rows = session.run(async |runner: &Runner| runner.status().await)?;
        let known = Known::of(&session)?;
        let tool = known.as_ref().map(Known::tool).unwrap_or_default();
        let taken = known.map_or(0, |known| known.overlay(&mut rows));
        let layout = session.checked.migrations.layout;
        if layout.is_free_of_order() {
            let late = rows
                .iter_mut()
                .filter(|row| row.kind == StatusKind::OutOfOrder);
            late.for_each(|row| row.kind = StatusKind::Pending);
        }
        let mut table =
            Table::new(&["Version", "Name", "State", "Applied (UTC)", "Time", "By"]).right(&[0, 4]);
        for row in &rows {
            table.row(cells(row));
        }
        if rows.is_empty() {
            ctx.terminal
                .line("There are no migrations yet: cargo xtask migrate create NAME");
        } else {
            ctx.terminal.line(table.render(Terminal::width()));
            ctx.terminal
                .line(format!("{}: {}", session.address, summary(&rows)));
            if taken > 0 {
                ctx.terminal.line(format!(
                    "{} applied by {tool}; `cargo xtask migrate` goes on from there.",
                    plural(taken, "migration")
                ));
            }
        }
        let list: Vec<_> = rows
            .iter()
            .map(|row| {
                json!({
                    "version": row.version,
                    "name": row.name,
                    "state": word(row.kind),
                    "applied_at": row.applied_at,
                    "execution_ms": row.execution_ms,
                    "applied_by": row.applied_by,
                    "statements_done": row.statements_done,
                    "error": row.error,
                    "reversible": row.reversible,
                })
            })
            .collect();
        let value = json!({ "database": session.address.to_string(), "migrations": list });
        let mut outcome = Outcome::of(value);
        if rows.iter().any(|row| is_trouble(row.kind)) {
            outcome = outcome.no();
        }
        Ok(outcome.with(session.checked.findings, session.inputs.sources))
    }
}

fn cells(row: &Row) -> [String; 6] {
    let is_applied = !row.applied_at.is_empty();
    [
        row.version.to_string(),
        row.name.clone(),
        word(row.kind).to_owned(),
        moment(&row.applied_at),
        if is_applied {
            duration(row.execution_ms)
        } else {
            String::new()
        },
        row.applied_by.clone(),
    ]
}

/// How it stands, in a word.
fn word(kind: StatusKind) -> &'static str {
    match kind {
        StatusKind::Pending => "pending",
        StatusKind::Applied => "applied",
        StatusKind::Baselined => "baselined",
        StatusKind::Running => "running",
        StatusKind::Failed => "failed",
        StatusKind::Reverting => "reverting",
        StatusKind::Edited => "edited",
        StatusKind::Missing => "missing",
        StatusKind::OutOfOrder => "out of order",
    }
}

fn is_trouble(kind: StatusKind) -> bool {
    match kind {
        StatusKind::Pending | StatusKind::Applied | StatusKind::Baselined => false,
        StatusKind::Running
        | StatusKind::Failed
        | StatusKind::Reverting
        | StatusKind::Edited
        | StatusKind::Missing
        | StatusKind::OutOfOrder => true,
    }
}

/// `up to date`, or what is to be done.
fn summary(rows: &[Row]) -> String {
    let pending = rows
        .iter()
        .filter(|row| row.kind == StatusKind::Pending)
        .count();
    let troubled: Vec<&Row> = rows.iter().filter(|row| is_trouble(row.kind)).collect();
    if let Some(first) = troubled.first() {
        let count = plural(troubled.len(), "migration");
        return format!(
            "{count} need a look, {} is {} first",
            first.version,
            word(first.kind)
        );
    }
    if pending > 0 {
        return format!(
            "{} pending; next: cargo xtask migrate",
            plural(pending, "migration")
        );
    }
    "up to date".to_owned()
}
