//! The log: every apply, rollback, baseline, repair and failure. Rows are only ever added.

use tokio_postgres::Client;
use tokio_postgres::SimpleQueryRow;

use super::row::utc;
use super::table::Table;
use crate::wire::{number, optional, query, text};

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// The number of the entry, ascending.
    pub id: i64,
    /// ISO 8601, UTC.
    pub at: String,
    /// `applied`, `rolled-back`, `started`, `resumed`, `failed`, `baselined`, `resolved`, `repaired`.
    pub action: String,
    /// The migration's version.
    pub version: i64,
    /// The migration's name.
    pub name: String,
    /// The checksum of the migration's SQL.
    pub checksum: String,
    /// How long the server worked on it; `None` for what takes no time.
    pub execution_ms: Option<u64>,
    /// Who did it.
    pub applied_by: String,
    /// With which version of the program.
    pub tool_version: String,
    /// What the server said of a failure; what was repaired or resolved.
    pub detail: Option<String>,
}

/// Reads the whole log, oldest entry first.
pub(crate) async fn read_log(
    client: &Client,
    table: &Table,
) -> Result<Vec<LogEntry>, tokio_postgres::Error> {
    let sql = format!(
        "SELECT id, {at}, action, version, name, checksum, execution_ms, applied_by, \
         tool_version, detail FROM {log} ORDER BY id",
        at = utc("at"),
        log = table.log(),
    );
    let sets = query(client, &sql).await?;
    Ok(sets.iter().flatten().map(entry).collect())
}

fn entry(row: &SimpleQueryRow) -> LogEntry {
    LogEntry {
        id: number(row, 0),
        at: text(row, 1).to_owned(),
        action: text(row, 2).to_owned(),
        version: number(row, 3),
        name: text(row, 4).to_owned(),
        checksum: text(row, 5).to_owned(),
        execution_ms: optional(row, 6).and_then(|it| it.parse().ok()),
        applied_by: text(row, 7).to_owned(),
        tool_version: text(row, 8).to_owned(),
        detail: optional(row, 9).map(str::to_owned),
    }
}
