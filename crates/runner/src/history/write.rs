//! The SQL that changes the history.

use migrations::{Adopted, Checksum, Migration};

use super::row::{COLUMNS, State};
use super::table::Table;
use crate::wire::literal;

/// Since the message arrived at the server: unlike `now()` it is also right in a long transaction.
pub(crate) const SPENT_MS: &str = "(EXTRACT(epoch FROM pg_catalog.clock_timestamp() \
     - pg_catalog.statement_timestamp()) * 1000)::bigint";

/// What an entry of the log says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogAction {
    Applied,
    RolledBack,
    Started,
    Resumed,
    Failed,
    Adopted,
    Baselined,
    Resolved,
    Repaired,
}

impl LogAction {
    fn name(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::RolledBack => "rolled-back",
            Self::Started => "started",
            Self::Resumed => "resumed",
            Self::Failed => "failed",
            Self::Adopted => "adopted",
            Self::Baselined => "baselined",
            Self::Resolved => "resolved",
            Self::Repaired => "repaired",
        }
    }
}

/// Writes statements for one run: who, with what, where.
#[derive(Debug, Clone)]
pub(crate) struct Writer {
    table: String,
    log: String,
    /// An expression.
    by: String,
    /// A constant.
    tool: String,
}

impl Writer {
    pub(crate) fn new(table: &Table, applied_by: Option<&str>, tool_version: &str) -> Self {
        Self {
            table: table.quoted(),
            log: table.log(),
            by: applied_by.map_or_else(|| "session_user".to_owned(), literal),
            tool: literal(tool_version),
        }
    }

    /// Records a migration that was applied within this message, and returns how long it took.
    /// `proof` is an expression that fails unless the runner still holds its lock; NULL if it does.
    pub(crate) fn applied(&self, migration: &Migration, proof: &str) -> String {
        format!(
            "INSERT INTO {table} ({columns}) VALUES ({version}, {name}, '{checksum}', \
             pg_catalog.clock_timestamp(), {SPENT_MS}, {by}, {tool}, 'applied', {proof}, NULL) \
             RETURNING execution_ms;{log}",
            table = self.table,
            columns = COLUMNS.join(", "),
            version = migration.version,
            name = literal(&migration.name),
            checksum = migration.checksum,
            by = self.by,
            tool = self.tool,
            log = self.log(LogAction::Applied, migration, Some(SPENT_MS), None),
        )
    }

    /// Removes a migration that was undone within this message.
    pub(crate) fn undone(&self, migration: &Migration, proof: &str) -> String {
        format!(
            "DELETE FROM {table} WHERE version = {version} AND ({proof}) IS NULL \
             RETURNING {SPENT_MS};{log}",
            table = self.table,
            version = migration.version,
            log = self.log(LogAction::RolledBack, migration, Some(SPENT_MS), None),
        )
    }

    /// Adds an entry to the log. `execution_ms` is an expression.
    pub(crate) fn log(
        &self,
        action: LogAction,
        migration: &Migration,
        execution_ms: Option<&str>,
        detail: Option<&str>,
    ) -> String {
        self.log_entry(
            action,
            (migration.version, &migration.name),
            &migration.checksum.to_string(),
            execution_ms,
            detail,
        )
    }

    /// The same for a migration that the manifest may not have.
    pub(crate) fn log_entry(
        &self,
        action: LogAction,
        (version, name): (i64, &str),
        checksum: &str,
        execution_ms: Option<&str>,
        detail: Option<&str>,
    ) -> String {
        format!(
            "INSERT INTO {log} (at, action, version, name, checksum, execution_ms, applied_by, \
             tool_version, detail) VALUES (pg_catalog.clock_timestamp(), '{action}', {version}, \
             {name}, {checksum}, {execution_ms}, {by}, {tool}, {detail})",
            log = self.log,
            action = action.name(),
            name = literal(name),
            checksum = literal(checksum),
            execution_ms = execution_ms.unwrap_or("NULL"),
            by = self.by,
            tool = self.tool,
            detail = detail.map_or_else(|| "NULL".to_owned(), literal),
        )
    }

