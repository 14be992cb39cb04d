//! The causes, each with its sentence and the way out: the one place where they are worded.

use migrations::Migration;
use tokio_postgres::error::SqlState;

use super::{Error, Kind, Place};
use crate::event::{Blocker, Subject};
use crate::history::{Problem, Table};
use crate::report::Direction;
use crate::script::Refusal;

/// What a sentence calls it.
fn named(subject: &Subject) -> String {
    match subject.direction {
        Direction::Up => format!("migration {} `{}`", subject.version, subject.name),
        Direction::Down => format!("the rollback of {} `{}`", subject.version, subject.name),
    }
}

impl Error {
    pub(crate) fn no_connection(cause: crate::ConnectError) -> Self {
        let mut error = Self::new(
            Kind::Connection,
            "no-connection",
            format!("no connection to the database: {}", chain(&*cause)),
        )
        .with_help("check the address, the role and its password, and whether the server runs");
        error.0.source = Some(cause);
        error
    }

    /// A reply that never came, outside of a migration; or what the server said instead.
    pub(crate) fn connection_lost(cause: tokio_postgres::Error) -> Self {
        if let Some(database) = cause.as_db_error()
            && !is_shutdown(database.code())
        {
            let message = format!("the server refused: {}", database.message());
            let (code, help) = advice(database.code());
            let error = Self::new(Kind::History, code, message).with_source(cause);
            return match help {
                Some(help) => error.with_help(help),
                None => error,
            };
        }
        Self::new(
            Kind::Connection,
            "connection-lost",
            format!("the connection to the server was lost: {}", chain(&cause)),
        )
        .with_help("run it again when the server is back: the history says what was applied")
        .with_source(cause)
    }

    pub(crate) fn server_too_old(version: &str) -> Self {
        Self::new(
            Kind::Server,
            "server-too-old",
            format!("the server is PostgreSQL {version}, and the oldest supported version is 13"),
        )
        .with_help("upgrade the server")
    }

    pub(crate) fn standby() -> Self {
        Self::new(
            Kind::Server,
            "server-is-standby",
            "the server is a standby, which cannot be written to",
        )
        .with_help("connect to the primary, for example with `target_session_attrs=read-write`")
    }

    pub(crate) fn no_schema() -> Self {
        Self::new(
            Kind::Options,
            "no-schema",
            "no schema of the session's search path exists, so the history has no place",
        )
        .with_help("name one: set `history-table` to `schema.schema_migrations`")
    }

    pub(crate) fn bad_history_table(name: &str, why: &str) -> Self {
        Self::new(
            Kind::Options,
            "bad-history-table",
            format!("the history table `{name}` {why}"),
        )
        .with_help("set `history-table` to `table` or `schema.table`")
    }

    pub(crate) fn foreign_history(table: &Table, owner: Option<&str>, columns: &[&str]) -> Self {
        let columns = columns.join(", ");
        let message = match owner {
            Some(owner) => format!("the table `{table}` is the history of {owner} ({columns})"),
            None => format!("the table `{table}` is no history of ours: it has {columns}"),
        };
        Self::new(Kind::History, "foreign-history", message).with_help(
            "set `history-table` to another name, then run `cargo xtask migrate adopt`, which takes over what it \
             says, or `cargo xtask migrate baseline --to N`, where N is the last version that the \
             database has; the other table is left as it is",
        )
    }

    pub(crate) fn foreign_unreadable(table: &str, cause: tokio_postgres::Error) -> Self {
        let message = cause.as_db_error().map(|it| it.message().to_owned());
        let message = message.unwrap_or_else(|| chain(&cause));
        let message = format!("the table `{table}` of another tool cannot be read: {message}");
        Self::new(Kind::History, "history-unreadable", message)
            .with_help(format!("grant the role SELECT on `{table}`"))
            .with_source(cause)
    }

    pub(crate) fn not_that_history(
        table: &str,
        layout: migrations::Layout,
        owner: Option<&str>,
        columns: &[&str],
    ) -> Self {
        let columns = columns.join(", ");
        let is = owner.map_or_else(String::new, |owner| format!(" but of {owner}"));
        let message = format!(
            "the table `{table}` is no history of {}{is}: it has {columns}",
            layout.tool()
        );
        Self::new(Kind::History, "foreign-history", message).with_help(
            "name the tool with `--layout`, and its table with `--table` if it has another name",
        )
    }

    pub(crate) fn history_unreadable(table: &Table, cause: tokio_postgres::Error) -> Self {
        let message = cause.as_db_error().map(|it| it.message().to_owned());
        let help = match cause.code() {
            Some(code) if code == &SqlState::INSUFFICIENT_PRIVILEGE => {
                format!("grant the role SELECT, INSERT, UPDATE and DELETE on `{table}` and its log")
            }
            _ => format!("look into the table `{table}`"),
        };
        Self::new(
            Kind::History,
            "history-unreadable",
            format!(
                "the history `{table}` cannot be read: {}",
                message.unwrap_or_else(|| chain(&cause))
            ),
        )
        .with_help(help)
        .with_source(cause)
    }

