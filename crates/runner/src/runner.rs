//! The commands that run migrations, and those that only look.

use std::time::Instant;

use migrations::Manifest;

use crate::connect::{Connect, Session};
use crate::history::{
    LogEntry, Look, Status, TableName, as_squashed, compare, is_complete, look, read_log, status,
};
use crate::lock::{Locked, take};
use crate::pipeline::{Commit, Piece};
use crate::plan::{Down, Planned, Step, down, redo, up};
use crate::report::{Direction, Report};
use crate::{Error, Event, Options};

/// Runs the migrations of a manifest on one database.
pub struct Runner<'a> {
    pub(crate) connect: &'a dyn Connect,
    pub(crate) manifest: &'a Manifest,
    pub(crate) options: Options,
}

/// What a run is to do.
#[derive(Clone, Copy)]
enum Task {
    Up(Option<i64>),
    Down(Down),
    Redo,
}

impl<'a> Runner<'a> {
    /// A runner; nothing happens yet.
    pub fn new(connect: &'a dyn Connect, manifest: &'a Manifest, options: Options) -> Self {
        Self {
            connect,
            manifest,
            options,
        }
    }

    /// Applies what is pending, up to a version or all of it.
    pub async fn up(&self, to: Option<i64>) -> Result<Report, Error> {
        self.run(Task::Up(to)).await
    }

    /// Undoes what was applied, the last migration first.
    pub async fn down(&self, target: Down) -> Result<Report, Error> {
        self.run(Task::Down(target)).await
    }

    /// Undoes the last migration and applies it again.
    pub async fn redo(&self) -> Result<Report, Error> {
        self.run(Task::Redo).await
    }

    /// What [`up`](Self::up) would run. Changes nothing.
    pub async fn plan_up(&self, to: Option<i64>) -> Result<Vec<Planned>, Error> {
        self.plan(Task::Up(to)).await
    }

    /// What [`down`](Self::down) would run. Changes nothing.
    pub async fn plan_down(&self, target: Down) -> Result<Vec<Planned>, Error> {
        self.plan(Task::Down(target)).await
    }

    /// What [`redo`](Self::redo) would run. Changes nothing.
    pub async fn plan_redo(&self) -> Result<Vec<Planned>, Error> {
        self.plan(Task::Redo).await
    }

    /// How each migration stands. Changes nothing.
    pub async fn status(&self) -> Result<Vec<Status>, Error> {
        let (session, _, look) = self.look().await?;
        session.close().await;
        Ok(status(&look.rows, self.manifest))
    }

    /// The log of everything that was done, oldest entry first. Changes nothing.
    pub async fn history(&self) -> Result<Vec<LogEntry>, Error> {
        let (session, _, look) = self.look().await?;
        if !look.exists {
            session.close().await;
            return Ok(Vec::new());
        }
        let entries = read_log(session.client(), &look.table).await;
        session.close().await;
        entries.map_err(|error| Error::history_unreadable(&look.table, error))
    }

    /// Connects.
    async fn open(&self) -> Result<(Session, TableName), Error> {
        let name = TableName::parse(&self.options.history_table)?;
        let session = self.connect.connect().await.map_err(Error::no_connection)?;
        Ok((session, name))
    }

    /// Connects and reads the history.
    pub(crate) async fn look(&self) -> Result<(Session, TableName, Look), Error> {
        let (session, name) = self.open().await?;
        let mut look = look(session.client(), &name).await?;
        as_squashed(&mut look.rows, self.manifest);
        Ok((session, name, look))
    }

    async fn plan(&self, task: Task) -> Result<Vec<Planned>, Error> {
        let (session, _, look) = self.look().await?;
        session.close().await;
        let steps = self.steps(&look, task)?;
        Ok(steps.iter().map(Step::planned).collect())
    }

    fn steps(&self, look: &Look, task: Task) -> Result<Vec<Step<'_>>, Error> {
        let problems = compare(&look.rows, self.manifest, self.options.out_of_order);
        if !problems.is_empty() {
            return Err(Error::conflict(problems));
        }
        match task {
            Task::Up(to) => up(&look.rows, self.manifest, to),
            Task::Down(target) => down(&look.rows, self.manifest, target),
            Task::Redo => redo(&look.rows, self.manifest),
        }
    }

    async fn run(&self, task: Task) -> Result<Report, Error> {
        let started = Instant::now();
        let mut report = Report::default();
        let result = self.run_into(task, &mut report).await;
        report.elapsed_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        match result {
            Ok(()) => Ok(report),
            Err(error) => Err(error.with_report(report)),
        }
    }

    async fn run_into(&self, task: Task, report: &mut Report) -> Result<(), Error> {
        let (guard, name) = self.open().await?;
        if let Task::Up(to) = task
            && is_complete(guard.client(), &name, self.manifest, to).await
        {
            guard.close().await;
            return Ok(());
        }
        let mut before = look(guard.client(), &name).await?;
        as_squashed(&mut before.rows, self.manifest);
        if self.steps(&before, task)?.is_empty() {
            guard.close().await;
            return Ok(());
        }
        let mut locked = take(guard, self.connect, &self.options, &name, &before).await?;
        as_squashed(&mut locked.look.rows, self.manifest);
        let result = self.run_locked(&mut locked, task, report).await;
        locked.release().await;
        result
    }

    async fn run_locked(
        &self,
        locked: &mut Locked<'_>,
        task: Task,
        report: &mut Report,
    ) -> Result<(), Error> {
        // Another runner may have done some of it while this one waited.
        let look = locked.look.clone();
        let steps = self.steps(&look, task)?;
        self.options.tell(&Event::Planned { steps: steps.len() });
        let pieces = steps
            .iter()
            .map(Piece::new)
            .collect::<Result<Vec<_>, _>>()?;
        if self.fits_one_transaction(&look, &pieces) {
            match locked.pipe(&pieces, Commit::Together, report).await {
                Ok(()) => {
                    report.single_transaction = true;
                    return Ok(());
                }
                Err(error) if error.is_sql() || error.is_lock_timeout() => {
                    let reason = error.to_string();
                    self.options.tell(&Event::SeparateTransactions { reason });
                }
                Err(error) => return Err(error),
            }
        }
        let together = |a: &Piece<'_>, b: &Piece<'_>| a.step.transaction() == b.step.transaction();
        for run in pieces.chunk_by(together) {
            if run.first().is_some_and(|piece| piece.step.transaction()) {
                locked.pipe(run, Commit::Each, report).await?;
            } else {
                for piece in run {
                    report.done.push(locked.step_through(piece).await?);
                }
            }
        }
        Ok(())
    }

    /// Whether all of it may be one transaction: nothing is there yet, and the locks suffice.
    fn fits_one_transaction(&self, look: &Look, pieces: &[Piece<'_>]) -> bool {
        // A table takes a lock for itself, for its indexes and for what comes with it.
        const LOCKS_PER_STATEMENT: u64 = 4;
        let statements: usize = pieces
            .iter()
            .map(|piece| piece.script.statements.len())
            .sum();
        self.options.single_transaction_when_empty
            && look.rows.is_empty()
            && pieces.len() > 1
            && pieces
                .iter()
                .all(|piece| piece.step.transaction() && piece.step.direction == Direction::Up)
            && (statements as u64) * LOCKS_PER_STATEMENT < look.lock_capacity / 2
    }
}
