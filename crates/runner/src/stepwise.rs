//! Migrations without a transaction: statement by statement, resumable at each.
//!
//! A statement that can run in a transaction runs in one together with its progress, so that it
//! happens once or not at all. One that cannot runs by itself, its progress is recorded after it,
//! and when a run was ended between the two, [`recover`](crate::recover) asks the catalog.

use std::ops::Range;
use std::time::Instant;

use migrations::Checksum;
use tokio_postgres::Error as ServerError;
use tokio_postgres::error::SqlState;

use crate::Error;
use crate::error::{Place, at, pointed};
use crate::event::{Blocker, Event};
use crate::history::{LogAction, SPENT_MS, State};
use crate::lock::{Locked, Pause};
use crate::pipeline::{Piece, is_worth_retrying, reason};
use crate::recover::{Attempt, Verdict};
use crate::report::{Direction, Done};
use crate::statement::{Alone, Run, classify, sets_session};
use crate::wire::{Reply, first_row, number, query};

/// Sent before a statement that runs together with its progress.
const BEGIN: &str = "BEGIN;\n";

impl Locked<'_> {
    /// Runs a migration without a transaction, from where it was left.
    pub(crate) async fn step_through(&mut self, piece: &Piece<'_>) -> Result<Done, Error> {
        let first = self.enter(piece).await?;
        let count = piece.script.statements.len();
        let mut retries = 0;
        for index in first..count {
            let left = piece
                .step
                .left
                .as_ref()
                .filter(|left| left.statements_done == index);
            let attempt = match left {
                None => Attempt::First,
                Some(left) if left.failed => Attempt::AfterFailure,
                Some(_) => Attempt::AfterDeath,
            };
            retries += self.statement(piece, index, attempt).await?;
            self.options.tell(&Event::StatementDone {
                subject: piece.subject.clone(),
                done: index + 1,
                of: count,
            });
        }
        let execution_ms = self.leave(piece).await?;
        self.options.tell(&Event::Applied {
            subject: piece.subject.clone(),
            execution_ms,
        });
        Ok(Done {
            version: piece.subject.version,
            name: piece.subject.name.clone(),
            direction: piece.subject.direction,
            execution_ms,
            resumed: piece.step.left.is_some(),
            retries,
        })
    }

    /// Records that it begins; returns the first statement to run.
    async fn enter(&mut self, piece: &Piece<'_>) -> Result<usize, Error> {
        let migration = piece.step.migration;
        let state = running(piece.step.direction);
        let Some(left) = &piece.step.left else {
            self.options.tell(&Event::Started(piece.subject.clone()));
            let row = self.writer.put(migration, state, 0, Checksum::of_sql(""));
            let log = self.writer.log(LogAction::Started, migration, None, None);
            self.record(piece, &format!("BEGIN;{row};{log};COMMIT"))
                .await?;
            return Ok(0);
        };
        let done = left.statements_done;
        let known = Checksum::of_sql(piece.script.prefix(done)).to_string();
        if done > piece.script.statements.len() || known != left.checksum {
            return Err(Error::edited_halfway(piece.subject.clone(), done));
        }
        self.options.tell(&Event::Resumed {
            subject: piece.subject.clone(),
            statements_done: done,
        });
        let row = self.writer.set_state(migration.version, state, None);
        let detail = format!("{done} statements were done");
        let log = self
            .writer
            .log(LogAction::Resumed, migration, None, Some(&detail));
        if left.failed {
            self.record(piece, &format!("BEGIN;{row};{log};COMMIT"))
                .await?;
        } else {
            self.record(piece, &log).await?;
        }
        for index in (0..done).filter(|index| !piece.script.is_block(*index)) {
            let statement = piece.script.statement(index);
            if sets_session(statement) {
                self.record(piece, statement).await?;
            }
        }
        Ok(done)
    }

    /// Records that it ends; returns how long the server worked on it.
    async fn leave(&mut self, piece: &Piece<'_>) -> Result<u64, Error> {
        let migration = piece.step.migration;
        let (row, action) = match piece.step.direction {
            Direction::Up => (self.writer.finish(migration), LogAction::Applied),
            Direction::Down => (self.writer.remove(migration.version), LogAction::RolledBack),
        };
        let spent = format!(
            "(SELECT execution_ms FROM {} WHERE version = {})",
            self.look.table.quoted(),
            migration.version
        );
        let log = self.writer.log(action, migration, Some(&spent), None);
        let reset = self.reset();
        let sets = self
            .record(piece, &format!("{reset}BEGIN;{log};{row};COMMIT"))
            .await?;
        let execution_ms = first_row(&sets).map_or(0, |row| number(row, 0));
        Ok(u64::try_from(execution_ms).unwrap_or_default())
    }

    /// Sends bookkeeping.
    async fn record(&self, piece: &Piece<'_>, sql: &str) -> Result<crate::wire::ResultSets, Error> {
        let sets = query(self.work.client(), sql).await;
        sets.map_err(|error| Error::migration_failed(piece.subject.clone(), error, None))
    }

    /// Runs one statement, as often as its locks need; returns how often it was tried again.
    async fn statement(
        &mut self,
        piece: &Piece<'_>,
        index: usize,
        attempt: Attempt,
    ) -> Result<u32, Error> {
        let mut attempt = attempt;
        let mut retries = 0;
        let mut pause = Pause::new(100, 5_000);
        let mut how = if piece.script.is_block(index) {
            Run::Together
        } else {
            classify(piece.script.statement(index))
        };
        loop {
            if self.options.is_cancelled() {
                return Err(self
                    .stop(piece, Error::cancelled(Some(piece.subject.clone())))
                    .await);
            }
            if !self.guard_is_alive().await {
                return Err(Error::lock_lost(Some(&piece.subject)));
            }
            let mut blockers = Vec::new();
            let started = Instant::now();
            let result = match &how {
                Run::Together => self.together(piece, index, &mut blockers).await,
                Run::Alone(alone) => {
                    self.alone(piece, index, alone, attempt, &mut blockers)
                        .await?
                }
            };
            let Err(failed) = result else {
                if matches!(how, Run::Alone(_)) {
                    self.progress(piece, index + 1, started).await?;
                }
                return Ok(retries);
            };
            if !failed.by_itself && failed.needs_no_transaction() {
                // A kind of statement that is not known to refuse transactions: nothing has happened.
                how = Run::Alone(Alone::Opaque);
                drop(query(self.work.client(), "ROLLBACK").await);
                continue;
            }
            drop(query(self.work.client(), "ROLLBACK").await);
            let again = is_worth_retrying(&failed.error) && retries < self.options.lock_retries;
            if !again || self.options.is_cancelled() {
                return Err(self
                    .fail(piece, index, failed, retries + 1, &blockers)
                    .await);
            }
            retries += 1;
            attempt = Attempt::AfterFailure;
            let reason = reason(&failed.error);
            self.rest(&piece.subject, reason, retries, &mut pause, blockers)
                .await;
        }
    }

    /// Runs a statement in one transaction with its progress.
    async fn together(
        &mut self,
        piece: &Piece<'_>,
        index: usize,
        blockers: &mut Vec<Blocker>,
    ) -> Result<(), Failed> {
        let done = index + 1;
        let progress = self.progress_sql(piece, done, SPENT_MS);
        let message = format!(
            "{BEGIN}{statement}\n;{owner}{progress};COMMIT",
            statement = piece.script.statement(index),
            owner = owner(piece),
        );
        self.send(piece, &message, false, blockers).await
    }

    /// Runs a statement by itself, if the catalog does not say that it took effect before.
    async fn alone(
        &mut self,
        piece: &Piece<'_>,
        index: usize,
        alone: &Alone,
        attempt: Attempt,
        blockers: &mut Vec<Blocker>,
    ) -> Result<Result<(), Failed>, Error> {
        let statement = piece.script.statement(index);
        let verdict = match self.recover(alone, attempt).await {
            Ok(verdict) => verdict,
            Err(error) => return Ok(Err(Failed::alone(error))),
        };
        let instead = match verdict {
            Verdict::Done => return Ok(Ok(())),
            Verdict::Run => None,
            Verdict::Instead(sql) => Some(sql),
            Verdict::After { drop, index: name } => {
                self.options.tell(&Event::RebuiltIndex {
                    subject: piece.subject.clone(),
                    index: name,
                });
                for sql in drop {
                    if let Err(failed) = self.send(piece, &sql, true, blockers).await {
                        return Ok(Err(failed));
                    }
                }
                None
            }
            Verdict::Unknown(why) => {
                let place = Some(in_file(piece, statement_range(piece, index)));
                return Err(Error::in_doubt(piece.subject.clone(), place, &why));
            }
        };
        // It blocks nobody while it waits, and a timeout would leave an INVALID index.
        let patient = alone.is_concurrent() && !piece.script.text.contains("lock_timeout");
        if patient {
            self.record(piece, "SET lock_timeout = 0").await?;
        }
        let sql = instead.as_deref().unwrap_or(statement);
        let result = self.send(piece, sql, true, blockers).await;
        if patient && !self.work.client().is_closed() {
            let ms = self.options.lock_timeout_ms;
            self.record(piece, &format!("SET lock_timeout = {ms}"))
                .await?;
        }
        Ok(result)
    }

    async fn send(
        &mut self,
        piece: &Piece<'_>,
        sql: &str,
        by_itself: bool,
        blockers: &mut Vec<Blocker>,
    ) -> Result<(), Failed> {
        let failed = |error| Failed { error, by_itself };
        let reply = Reply::to(self.work.client(), sql).await;
        let mut reply = reply.map_err(failed)?;
        let result = self.follow(&mut reply, &piece.subject, blockers).await;
        result.map_err(failed)
    }

    fn progress_sql(&self, piece: &Piece<'_>, done: usize, spent_ms: &str) -> String {
        let checksum = Checksum::of_sql(piece.script.prefix(done));
        let version = piece.step.migration.version;
        self.writer.progress(version, done, checksum, spent_ms)
    }

    /// Records the progress of a statement that ran by itself.
    async fn progress(
        &self,
        piece: &Piece<'_>,
        done: usize,
        started: Instant,
    ) -> Result<(), Error> {
        let spent_ms = started.elapsed().as_millis().to_string();
        let progress = self.progress_sql(piece, done, &spent_ms);
        let owner = owner(piece);
        self.record(piece, &format!("BEGIN;{owner}{progress};COMMIT"))
            .await?;
        Ok(())
    }

    /// Records a failure and words it.
    async fn fail(
        &self,
        piece: &Piece<'_>,
        index: usize,
        failed: Failed,
        tries: u32,
        blockers: &[Blocker],
    ) -> Error {
        let subject = piece.subject.clone();
        let cancelled = failed.error.code() == Some(&SqlState::QUERY_CANCELED);
        let detail = reason(&failed.error);
        let place = failed.place(piece, index);
        let is_known = failed.error.as_db_error().is_some();
        let error = if cancelled && self.options.is_cancelled() {
            Error::cancelled(Some(subject))
        } else if is_worth_retrying(&failed.error) {
            Error::lock_timeout(subject, failed.error, tries, blockers).with_place(Some(place))
        } else {
            Error::migration_failed(subject, failed.error, Some(place))
        };
        let count = piece.script.statements.len();
        let error = error.with_note(format!(
            "{index} of its {count} statements are done; the next run goes on with this one"
        ));
        if !is_known {
            return error;
        }
        let version = piece.step.migration.version;
        let row = self
            .writer
            .set_state(version, failed_state(piece), Some(&detail));
        let log = self
            .writer
            .log(LogAction::Failed, piece.step.migration, None, Some(&detail));
        // What cannot be recorded is in doubt at the next run, which asks the catalog.
        drop(
            query(
                self.work.client(),
                &format!("{}BEGIN;{row};{log};COMMIT", self.reset()),
            )
            .await,
        );
        error
    }

    /// Records that nothing runs at the moment.
    async fn stop(&self, piece: &Piece<'_>, error: Error) -> Error {
        let row = self.writer.set_state(
            piece.step.migration.version,
            failed_state(piece),
            Some("cancelled"),
        );
        drop(query(self.work.client(), &format!("{}{row}", self.reset())).await);
        error
    }
}

