//! Migrations with a transaction: sent ahead, a message each, without waiting for replies.
//!
//! What keeps a migration from running after one that failed is on the server. A message ends, after
//! its COMMIT, with `PREPARE` of a statement that is named after the step, and the next message
//! begins with `DEALLOCATE` of it. Whatever stops a message (a syntax error, before anything of it
//! runs; an error in the middle; an error of COMMIT itself), its PREPARE does not run, the
//! next DEALLOCATE fails, nothing behind it is run, and no PREPARE follows either. The same holds
//! when a pooler hands the next message to another session, which knows no such statement.

use std::collections::VecDeque;

use tokio_postgres::Error as ServerError;
use tokio_postgres::error::SqlState;

use crate::Error;
use crate::error::{Place, at, pointed};
use crate::event::{Blocker, Event, Subject};
use crate::history::LogAction;
use crate::lock::{Locked, Pause};
use crate::plan::Step;
use crate::report::{Direction, Done, Report};
use crate::script::Script;
use crate::wire::{Reply, number, query};

/// How many messages may be on their way: enough to hide any network's delay.
const AHEAD: usize = 128;

/// How many bytes may be on their way.
const AHEAD_BYTES: usize = 4 << 20;

/// Whether each migration is committed by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Commit {
    Each,
    Together,
}

/// A migration that can be sent.
pub(crate) struct Piece<'a> {
    pub(crate) step: &'a Step<'a>,
    pub(crate) script: Script<'a>,
    pub(crate) subject: Subject,
}

impl<'a> Piece<'a> {
    pub(crate) fn new(step: &'a Step<'a>) -> Result<Self, Error> {
        let subject = step.subject();
        match Script::read(step.sql(), step.transaction()) {
            Ok(script) => Ok(Self {
                step,
                script,
                subject,
            }),
            Err(refusal) => {
                let place = at(step.sql(), refusal.range.clone());
                Err(Error::refused(subject, &refusal, place))
            }
        }
    }

    /// Where in the file the server failed. The message was `before`, this script, and more; so many
    /// of its statements were completed.
    fn place(&self, error: &ServerError, before: &Before, completed: usize) -> Option<Place> {
        let text = self.script.text;
        let pointed = pointed(error, text, 0..text.len(), before.characters);
        let range = if let Some(range) = pointed {
            range
        } else {
            let index = completed.checked_sub(before.statements)?;
            self.script.statements.get(index)?.range.clone()
        };
        let skipped = self.script.skipped;
        Some(at(
            self.step.sql(),
            range.start + skipped..range.end + skipped,
        ))
    }

    /// Whether all statements of the script were completed, so that it failed in what follows.
    fn is_past(&self, before: &Before, completed: usize) -> bool {
        completed >= before.statements + self.script.statements.len()
    }
}

/// What precedes a script in its message.
struct Before {
    characters: usize,
    statements: usize,
}

/// Messages that are on their way.
struct Flight {
    replies: VecDeque<(Reply, usize)>,
    bytes: usize,
    /// The next piece to send.
    next: usize,
}

/// How far a flight came.
#[derive(Default)]
struct Landed {
    done: Vec<Done>,
    /// Who was in the way of the piece after them.
    blockers: Vec<Blocker>,
}

