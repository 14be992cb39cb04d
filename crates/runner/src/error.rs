//! Why a run ended, what it had done before, and what to do next.

mod causes;
mod place;

use tokio_postgres::error::{DbError, SqlState};

use crate::event::Subject;
use crate::history::Problem;
use crate::report::Report;

pub use place::Place;
pub(crate) use place::{at, pointed};

/// Why a run ended.
///
/// Shown as one sentence. [`help`](Self::help) is the next action, [`report`](Self::report) what was
/// done before, and for a fault in a migration's SQL [`place`](Self::place) says where it is.
pub struct Error(Box<Inner>);

pub(crate) struct Inner {
    kind: Kind,
    code: &'static str,
    message: String,
    help: Option<String>,
    notes: Vec<String>,
    subject: Option<Subject>,
    place: Option<Place>,
    problems: Vec<Problem>,
    report: Report,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Connection,
    Server,
    Options,
    History,
    Conflict,
    Runner,
    LockTimeout,
    Pooling,
    Sql,
    InDoubt,
    Request,
    Cancelled,
}

impl Error {
    pub(crate) fn new(kind: Kind, code: &'static str, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            code,
            message: message.into(),
            help: None,
            notes: Vec::new(),
            subject: None,
            place: None,
            problems: Vec::new(),
            report: Report::default(),
            source: None,
        }))
    }

    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    pub(crate) fn with_note(mut self, note: impl Into<String>) -> Self {
        self.0.notes.push(note.into());
        self
    }

    pub(crate) fn with_source(mut self, source: tokio_postgres::Error) -> Self {
        self.0.source = Some(Box::new(source));
        self
    }

    pub(crate) fn about(mut self, subject: Subject) -> Self {
        self.0.subject = Some(subject);
        self
    }

    pub(crate) fn with_place(mut self, place: Option<Place>) -> Self {
        self.0.place = place;
        self
    }

    pub(crate) fn with_report(mut self, report: Report) -> Self {
        self.0.report = report;
        self
    }

    /// A stable name of what happened, in kebab case: `migration-failed`. [`codes`](crate::codes)
    /// explains them.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// The next action; begins with a verb.
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// More to know: the server's detail and hint, who was in the way, what state is left.
    pub fn notes(&self) -> &[String] {
        &self.0.notes
    }

    /// The migration at which it happened.
    pub fn subject(&self) -> Option<&Subject> {
        self.0.subject.as_ref()
    }

    /// Where in the migration's file it happened.
    pub fn place(&self) -> Option<&Place> {
        self.0.place.as_ref()
    }

    /// What was done before.
    pub fn report(&self) -> &Report {
        &self.0.report
    }

    /// Where the history and the manifest do not agree.
    pub fn problems(&self) -> &[Problem] {
        &self.0.problems
    }

    /// PostgreSQL's error code, if the server reported it.
    pub fn sqlstate(&self) -> Option<&str> {
        self.database().map(|error| error.code().code())
    }

    /// What the server reported.
    pub fn database(&self) -> Option<&DbError> {
        let source = self.0.source.as_deref()?;
        source
            .downcast_ref::<tokio_postgres::Error>()?
            .as_db_error()
    }

    fn has(&self, code: &SqlState) -> bool {
        self.database().is_some_and(|error| error.code() == code)
    }

    /// Whether no connection could be opened, or one was lost.
    pub fn is_connection(&self) -> bool {
        self.0.kind == Kind::Connection
    }

    /// Whether the server cannot be migrated: too old, or a standby.
    pub fn is_server(&self) -> bool {
        self.0.kind == Kind::Server
    }

    /// Whether the history and the manifest do not agree; see [`problems`](Self::problems).
    pub fn is_conflict(&self) -> bool {
        self.0.kind == Kind::Conflict
    }

    /// Whether the history's table is another tool's, or cannot be read.
    pub fn is_history(&self) -> bool {
        self.0.kind == Kind::History
    }

    /// Whether another runner worked on the database for too long, or took over.
    pub fn is_runner(&self) -> bool {
        self.0.kind == Kind::Runner
    }

    /// Whether a migration did not get a lock, however often it tried.
    pub fn is_lock_timeout(&self) -> bool {
        self.0.kind == Kind::LockTimeout
    }

    /// Whether the connection goes through a pooler that changes the session.
    pub fn is_pooling(&self) -> bool {
        self.0.kind == Kind::Pooling
    }

    /// Whether the SQL of a migration was refused or failed; see [`place`](Self::place).
    pub fn is_sql(&self) -> bool {
        self.0.kind == Kind::Sql
    }

    /// Whether nobody can know if a statement took effect; `resolve` ends the doubt.
    pub fn is_in_doubt(&self) -> bool {
        self.0.kind == Kind::InDoubt
    }

    /// Whether it was asked for something that cannot be: an unknown version, an irreversible migration.
    pub fn is_request(&self) -> bool {
        self.0.kind == Kind::Request
    }

    /// Whether [`Cancel`](crate::Cancel) ended it.
    pub fn is_cancelled(&self) -> bool {
        self.0.kind == Kind::Cancelled
    }

    /// Whether an option cannot be used.
    pub fn is_options(&self) -> bool {
        self.0.kind == Kind::Options
    }

    /// Whether the role lacks a privilege.
    pub fn is_permission_denied(&self) -> bool {
        self.has(&SqlState::INSUFFICIENT_PRIVILEGE)
    }

    /// Whether the server has no room left.
    pub fn is_disk_full(&self) -> bool {
        self.has(&SqlState::DISK_FULL)
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::fmt::Debug for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Error")
            .field("code", &self.0.code)
            .field("message", &self.0.message)
            .field("help", &self.0.help)
            .field("notes", &self.0.notes)
            .field("subject", &self.0.subject)
            .field("place", &self.0.place)
            .field("sqlstate", &self.sqlstate())
            .field("report", &self.0.report)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|it| it as _)
    }
}