    /// Puts a row in, or another in its place, without saying what became of the script.
    pub(crate) fn put(
        &self,
        migration: &Migration,
        state: State,
        statements_done: usize,
        checksum: Checksum,
    ) -> String {
        format!(
            "INSERT INTO {table} ({columns}) VALUES ({version}, {name}, '{checksum}', \
             pg_catalog.clock_timestamp(), 0, {by}, {tool}, '{state}', {statements_done}, NULL) \
             ON CONFLICT (version) DO UPDATE SET state = excluded.state, checksum = excluded.checksum, \
             name = excluded.name, statements_done = excluded.statements_done, execution_ms = 0, error = NULL",
            table = self.table,
            columns = COLUMNS.join(", "),
            version = migration.version,
            name = literal(&migration.name),
            by = self.by,
            tool = self.tool,
            state = state.name(),
        )
    }

    /// Declares a migration to be applied.
    pub(crate) fn declare(&self, migration: &Migration, state: State) -> String {
        format!(
            "INSERT INTO {table} ({columns}) VALUES ({version}, {name}, '{checksum}', \
             pg_catalog.clock_timestamp(), 0, {by}, {tool}, '{state}', NULL, NULL) \
             ON CONFLICT (version) DO UPDATE SET state = excluded.state, checksum = excluded.checksum, \
             name = excluded.name, applied_at = excluded.applied_at, applied_by = excluded.applied_by, \
             tool_version = excluded.tool_version, statements_done = NULL, error = NULL",
            table = self.table,
            columns = COLUMNS.join(", "),
            version = migration.version,
            name = literal(&migration.name),
            checksum = migration.checksum,
            by = self.by,
            tool = self.tool,
            state = state.name(),
        )
    }

    /// Takes over a migration that another tool has applied.
    pub(crate) fn adopt(&self, migration: &Migration, adopted: &Adopted, tool: &str) -> String {
        let record = &adopted.record;
        let at = record.applied_at.as_deref().map_or_else(
            || "pg_catalog.clock_timestamp()".to_owned(),
            |at| format!("{}::timestamptz", literal(at)),
        );
        format!(
            "INSERT INTO {table} ({columns}) VALUES ({version}, {name}, '{checksum}', {at}, {ms}, {by}, \
             {tool}, 'applied', NULL, NULL) ON CONFLICT (version) DO UPDATE SET state = excluded.state, \
             checksum = excluded.checksum, name = excluded.name, applied_at = excluded.applied_at, \
             applied_by = excluded.applied_by, tool_version = excluded.tool_version, \
             statements_done = NULL, error = NULL",
            table = self.table,
            columns = COLUMNS.join(", "),
            version = migration.version,
            name = literal(&migration.name),
            checksum = migration.checksum,
            ms = record.execution_ms,
            by = record
                .applied_by
                .as_deref()
                .map_or_else(|| self.by.clone(), literal),
            tool = literal(tool),
        )
    }

    /// Records how far a script without a transaction has come.
    pub(crate) fn progress(
        &self,
        version: i64,
        statements_done: usize,
        checksum: Checksum,
        spent_ms: &str,
    ) -> String {
        format!(
            "UPDATE {table} SET statements_done = {statements_done}, checksum = '{checksum}', \
             execution_ms = execution_ms + {spent_ms} WHERE version = {version}",
            table = self.table,
        )
    }

    /// Records that a script without a transaction is applied.
    pub(crate) fn finish(&self, migration: &Migration) -> String {
        format!(
            "UPDATE {table} SET state = 'applied', checksum = '{checksum}', error = NULL, \
             applied_at = pg_catalog.clock_timestamp() WHERE version = {version} \
             RETURNING execution_ms",
            table = self.table,
            checksum = migration.checksum,
            version = migration.version,
        )
    }

    /// Sets a row's state and what the server said.
    pub(crate) fn set_state(&self, version: i64, state: State, error: Option<&str>) -> String {
        format!(
            "UPDATE {table} SET state = '{state}', error = {error} WHERE version = {version}",
            table = self.table,
            state = state.name(),
            error = error.map_or_else(|| "NULL".to_owned(), literal),
        )
    }

    /// Removes a row.
    pub(crate) fn remove(&self, version: i64) -> String {
        format!(
            "DELETE FROM {table} WHERE version = {version} RETURNING execution_ms",
            table = self.table
        )
    }

    /// Takes over what the manifest says now.
    pub(crate) fn accept(&self, migration: &Migration) -> String {
        format!(
            "UPDATE {table} SET checksum = '{checksum}', name = {name} WHERE version = {version}",
            table = self.table,
            checksum = migration.checksum,
            name = literal(&migration.name),
            version = migration.version,
        )
    }
}