impl Locked<'_> {
    /// Runs migrations that have a transaction. `report` gets what is committed.
    pub(crate) async fn pipe(
        &mut self,
        pieces: &[Piece<'_>],
        commit: Commit,
        report: &mut Report,
    ) -> Result<(), Error> {
        let mut start = 0;
        let mut tries = 1;
        let mut pause = Pause::new(100, 5_000);
        loop {
            let mut landed = Landed::default();
            let result = self.fly(pieces, start, commit, &mut landed).await;
            let count = landed.done.len();
            if let Some(first) = landed.done.first_mut() {
                first.retries = tries - 1;
                tries = 1;
                pause = Pause::new(100, 5_000);
            }
            if commit == Commit::Together && result.is_ok() {
                let subjects = pieces.iter().map(|piece| &piece.subject);
                subjects
                    .zip(&landed.done)
                    .for_each(|(subject, done)| self.applied(subject, done));
            }
            if commit == Commit::Each || result.is_ok() {
                report.done.append(&mut landed.done);
            }
            let Err(cause) = result else { return Ok(()) };
            // The COMMIT of all together may fail after the last of them.
            let index = (start + count).min(pieces.len().saturating_sub(1));
            let Some(piece) = pieces.get(index) else {
                return Ok(());
            };
            drop(query(self.work.client(), "ROLLBACK").await);
            let is_last = tries > self.options.lock_retries || self.options.is_cancelled();
            if commit == Commit::Together || is_last || !cause.is_worth_retrying() {
                return Err(self
                    .failure(piece, cause, commit, tries, &landed.blockers)
                    .await);
            }
            start = index;
            self.rest(
                &piece.subject,
                cause.reason(),
                tries,
                &mut pause,
                landed.blockers,
            )
            .await;
            tries += 1;
        }
    }

    /// Waits before another try.
    pub(crate) async fn rest(
        &self,
        subject: &Subject,
        reason: String,
        attempt: u32,
        pause: &mut Pause,
        blockers: Vec<Blocker>,
    ) {
        let delay_ms = pause.next_ms();
        self.options.tell(&Event::Retried {
            subject: subject.clone(),
            attempt,
            delay_ms,
            reason,
            blockers,
        });
        tokio::select! {
            () = tokio::time::sleep(std::time::Duration::from_millis(delay_ms)) => {}
            () = self.options.cancelled() => {}
        }
    }

    /// Sends the pieces from `start` and reads the replies, to the first that fails.
    async fn fly(
        &mut self,
        pieces: &[Piece<'_>],
        start: usize,
        commit: Commit,
        landed: &mut Landed,
    ) -> Result<(), Cause> {
        let begin = match commit {
            Commit::Each => "",
            Commit::Together => "BEGIN;",
        };
        let opening = format!("DEALLOCATE ALL;{begin}{}", prepare(start));
        let mut opening = Reply::to(self.work.client(), &opening)
            .await
            .map_err(Cause::plain)?;
        let mut flight = Flight {
            replies: VecDeque::new(),
            bytes: 0,
            next: start,
        };
        // What is on its way when no more is sent is not lost: its replies are read all the same.
        let (mut stopped, mut failed) = (None, None);
        for (index, piece) in pieces.iter().enumerate().skip(start) {
            if stopped.is_none() {
                stopped = self.fill(&mut flight, pieces, commit).await.err();
            }
            let Some((mut reply, bytes)) = flight.replies.pop_front() else {
                break;
            };
            if index == start {
                opening.finish().await.map_err(Cause::plain)?;
            }
            flight.bytes -= bytes;
            landed.blockers.clear();
            self.options.tell(&Event::Started(piece.subject.clone()));
            match self
                .follow(&mut reply, &piece.subject, &mut landed.blockers)
                .await
            {
                Ok(()) => {
                    let done = completed(piece, &reply);
                    if commit == Commit::Each {
                        self.applied(&piece.subject, &done);
                    }
                    landed.done.push(done);
                }
                Err(error) => {
                    failed = Some(self.cause(piece, error, &reply, &before(index, commit)));
                    break;
                }
            }
        }
        // What is behind a failure does nothing, but its replies must be out of the way.
        for (mut reply, _) in flight.replies {
            drop(reply.finish().await);
        }
        if let Some(cause) = failed.or(stopped) {
            return Err(cause);
        }
        if commit == Commit::Together {
            let end = format!("DEALLOCATE {};COMMIT", token(pieces.len()));
            query(self.work.client(), &end)
                .await
                .map_err(Cause::plain)?;
        }
        Ok(())
    }

    /// Sends as much as may be on its way.
    async fn fill(
        &self,
        flight: &mut Flight,
        pieces: &[Piece<'_>],
        commit: Commit,
    ) -> Result<(), Cause> {
        while let Some(piece) = pieces.get(flight.next) {
            if flight.replies.len() >= AHEAD || flight.bytes >= AHEAD_BYTES {
                break;
            }
            if self.options.is_cancelled() {
                return Err(Cause::Cancelled);
            }
            if self.guard.client().is_closed() {
                return Err(Cause::LockLost);
            }
            let message = self.message(piece, flight.next, commit);
            let reply = Reply::to(self.work.client(), &message)
                .await
                .map_err(Cause::plain)?;
            flight.replies.push_back((reply, message.len()));
            flight.bytes += message.len();
            flight.next += 1;
        }
        Ok(())
    }

    fn message(&self, piece: &Piece<'_>, index: usize, commit: Commit) -> String {
        let (proof, migration) = (self.proof(), piece.step.migration);
        let record = match piece.step.direction {
            Direction::Up => self.writer.applied(migration, &proof),
            Direction::Down => self.writer.undone(migration, &proof),
        };
        let reset = if piece.script.changes_session {
            self.reset()
        } else {
            String::new()
        };
        let end = match commit {
            Commit::Each => "COMMIT;",
            Commit::Together => "",
        };
        // The line end closes a comment of the script's last line.
        format!(
            "{opening}{script}\n;{reset}{record};{end}{prepare}",
            opening = opening(index, commit),
            script = piece.script.text,
            prepare = prepare(index + 1),
        )
    }

    /// Tells that a migration is committed.
    fn applied(&self, subject: &Subject, done: &Done) {
        self.options.tell(&Event::Applied {
            subject: subject.clone(),
            execution_ms: done.execution_ms,
        });
    }

    fn cause(
        &self,
        piece: &Piece<'_>,
        error: ServerError,
        reply: &Reply,
        before: &Before,
    ) -> Cause {
        let past = piece.is_past(before, reply.completed);
        let has = |state: &SqlState| error.code() == Some(state);
        if self.options.is_cancelled() && has(&SqlState::QUERY_CANCELED) {
            Cause::Cancelled
        } else if reply.completed < before.statements && has(&SqlState::INVALID_SQL_STATEMENT_NAME)
        {
            Cause::Pooling
        } else if past && has(&SqlState::DIVISION_BY_ZERO) {
            Cause::LockLost
        } else {
            Cause::Server {
                place: piece.place(&error, before, reply.completed),
                past,
                error,
            }
        }
    }

    /// Words a failure, and writes it to the log. All together are tried again by themselves, so
    /// that their failure is not final.
    async fn failure(
        &self,
        piece: &Piece<'_>,
        cause: Cause,
        commit: Commit,
        tries: u32,
        blockers: &[Blocker],
    ) -> Error {
        let subject = piece.subject.clone();
        let detail = cause.reason();
        if commit == Commit::Each {
            self.options.tell(&Event::RolledBack(subject.clone()));
        }
        let (error, place, past) = match cause {
            Cause::Cancelled => return Error::cancelled(Some(subject)),
            Cause::LockLost => return Error::lock_lost(Some(&subject)),
            Cause::Pooling => return Error::pooling("two messages went to different sessions"),
            Cause::Server { error, place, past } => (error, place, past),
        };
        if commit == Commit::Each {
            let migration = piece.step.migration;
            let entry = self
                .writer
                .log(LogAction::Failed, migration, None, Some(&detail));
            // The log is a courtesy here: a database that refuses it has refused the migration.
            drop(query(self.work.client(), &entry).await);
        }
        if is_worth_retrying(&error) {
            return Error::lock_timeout(subject, error, tries, blockers).with_place(place);
        }
        let error = Error::migration_failed(subject, error, place);
        if past {
            error.with_note("it failed when it was recorded and committed")
        } else {
            error
        }
    }
}

fn completed(piece: &Piece<'_>, reply: &Reply) -> Done {
    let execution_ms = reply.row.as_ref().map(|row| number(row, 0));
    Done {
        version: piece.subject.version,
        name: piece.subject.name.clone(),
        direction: piece.subject.direction,
        execution_ms: execution_ms
            .and_then(|ms| u64::try_from(ms).ok())
            .unwrap_or_default(),
        resumed: false,
        retries: 0,
    }
}

/// What stopped a pipeline.
enum Cause {
    /// The server refused something, or is gone.
    Server {
        error: ServerError,
        place: Option<Place>,
        /// Whether the script itself was through.
        past: bool,
    },
    LockLost,
    Pooling,
    Cancelled,
}

impl Cause {
    fn plain(error: ServerError) -> Self {
        Self::Server {
            error,
            place: None,
            past: false,
        }
    }

    fn is_worth_retrying(&self) -> bool {
        matches!(self, Self::Server { error, .. } if is_worth_retrying(error))
    }

    fn reason(&self) -> String {
        match self {
            Self::Server { error, .. } => reason(error),
            Self::LockLost => "the runner's lock was lost".to_owned(),
            Self::Pooling => "the session changed".to_owned(),
            Self::Cancelled => "cancelled".to_owned(),
        }
    }
}

/// What the server said.
pub(crate) fn reason(error: &ServerError) -> String {
    match error.as_db_error() {
        Some(database) => database.message().to_owned(),
        None => error.to_string(),
    }
}

/// Whether the same may succeed a moment later.
pub(crate) fn is_worth_retrying(error: &ServerError) -> bool {
    [
        SqlState::LOCK_NOT_AVAILABLE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::T_R_SERIALIZATION_FAILURE,
    ]
    .iter()
    .any(|state| error.code() == Some(state))
}

fn token(index: usize) -> String {
    format!("prismoid_step_{index}")
}

fn prepare(index: usize) -> String {
    format!("PREPARE {} AS SELECT", token(index))
}

fn opening(index: usize, commit: Commit) -> String {
    match commit {
        Commit::Each => format!("BEGIN;DEALLOCATE {};\n", token(index)),
        Commit::Together => format!("DEALLOCATE {};\n", token(index)),
    }
}

fn before(index: usize, commit: Commit) -> Before {
    Before {
        characters: opening(index, commit).len(),
        statements: match commit {
            Commit::Each => 2,
            Commit::Together => 1,
        },
    }
}
