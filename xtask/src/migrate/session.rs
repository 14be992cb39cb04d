//! A runner on the command's database: what it tells is shown while it works, Ctrl-C ends it
//! cleanly, and its errors become findings that point into the migrations.

use std::pin::pin;
use std::sync::Arc;

use ::migrations::Manifest;
use diag::{Diagnostic, Span};
use prismoid_build::{Checked, Inputs};
use runner::{Cancel, Direction, Event, Options, Report, Runner, Subject};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::codes;
use crate::context::Context;
use crate::database::{self, Address};
use crate::failure::{Blame, Failure, Result};
use crate::terminal::{DIM, Progress, duration, paint};

/// The migrations of the project and the database they belong to.
pub(super) struct Session<'a> {
    ctx: &'a Context,
    pub(super) inputs: Inputs,
    pub(super) checked: Checked,
    pub(super) address: Address,
    pub(super) manifest: Manifest,
}

impl<'a> Session<'a> {
    /// Finds the database, and starts it if it is the development server's.
    pub(super) fn new(ctx: &'a Context, runnable: (Inputs, Checked)) -> Result<Self> {
        Ok(Self::at(ctx, database::address(ctx)?, runnable))
    }

    /// On a certain database.
    pub(super) fn at(
        ctx: &'a Context,
        address: Address,
        (inputs, checked): (Inputs, Checked),
    ) -> Self {
        let manifest = checked.migrations.manifest(&inputs.sources);
        Self {
            ctx,
            inputs,
            checked,
            address,
            manifest,
        }
    }

    /// What the history's table is called: as configured, else as befits the layout.
    pub(super) fn history_table(&self) -> Result<String> {
        let configured = self.ctx.layout()?.config.history_table.clone();
        let layout = self.checked.migrations.layout;
        Ok(configured.unwrap_or_else(|| layout.own_history_table().to_owned()))
    }

    /// The version that the database is at: that of the last migration it has, or 0.
    pub(super) fn version(&self) -> Result<i64> {
        let rows = self.run(async |runner: &Runner| runner.status().await)?;
        let has = |row: &&runner::Status| !row.applied_at.is_empty();
        Ok(rows.iter().rfind(has).map_or(0, |row| row.version))
    }

    /// Lets a runner work.
    pub(super) fn run<T>(
        &self,
        work: impl AsyncFnOnce(&Runner<'_>) -> std::result::Result<T, runner::Error>,
    ) -> Result<T> {
        let (sender, events) = unbounded_channel();
        let cancel = Cancel::new();
        let options = Options {
            history_table: self.history_table()?,
            out_of_order: self.checked.migrations.layout.is_free_of_order(),
            cancel: Some(cancel.clone()),
            // Nobody listens any more when the run is over.
            observer: Some(Arc::new(move |event: &Event| {
                drop(sender.send(event.clone()));
            })),
            ..Options::default()
        };
        let runner = Runner::new(&self.address, &self.manifest, options);
        let result = database::wait(async {
            let result = self.watch(work(&runner), events, &cancel).await;
            Ok(result)
        })?;
        result.map_err(|error| self.failure(&error))
    }

    /// Lets a runner work without telling of it. Ctrl-C is the caller's to take.
    pub(super) fn run_silently<T>(
        &self,
        work: impl AsyncFnOnce(&Runner<'_>) -> std::result::Result<T, runner::Error>,
    ) -> Result<T> {
        let options = Options {
            history_table: self.history_table()?,
            out_of_order: self.checked.migrations.layout.is_free_of_order(),
            ..Options::default()
        };
        let runner = Runner::new(&self.address, &self.manifest, options);
        let result = database::wait(async { Ok(work(&runner).await) })?;
        result.map_err(|error| self.failure(&error))
    }

    /// Shows events until the work ends.
    async fn watch<T>(
        &self,
        work: impl Future<Output = T>,
        mut events: UnboundedReceiver<Event>,
        cancel: &Cancel,
    ) -> T {
        let mut show = Show::new(self.ctx);
        let mut work = pin!(work);
        let result = loop {
            tokio::select! {
                biased;
                Some(event) = events.recv() => show.event(event),
                result = &mut work => break result,
                Ok(()) = tokio::signal::ctrl_c(), if !cancel.is_cancelled() => {
                    show.say("Stopping", "the statement that runs is rolled back");
                    cancel.cancel();
                }
            }
        };
        while let Ok(event) = events.try_recv() {
            show.event(event);
        }
        result
    }

    /// An error of the runner as findings.
    fn failure(&self, error: &runner::Error) -> Failure {
        let mut findings: Vec<Diagnostic> = error
            .problems()
            .iter()
            .map(|problem| {
                let finding = Diagnostic::error(code(error.code()), &problem.message);
                let finding = match self.file(problem.version) {
                    Some(file) => finding.at(Span::new(file.up, 0, 0), ""),
                    None => finding,
                };
                finding.help(&problem.help)
            })
            .collect();
        if findings.is_empty() {
            findings.push(self.finding(error));
        }
        let blames_world = error.is_connection() || error.is_server() || error.is_cancelled();
        let mut failure = Failure::findings(findings, self.inputs.sources.clone());
        if blames_world || error.is_pooling() || error.is_runner() {
            failure.blame = Blame::World;
        }
        match error.report().done.len() {
            0 => failure,
            1 => failure.note("1 migration was done before, and stays"),
            done => failure.note(format!("{done} migrations were done before, and stay")),
        }
    }

    fn finding(&self, error: &runner::Error) -> Diagnostic {
        if error.is_connection()
            && let Some(cause) = connection_error(error)
        {
            let failure = database::unreachable(cause, &self.address);
            if let Some(finding) = failure.findings.into_iter().next() {
                return finding;
            }
        }
        let mut finding = Diagnostic::error(code(error.code()), error.to_string());
        if let (Some(place), Some(subject)) = (error.place(), error.subject())
            && let Some(file) = self.file(subject.version)
        {
            let text = match subject.direction {
                Direction::Up => Some(file.up),
                Direction::Down => file.down,
            };
            if let Some(text) = text {
                finding = finding.at(Span::new(text, place.range.start, place.range.end), "");
            }
        }
        if let Some(state) = error.sqlstate() {
            finding = finding.note(format!("PostgreSQL's code is {state}"));
        }
        finding = error.notes().iter().fold(finding, Diagnostic::note);
        match error.help() {
            Some(help) => finding.help(help),
            None => finding,
        }
    }

    fn file(&self, version: i64) -> Option<&::migrations::MigrationFile> {
        let files = &self.checked.migrations.migrations;
        files.iter().find(|file| file.version == version)
    }
}

/// The driver's own error behind a connection that did not come about.
fn connection_error(error: &runner::Error) -> Option<&tokio_postgres::Error> {
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        if let Some(found) = inner.downcast_ref() {
            return Some(found);
        }
        cause = inner.source();
    }
    None
}

/// The code of that name: the runner knows names only, and shares some with the SQL reader.
fn code(name: &str) -> &'static diag::Code {
    let every = codes::every();
    let found = every.into_iter().find(|code| code.name == name);
    found.unwrap_or(&runner::codes::MIGRATION_FAILED)
}

