//! `migrate history`.

use clap::Args;
use runner::{LogEntry, Runner};
use serde_json::json;

use super::session::Session;
use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;
use crate::project;
use crate::terminal::{Table, Terminal, duration, moment};

/// Show everything that was ever done to the database: the append-only log
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cargo xtask migrate history")]
pub(crate) struct History {}

impl History {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let inputs = project::read(ctx)?;
        let checked = project::applicable_migrations(&inputs);
        let session = Session::new(ctx, (inputs, checked))?;
        let entries = session.run(async |runner: &Runner| runner.history().await)?;
        let mut table = Table::new(&[
            "At (UTC)", "Action", "Version", "Name", "Time", "By", "Detail",
        ])
        .right(&[2, 4]);
        for entry in &entries {
            table.row(cells(entry));
        }
        if entries.is_empty() {
            ctx.terminal
                .line(format!("Nothing was ever done to {}.", session.address));
        } else {
            ctx.terminal
                .line(table.render(Terminal::width()).trim_end());
        }
        let list: Vec<_> = entries
            .iter()
            .map(|entry| {
                json!({
                    "id": entry.id,
                    "at": entry.at,
                    "action": entry.action,
                    "version": entry.version,
                    "name": entry.name,
                    "checksum": entry.checksum,
                    "execution_ms": entry.execution_ms,
                    "applied_by": entry.applied_by,
                    "tool_version": entry.tool_version,
                    "detail": entry.detail,
                })
            })
            .collect();
        let value = json!({ "database": session.address.to_string(), "entries": list });
        Ok(Outcome::of(value))
    }
}

fn cells(entry: &LogEntry) -> [String; 7] {
    [
        moment(&entry.at),
        entry.action.clone(),
        entry.version.to_string(),
        entry.name.clone(),
        entry.execution_ms.map(duration).unwrap_or_default(),
        entry.applied_by.clone(),
        entry.detail.clone().unwrap_or_default(),
    ]
}
