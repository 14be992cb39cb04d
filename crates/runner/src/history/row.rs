//! A row of the history.

use tokio_postgres::SimpleQueryRow;

use crate::wire::{number, optional, text};

/// What the history says of a migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// It was applied.
    Applied,
    /// It was declared to be applied when the database was taken over.
    Baselined,
    /// A migration without a transaction runs, or its runner was killed.
    Running,
    /// A statement of a migration without a transaction failed; those before it are done.
    Failed,
    /// Its down script without a transaction runs, or its runner was killed.
    Reverting,
    /// A statement of its down script without a transaction failed; those before it are done.
    RevertFailed,
}

impl State {
    const ALL: [Self; 6] = [
        Self::Applied,
        Self::Baselined,
        Self::Running,
        Self::Failed,
        Self::Reverting,
        Self::RevertFailed,
    ];

    /// As the table has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Baselined => "baselined",
            Self::Running => "running",
            Self::Failed => "failed",
            Self::Reverting => "reverting",
            Self::RevertFailed => "revert_failed",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A row of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) version: i64,
    pub(crate) name: String,
    /// Of the statements that are done: of the whole script when it is applied.
    pub(crate) checksum: String,
    /// ISO 8601, UTC.
    pub(crate) applied_at: String,
    pub(crate) execution_ms: u64,
    pub(crate) applied_by: String,
    pub(crate) tool_version: String,
    pub(crate) state: State,
    pub(crate) statements_done: usize,
    pub(crate) error: Option<String>,
}

/// A time as the runner returns it.
pub(crate) fn utc(expression: &str) -> String {
    format!(
        "pg_catalog.to_char({expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
    )
}

/// The query for all rows.
pub(crate) fn select(table: &str) -> String {
    format!(
        "SELECT version, name, checksum, {at}, execution_ms, applied_by, tool_version, state, \
         statements_done, error FROM {table} ORDER BY version",
        at = utc("applied_at"),
    )
}

/// The columns without which a table is not our history.
pub(crate) const COLUMNS: [&str; 10] = [
    "version",
    "name",
    "checksum",
    "applied_at",
    "execution_ms",
    "applied_by",
    "tool_version",
    "state",
    "statements_done",
    "error",
];

impl Row {
    /// Reads a row of [`select`]; the error is a state that a later version may know.
    pub(crate) fn read(row: &SimpleQueryRow) -> Result<Self, String> {
        let state = text(row, 7);
        Ok(Self {
            version: number(row, 0),
            name: text(row, 1).to_owned(),
            checksum: text(row, 2).to_owned(),
            applied_at: text(row, 3).to_owned(),
            execution_ms: u64::try_from(number(row, 4)).unwrap_or_default(),
            applied_by: text(row, 5).to_owned(),
            tool_version: text(row, 6).to_owned(),
            state: State::named(state).ok_or_else(|| state.to_owned())?,
            statements_done: usize::try_from(number(row, 8)).unwrap_or_default(),
            error: optional(row, 9).map(str::to_owned),
        })
    }
}

/// Whether the migration is completely there.
pub(crate) fn is_finished(state: State) -> bool {
    matches!(state, State::Applied | State::Baselined)
}
