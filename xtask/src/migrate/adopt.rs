//! `migrate adopt`, and what other commands know of another tool's history.

use std::collections::BTreeSet;

use ::migrations::{Adopted, Adoption, Doubt, Layout};
use clap::Args;
use diag::Diagnostic;
use runner::{ForeignHistory, Runner, Status, StatusKind};
use serde_json::json;

use super::session::{Session, done_json, title};
use crate::codes;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::outcome::Outcome;
use crate::project;
use crate::terminal::plural;

/// Take over the history that another tool keeps in the database
///
/// What it recorded as applied becomes a part of our history, with its times, in one transaction; no
/// migration is run, and the tool's own table stays as it is. Afterwards `migrate up` applies what
/// is pending. Whatever is doubtful is refused with the reason, unless it is accepted by its name.
#[derive(Debug, Default, Args)]
#[command(
    after_help = "Examples:\n  cargo xtask migrate adopt --dry-run\n  cargo xtask migrate adopt --accept edited"
)]
pub(crate) struct Adopt {
    /// Whose history it is [default: the layout's, else that of the only one there is]
    #[arg(long, value_name = "TOOL", value_parser = tool)]
    tool: Option<Layout>,
    /// The tool's table, where it has not its usual name
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
    /// What to pass over: edited files are taken as they are, missing ones are left out, failed ones
    /// stay pending
    #[arg(long, value_name = "edited|missing|failed", value_parser = doubt, value_delimiter = ',')]
    accept: Vec<Doubt>,
    /// Show what would be taken over
    #[arg(long)]
    dry_run: bool,
}

fn tool(text: &str) -> std::result::Result<Layout, String> {
    let known = text.parse::<Layout>().ok().filter(|it| !it.is_own());
    known.ok_or_else(|| {
        "write prisma, sqlx, diesel, refinery, flyway, golang-migrate, dbmate or goose".to_owned()
    })
}

fn doubt(text: &str) -> std::result::Result<Doubt, &'static str> {
    let all = [Doubt::Edited, Doubt::Missing, Doubt::Failed];
    let found = all.into_iter().find(|doubt| doubt.name() == text);
    found.ok_or("write edited, missing or failed")
}

impl Adopt {
    pub(crate) fn run(&self, ctx: &Context) -> Result<Outcome> {
        let session = Session::new(ctx, project::runnable_migrations(ctx)?)?;
        let layout = self.layout(&session)?;
        let Some(known) = Known::read(&session, layout, self.table.as_deref())? else {
            return Err(no_history(&session, layout));
        };
        known.refuse(&session, &self.accept)?;
        let new = known.new_ones();
        for adopted in &new {
            ctx.terminal
                .done("Adopted", title(adopted.version, &adopted.name));
        }
        let done = if self.dry_run || new.is_empty() {
            json!(
                new.iter()
                    .map(|it| json!({ "version": it.version, "name": it.name }))
                    .collect::<Vec<_>>()
            )
        } else {
            done_json(&known.take(&session, &new)?)
        };
        let from = format!("{}'s {}", layout.tool(), known.history.table);
        if new.is_empty() {
            ctx.terminal.line(format!(
                "The history has all of {from} already; nothing to do."
            ));
        } else if self.dry_run {
            let count = plural(new.len(), "migration");
            ctx.terminal.line(format!(
                "{count} of {from}. Nothing was changed: this was a dry run."
            ));
        } else {
            let count = plural(new.len(), "migration");
            let ours = session.history_table()?;
            ctx.terminal.done(
                "Finished",
                format!("{count} of {from} into {ours}; the former stays as it is"),
            );
        }
        let value = json!({
            "database": session.address.to_string(),
            "tool": layout.name(),
            "table": known.history.table,
            "history_table": session.history_table()?,
            "migrations": done,
            "dry_run": self.dry_run,
        });
        Ok(Outcome::of(value).with(session.checked.findings, session.inputs.sources))
    }

    /// Whose history is meant.
    fn layout(&self, session: &Session<'_>) -> Result<Layout> {
        if let Some(layout) = self.tool {
            return Ok(layout);
        }
        let layout = session.checked.migrations.layout;
        if !layout.is_own() {
            return Ok(layout);
        }
        let present = session.run(async |runner: &Runner| runner.foreign_histories().await)?;
        match present.as_slice() {
            [layout] => Ok(*layout),
            [] => {
                let message = "the database has no history of another tool";
                Err(Failure::new(&codes::BAD_ARGUMENT, message)
                    .help("name its table with `--tool` and `--table` if it has another name than usual")
                    .help("run `cargo xtask migrate baseline --to N` for a database without a history"))
            }
            several => {
                let names: Vec<&str> = several.iter().map(|layout| layout.name()).collect();
                let message = format!("the database has histories of {}", names.join(" and "));
                Err(Failure::new(&codes::BAD_ARGUMENT, message).help("name one with `--tool`"))
            }
        }
    }
}

fn no_history(session: &Session<'_>, layout: Layout) -> Failure {
    let table = layout.history_table();
    let message = format!("{} has no history of {}", session.address, layout.tool());
    Failure::new(&codes::BAD_ARGUMENT, message)
        .note(format!("there is no table `{table}` in its search path"))
        .help("name the table with `--table` if it has another name")
        .help("run `cargo xtask migrate` if the database is new")
}

/// What another tool recorded, beside what our history has.
pub(super) struct Known {
    history: ForeignHistory,
    adoption: Adoption,
    /// The versions that our history has.
    ours: BTreeSet<i64>,
}