/// What a run did, as JSON.
pub(super) fn done_json(report: &Report) -> serde_json::Value {
    report
        .done
        .iter()
        .map(|done| {
            serde_json::json!({
                "version": done.version,
                "name": done.name,
                "direction": direction(done.direction),
                "execution_ms": done.execution_ms,
                "resumed": done.resumed,
                "retries": done.retries,
            })
        })
        .collect()
}

/// `up` or `down`.
pub(super) fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "up",
        Direction::Down => "down",
    }
}

/// `001 initial_schema`.
pub(super) fn title(version: i64, name: &str) -> String {
    format!("{version:03} {name}")
}

/// Shows events as they come.
struct Show<'a> {
    ctx: &'a Context,
    progress: Option<Progress>,
}

impl<'a> Show<'a> {
    fn new(ctx: &'a Context) -> Self {
        Self {
            ctx,
            progress: None,
        }
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Planned { steps } => {
                self.progress = Some(self.ctx.terminal.progress("Migrating", steps as u64));
            }
            Event::Started(subject) => self.at(&subject),
            Event::Applied {
                subject,
                execution_ms,
            } => self.applied(&subject, execution_ms),
            Event::WaitingForRunner { holder } => {
                let holder = holder.map_or_else(|| "another runner".to_owned(), |b| b.to_string());
                self.say("Waiting", &format!("for {holder} to finish its run"));
            }
            Event::Waiting { subject, blockers } => {
                for blocker in blockers {
                    let wanted = &blocker.wanted;
                    self.say(
                        "Waiting",
                        &format!("{} for {wanted}, held by {blocker}", of(&subject)),
                    );
                }
            }
            Event::Resumed {
                subject,
                statements_done,
            } => {
                let text = format!("{} after statement {statements_done}", of(&subject));
                self.say("Resuming", &text);
            }
            Event::StatementDone {
                subject,
                done,
                of: count,
            } => {
                if let Some(progress) = &self.progress {
                    progress.at(format!("{}: statement {done} of {count}", of(&subject)));
                }
            }
            Event::RebuiltIndex { index, .. } => {
                self.say(
                    "Rebuilding",
                    &format!("index {index}, which an attempt left invalid"),
                );
            }
            Event::Retried {
                subject,
                attempt,
                delay_ms,
                ..
            } => {
                let delay = duration(delay_ms);
                let text = format!(
                    "{} in {delay}: attempt {attempt} got no lock in time",
                    of(&subject)
                );
                self.say("Retrying", &text);
            }
            Event::RolledBack(subject) => self.say("Rolled back", &of(&subject)),
            Event::SeparateTransactions { .. } => {
                self.say("Separating", "each migration gets a transaction of its own");
            }
            Event::Notice(text) => self.say("Notice", &text),
        }
    }

    fn at(&self, subject: &Subject) {
        if let Some(progress) = &self.progress {
            progress.at(of(subject));
        }
    }

    fn applied(&self, subject: &Subject, execution_ms: u64) {
        let verb = match subject.direction {
            Direction::Up => "Applied",
            Direction::Down => "Undid",
        };
        let time = paint(DIM, format!("{:>8}", duration(execution_ms)));
        let text = format!("{:<40} {time}", of(subject));
        self.aside(|| self.ctx.terminal.done(verb, text));
        if let Some(progress) = &self.progress {
            progress.step();
        }
    }

    fn say(&self, verb: &str, text: &str) {
        self.aside(|| self.ctx.terminal.doing(verb, text));
    }

    /// Prints without disturbing the progress bar.
    fn aside(&self, print: impl FnOnce()) {
        match &self.progress {
            Some(progress) => progress.suspend(print),
            None => print(),
        }
    }
}

fn of(subject: &Subject) -> String {
    title(subject.version, &subject.name)
}