    pub(crate) fn unknown_state(table: &Table, state: &str) -> Self {
        Self::new(
            Kind::History,
            "unknown-state",
            format!("the history `{table}` has a row of the unknown state `{state}`"),
        )
        .with_help("use the newer version of this program that wrote it")
    }

    pub(crate) fn conflict(problems: Vec<Problem>) -> Self {
        let mut messages = problems.iter().map(|it| it.message.as_str());
        let first = messages.next().unwrap_or_default();
        let message = match messages.count() {
            0 => first.to_owned(),
            1 => format!("{first}, and one more conflict"),
            more => format!("{first}, and {more} more conflicts"),
        };
        let code = "history-conflict";
        let help = problems
            .first()
            .map(|it| it.help.clone())
            .unwrap_or_default();
        let mut error = Self::new(Kind::Conflict, code, message).with_help(help);
        error.0.problems = problems;
        error
    }

    pub(crate) fn runner_busy(holder: Option<&Blocker>, waited_ms: u64) -> Self {
        let who = holder.map_or_else(|| "somebody".to_owned(), ToString::to_string);
        Self::new(
            Kind::Runner,
            "another-runner",
            format!("another runner works on the database: {who}, waited for {waited_ms} ms"),
        )
        .with_help(
            "let it finish; if it hangs, end its session with `SELECT pg_terminate_backend(pid)`",
        )
    }

    pub(crate) fn lock_lost(subject: Option<&Subject>) -> Self {
        let before = subject.map_or_else(String::new, |it| {
            format!(" before {} was recorded", named(it))
        });
        Self::new(
            Kind::Runner,
            "lock-lost",
            format!("the session that holds the runner's lock ended{before}"),
        )
        .with_help("run it again: the history says what was applied")
    }

    pub(crate) fn pooling(evidence: &str) -> Self {
        Self::new(
            Kind::Pooling,
            "transaction-pooling",
            format!("the connection goes through a pooler that shares sessions: {evidence}"),
        )
        .with_help(
            "connect to the server itself, or through a pooler in session mode: locks and settings \
             of a session are lost or leak otherwise",
        )
    }

    pub(crate) fn lock_timeout(
        subject: Subject,
        cause: tokio_postgres::Error,
        tries: u32,
        blockers: &[Blocker],
    ) -> Self {
        let message = format!(
            "{} did not get its locks in {tries} {}",
            named(&subject),
            if tries == 1 { "try" } else { "tries" }
        );
        let mut error = Self::new(Kind::LockTimeout, "lock-timeout", message).with_help(
            "try again when the sessions in the way have ended, or end them with \
             `SELECT pg_terminate_backend(pid)`",
        );
        for blocker in blockers {
            error = error.with_note(format!("waited for {}: {blocker}", blocker.wanted));
        }
        error.about(subject).with_source(cause)
    }

    pub(crate) fn refused(subject: Subject, refusal: &Refusal, place: Place) -> Self {
        Self::new(
            Kind::Sql,
            refusal.code,
            format!("{} cannot be sent: {}", named(&subject), refusal.message),
        )
        .with_help(refusal.help)
        .with_place(Some(place))
        .about(subject)
    }

    pub(crate) fn migration_failed(
        subject: Subject,
        cause: tokio_postgres::Error,
        place: Option<Place>,
    ) -> Self {
        let Some(database) = cause.as_db_error() else {
            return Self::lost_in(subject, cause);
        };
        if is_shutdown(database.code()) {
            return Self::lost_in(subject, cause);
        }
        let message = format!("{} failed: {}", named(&subject), database.message());
        let (code, help) = advice(database.code());
        let mut error = Self::new(Kind::Sql, code, message);
        let labelled = [
            ("detail", database.detail()),
            ("hint", database.hint()),
            ("in", database.where_()),
        ];
        for (label, text) in labelled {
            if let Some(text) = text {
                error = error.with_note(format!("{label}: {text}"));
            }
        }
        if let Some(help) = help {
            error = error.with_help(help);
        }
        error.about(subject).with_place(place).with_source(cause)
    }

    fn lost_in(subject: Subject, cause: tokio_postgres::Error) -> Self {
        Self::new(
            Kind::Connection,
            "connection-lost",
            format!(
                "the connection was lost while {} ran: {}",
                named(&subject),
                chain(&cause)
            ),
        )
        .with_help("run it again when the server is back: the history says what was applied")
        .about(subject)
        .with_source(cause)
    }

    pub(crate) fn edited_halfway(subject: Subject, statements_done: usize) -> Self {
        Self::new(
            Kind::Conflict,
            "edited-halfway",
            format!(
                "{} has stopped after {statements_done} statements, and these are not the same any more",
                named(&subject)
            ),
        )
        .with_help(
            "put the statements that are done back as they were; those after them may be edited",
        )
        .about(subject)
    }