impl Known {
    /// Reads both histories; `None` where the tool has none.
    fn read(session: &Session<'_>, layout: Layout, table: Option<&str>) -> Result<Option<Self>> {
        let found =
            session.run(async |runner: &Runner| runner.foreign_history(layout, table).await)?;
        let Some(history) = found else {
            return Ok(None);
        };
        let rows = session.run(async |runner: &Runner| runner.status().await)?;
        let (sources, project) = (&session.inputs.sources, &session.checked.migrations);
        Ok(Some(Self {
            adoption: ::migrations::adoption(layout, sources, project, &history.records),
            ours: rows
                .iter()
                .filter(|row| !row.applied_at.is_empty())
                .map(|row| row.version)
                .collect(),
            history,
        }))
    }

    /// What the tool whose layout the project has, or had before it was imported, has recorded.
    pub(super) fn of(session: &Session<'_>) -> Result<Option<Self>> {
        let project = &session.checked.migrations;
        if !project.layout.is_own() {
            return Self::read(session, project.layout, None);
        }
        let text = |file: &::migrations::MigrationFile| session.inputs.sources.get(file.up).text();
        let first = project.migrations.first().map(text).unwrap_or_default();
        let mut layouts = Layout::ALL.into_iter();
        let from = layouts.find(|layout| !::migrations::imported(first, *layout).is_empty());
        from.map_or(Ok(None), |layout| Self::read(session, layout, None))
    }

    /// Whose history it is.
    pub(super) fn tool(&self) -> &'static str {
        self.history.layout.tool()
    }

    /// What our history lacks.
    pub(super) fn new_ones(&self) -> Vec<Adopted> {
        let all = self.adoption.adopted.iter();
        all.filter(|adopted| !self.ours.contains(&adopted.version))
            .cloned()
            .collect()
    }

    /// Fails with all that is doubtful and was not accepted. What our history has is past doubt; once
    /// it has anything, what the tool failed at or what is not here was accepted before.
    fn refuse(&self, session: &Session<'_>, accepted: &[Doubt]) -> Result<()> {
        let is_open = |doubt: &&::migrations::Doubtful| {
            let settled = match doubt.version {
                Some(version) if self.ours.contains(&version) => true,
                Some(_) | None => doubt.doubt != Doubt::Edited && !self.ours.is_empty(),
            };
            !settled && !accepted.contains(&doubt.doubt)
        };
        let open = self.adoption.doubts.iter().filter(is_open);
        let findings: Vec<Diagnostic> = open.map(|doubt| doubt.finding.clone()).collect();
        if findings.is_empty() {
            return Ok(());
        }
        Err(Failure::findings(findings, session.inputs.sources.clone()))
    }

    fn take(&self, session: &Session<'_>, new: &[Adopted]) -> Result<runner::Report> {
        let tool = self.history.layout.tool();
        session.run(async |runner: &Runner| runner.adopt(tool, new).await)
    }

    /// Takes over what is new before a run, so that the run begins where the tool has stopped.
    pub(super) fn take_over(&self, ctx: &Context, session: &Session<'_>) -> Result<()> {
        self.refuse(session, &[])?;
        let new = self.new_ones();
        if !new.is_empty() {
            self.take(session, &new)?;
            let count = plural(new.len(), "migration");
            let from = format!("{}'s {}", self.history.layout.tool(), self.history.table);
            ctx.terminal.done(
                "Adopted",
                format!("{count} of {from}, which stays as it is"),
            );
        }
        Ok(())
    }

    /// Completes how migrations stand by what the tool recorded and our history lacks; returns how
    /// many rows come from it.
    pub(super) fn overlay(&self, rows: &mut Vec<Status>) -> usize {
        let mut count = 0;
        for adopted in self.new_ones() {
            let is_edited = self.adoption.doubts.iter().any(|doubt| {
                doubt.version == Some(adopted.version) && doubt.doubt == Doubt::Edited
            });
            let mut rows = rows.iter_mut();
            let Some(row) = rows.find(|row| row.version == adopted.version) else {
                continue;
            };
            row.kind = if is_edited {
                StatusKind::Edited
            } else {
                StatusKind::Applied
            };
            row.applied_at = adopted.record.applied_at.clone().unwrap_or_default();
            row.execution_ms = adopted.record.execution_ms;
            self.history.layout.tool().clone_into(&mut row.applied_by);
            count += 1;
        }
        for doubt in &self.adoption.doubts {
            match doubt.version {
                Some(version) if doubt.doubt == Doubt::Failed && !self.ours.contains(&version) => {
                    let mut rows = rows.iter_mut();
                    if let Some(row) = rows.find(|row| row.version == version) {
                        row.kind = StatusKind::Failed;
                    }
                }
                None if self.ours.is_empty() => rows.push(missing(doubt, self.history.layout)),
                Some(_) | None => {}
            }
        }
        count
    }
}

/// A row for what the tool has applied and nobody has here.
fn missing(doubt: &::migrations::Doubtful, layout: Layout) -> Status {
    let record = &doubt.record;
    Status {
        version: record.id.parse().unwrap_or_default(),
        name: if record.name.is_empty() {
            &record.id
        } else {
            &record.name
        }
        .clone(),
        kind: StatusKind::Missing,
        applied_at: record.applied_at.clone().unwrap_or_default(),
        execution_ms: record.execution_ms,
        applied_by: layout.tool().to_owned(),
        statements_done: None,
        error: None,
        reversible: None,
    }
}