/// A statement that failed.
struct Failed {
    error: ServerError,
    by_itself: bool,
}

impl Failed {
    fn alone(error: ServerError) -> Self {
        Self {
            error,
            by_itself: true,
        }
    }

    fn needs_no_transaction(&self) -> bool {
        self.error.code() == Some(&SqlState::ACTIVE_SQL_TRANSACTION)
    }

    /// Where in the file it failed.
    fn place(&self, piece: &Piece<'_>, index: usize) -> Place {
        let sent = statement_range(piece, index);
        let before = if self.by_itself { 0 } else { BEGIN.len() };
        let pointed = pointed(&self.error, piece.script.text, sent.clone(), before);
        in_file(piece, pointed.unwrap_or(sent))
    }
}

fn statement_range(piece: &Piece<'_>, index: usize) -> Range<usize> {
    piece
        .script
        .statements
        .get(index)
        .map_or(0..0, |it| it.range.clone())
}

fn in_file(piece: &Piece<'_>, range: Range<usize>) -> Place {
    let skipped = piece.script.skipped;
    at(piece.step.sql(), range.start + skipped..range.end + skipped)
}

/// Lets the history be written whatever role the script has taken.
fn owner(piece: &Piece<'_>) -> &'static str {
    if piece.script.changes_session {
        "SET LOCAL SESSION AUTHORIZATION DEFAULT;SET LOCAL ROLE NONE;"
    } else {
        ""
    }
}

fn running(direction: Direction) -> State {
    match direction {
        Direction::Up => State::Running,
        Direction::Down => State::Reverting,
    }
}

fn failed_state(piece: &Piece<'_>) -> State {
    match piece.step.direction {
        Direction::Up => State::Failed,
        Direction::Down => State::RevertFailed,
    }
}