    pub(crate) fn in_doubt(subject: Subject, place: Option<Place>, why: &str) -> Self {
        let version = subject.version;
        Self::new(
            Kind::InDoubt,
            "in-doubt",
            format!(
                "nobody knows whether a statement of {} took effect: {why}",
                named(&subject)
            ),
        )
        .with_help(format!(
            "look at the database, then run `cargo xtask migrate resolve {version} --statement-done` if it did \
             or `cargo xtask migrate resolve {version} --statement-undone` if it did not, and go on"
        ))
        .about(subject)
        .with_place(place)
    }

    pub(crate) fn half_undone(migration: &Migration) -> Self {
        let (version, name) = (migration.version, &migration.name);
        Self::new(
            Kind::Request,
            "half-undone",
            format!("the rollback of {version} `{name}` has stopped in the middle"),
        )
        .with_help("run `cargo xtask migrate down` to end it; then `cargo xtask migrate up` applies it again")
    }

    pub(crate) fn half_applied(migration: &Migration) -> Self {
        let (version, name) = (migration.version, &migration.name);
        Self::new(
            Kind::Request,
            "half-applied",
            format!("migration {version} `{name}` has stopped in the middle"),
        )
        .with_help(format!(
            "run `cargo xtask migrate up` to end it, or undo by hand what it has done and run \
             `cargo xtask migrate resolve {version} --rolled-back`"
        ))
    }

    pub(crate) fn irreversible(migration: &Migration) -> Self {
        let (version, name) = (migration.version, &migration.name);
        Self::new(
            Kind::Request,
            "irreversible",
            format!("migration {version} `{name}` is irreversible: it has no down script"),
        )
        .with_help(format!(
            "write a new migration that does what is needed, or go back no further than {version}"
        ))
    }

    pub(crate) fn unknown_version(version: i64, last: Option<&Migration>) -> Self {
        let known = last.map_or_else(
            || "there are no migrations".to_owned(),
            |last| format!("the last one is {} `{}`", last.version, last.name),
        );
        Self::new(
            Kind::Request,
            "unknown-version",
            format!("there is no migration {version}; {known}"),
        )
        .with_help("run `cargo xtask migrate status` to see them all")
    }

    pub(crate) fn bad_request(message: impl Into<String>, help: &str) -> Self {
        Self::new(Kind::Request, "bad-request", message).with_help(help)
    }

    pub(crate) fn cancelled(subject: Option<Subject>) -> Self {
        let message = match &subject {
            Some(subject) => format!("cancelled: {} was rolled back", named(subject)),
            None => "cancelled".to_owned(),
        };
        let error = Self::new(Kind::Cancelled, "cancelled", message)
            .with_help("run it again to go on: the history says what was applied");
        match subject {
            Some(subject) => error.about(subject),
            None => error,
        }
    }
}

/// The code of a failure and the way out, by PostgreSQL's error code.
fn advice(state: &SqlState) -> (&'static str, Option<&'static str>) {
    let known: [(&SqlState, &'static str, &'static str); 8] = [
        (
            &SqlState::INSUFFICIENT_PRIVILEGE,
            "permission-denied",
            "grant the role what it lacks, or connect as the owner of the database",
        ),
        (
            &SqlState::DISK_FULL,
            "disk-full",
            "make room on the server's disk and run it again",
        ),
        (
            &SqlState::OUT_OF_MEMORY,
            "out-of-memory",
            "raise `max_locks_per_transaction` if the server is out of shared memory, or split the migration",
        ),
        (
            &SqlState::ACTIVE_SQL_TRANSACTION,
            "needs-no-transaction",
            "add the line `-- prismoid: no-transaction` at the top of the file: this statement cannot \
             run in a transaction",
        ),
        (
            &SqlState::UNSAFE_NEW_ENUM_VALUE_USAGE,
            "new-enum-value-used",
            "add the value in a migration of its own, before the one that uses it",
        ),
        (
            &SqlState::QUERY_CANCELED,
            "statement-cancelled",
            "look for a `statement_timeout` of the role or the database, or for who cancelled it",
        ),
        (
            &SqlState::READ_ONLY_SQL_TRANSACTION,
            "read-only",
            "connect to the primary, or set `default_transaction_read_only` off for this role",
        ),
        (
            &SqlState::TOO_MANY_CONNECTIONS,
            "too-many-connections",
            "end some sessions, or raise `max_connections`: the runner needs two",
        ),
    ];
    known
        .into_iter()
        .find(|(code, ..)| *code == state)
        .map_or(("migration-failed", None), |(_, code, help)| {
            (code, Some(help))
        })
}

/// Whether the server ended the session.
pub(crate) fn is_shutdown(state: &SqlState) -> bool {
    [
        &SqlState::ADMIN_SHUTDOWN,
        &SqlState::CRASH_SHUTDOWN,
        &SqlState::CANNOT_CONNECT_NOW,
        &SqlState::IDLE_SESSION_TIMEOUT,
    ]
    .contains(&state)
}

/// An error and its causes in one sentence: the outermost alone says little.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text = format!("{text}: {inner_text}");
        }
        cause = inner.source();
    }
    text
}
