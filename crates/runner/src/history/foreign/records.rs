//! What the history of another tool says, in the terms of all of them.

use migrations::{Layout, Record};
use tokio_postgres::{Client, SimpleQueryRow};

use super::owner;
use crate::Error;
use crate::history::row::{COLUMNS, utc};
use crate::history::table::TableName;
use crate::wire::{first_row, literal, number, optional, query, text, truth};

/// The history of another tool in a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignHistory {
    /// Whose it is.
    pub layout: Layout,
    /// The table, with its schema.
    pub table: String,
    /// What it says of each migration, in the order in which they were applied.
    pub records: Vec<Record>,
}

/// Reads the history of a tool; `None` where there is no such table, or it is our own.
pub(crate) async fn read(
    client: &Client,
    layout: Layout,
    table: Option<&str>,
) -> Result<Option<ForeignHistory>, Error> {
    let Some(rows) = select(layout) else {
        return Ok(None);
    };
    let name = TableName::parse(table.unwrap_or(layout.history_table()))?;
    let quoted = name.quoted();
    let failed = |error| Error::foreign_unreadable(&quoted, error);
    let look = query(client, &look(&quoted)).await.map_err(failed)?;
    let Some(found) = first_row(&look) else {
        return Ok(None);
    };
    let columns: Vec<&str> = text(found, 1).split(',').collect();
    let is_ours = COLUMNS.iter().all(|column| columns.contains(column));
    if is_ours && table.is_none() {
        return Ok(None);
    }
    let its = owner(&columns).filter(|owner| is_owned(layout, owner));
    if its.is_none() {
        return Err(Error::not_that_history(
            text(found, 0),
            layout,
            owner(&columns),
            &columns,
        ));
    }
    let sets = query(client, &rows.replace("{table}", &quoted))
        .await
        .map_err(failed)?;
    let records = sets.iter().flatten().map(record).collect();
    Ok(Some(ForeignHistory {
        layout,
        table: text(found, 0).to_owned(),
        records,
    }))
}

/// Which tools have a history in the database, by their tables' usual names and their columns.
pub(crate) async fn present(client: &Client) -> Result<Vec<Layout>, Error> {
    let mut list = Vec::new();
    for layout in Layout::ALL {
        if layout.is_own() {
            continue;
        }
        let table = layout.history_table();
        let sets = query(client, &look(table)).await;
        let sets = sets.map_err(|error| Error::foreign_unreadable(table, error))?;
        let columns = first_row(&sets)
            .map(|row| text(row, 1).to_owned())
            .unwrap_or_default();
        let columns: Vec<&str> = columns.split(',').collect();
        if owner(&columns).is_some_and(|owner| is_owned(layout, owner)) {
            list.push(layout);
        }
    }
    Ok(list)
}

fn look(table: &str) -> String {
    format!(
        "SELECT n.nspname || '.' || c.relname, (SELECT pg_catalog.string_agg(attname, ',' ORDER BY attnum) \
         FROM pg_catalog.pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) \
         FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
         WHERE c.oid = pg_catalog.to_regclass({})",
        literal(table)
    )
}

fn is_owned(layout: Layout, owner: &str) -> bool {
    match layout {
        Layout::Dbmate => owner == "Rails or dbmate",
        Layout::Prismoid => false,
        Layout::Prisma
        | Layout::Sqlx
        | Layout::Diesel
        | Layout::Refinery
        | Layout::Flyway
        | Layout::GolangMigrate
        | Layout::Goose => owner == layout.tool(),
    }
}

fn record(row: &SimpleQueryRow) -> Record {
    let owned = |column| optional(row, column).map(str::to_owned);
    Record {
        id: text(row, 0).to_owned(),
        name: text(row, 1).to_owned(),
        checksum: owned(2),
        failed: truth(row, 3),
        covers_earlier: truth(row, 4),
        applied_at: owned(5),
        execution_ms: u64::try_from(number(row, 6)).unwrap_or_default(),
        applied_by: owned(7),
    }
}

/// The query for a tool's records: identity, name, checksum, whether it failed, whether it covers
/// all earlier ones, when, how long in milliseconds, by whom. `{table}` stands for the table.
fn select(layout: Layout) -> Option<String> {
    let ms = |interval: &str| format!("(EXTRACT(epoch FROM {interval}) * 1000)::bigint");
    Some(match layout {
        Layout::Prismoid => return None,
        // A migration that was tried again has several rows: the one that was applied counts.
        Layout::Prisma => format!(
            "SELECT * FROM (SELECT DISTINCT ON (migration_name) migration_name, '' AS name, checksum, \
             finished_at IS NULL AS failed, false AS covers, {at} AS at, {ms} AS ms, NULL::text AS by, \
             started_at FROM {{table}} WHERE rolled_back_at IS NULL \
             ORDER BY migration_name, finished_at IS NULL, started_at) AS it ORDER BY started_at, migration_name",
            at = utc("coalesce(finished_at, started_at)"),
            ms = ms("finished_at - started_at"),
        ),
        Layout::Sqlx => format!(
            "SELECT version, description, pg_catalog.encode(checksum, 'hex'), NOT success, false, {at}, \
             greatest(execution_time, 0) / 1000000, NULL FROM {{table}} ORDER BY installed_on, version",
            at = utc("installed_on"),
        ),
        Layout::Diesel => format!(
            "SELECT version, '', NULL, false, false, {at}, 0, NULL FROM {{table}} ORDER BY run_on, version",
            at = utc("run_on::timestamptz"),
        ),
        Layout::Refinery => format!(
            "SELECT version, name, checksum, false, false, {at}, 0, NULL FROM {{table}} ORDER BY version",
            at = utc("applied_on::timestamptz"),
        ),
        Layout::Flyway => format!(
            "SELECT version, description, checksum, NOT success, type LIKE '%BASELINE', {at}, \
             execution_time, installed_by FROM (SELECT DISTINCT ON (version) * FROM {{table}} \
             WHERE version IS NOT NULL ORDER BY version, installed_rank DESC) AS it \
             WHERE type NOT LIKE 'UNDO%' AND type <> 'DELETE' ORDER BY installed_rank",
            at = utc("installed_on::timestamptz"),
        ),
        Layout::GolangMigrate => {
            "SELECT version, '', NULL, dirty, true, NULL, 0, NULL FROM {table}".to_owned()
        }
        Layout::Dbmate => {
            "SELECT version, '', NULL, false, false, NULL, 0, NULL FROM {table} ORDER BY version"
                .to_owned()
        }
        Layout::Goose => format!(
            "SELECT version_id, '', NULL, false, false, {at}, 0, NULL FROM (SELECT DISTINCT ON (version_id) * \
             FROM {{table}} WHERE version_id > 0 ORDER BY version_id, id DESC) AS it \
             WHERE is_applied ORDER BY id",
            at = utc("tstamp::timestamptz"),
        ),
    })
}
