//! One query that tells what there is: the server, the history's table, its rows.

use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

use super::foreign;
use super::row::{COLUMNS, Row, select};
use super::table::{Table, TableName};
use crate::Error;
use crate::wire::{first_row, literal, number, optional, query_partly, text, truth};

/// The oldest server that is supported.
const OLDEST: i64 = 130_000;

/// What there is.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    /// Where the history is, or would be.
    pub(crate) table: Table,
    /// Whether it is there.
    pub(crate) exists: bool,
    /// Whether its schema is there.
    pub(crate) has_schema: bool,
    /// The database.
    pub(crate) database: String,
    /// How many locks all transactions together can hold.
    pub(crate) lock_capacity: u64,
    /// Ordered by version.
    pub(crate) rows: Vec<Row>,
}

/// Reads it: one message, one reply.
pub(crate) async fn look(client: &Client, name: &TableName) -> Result<Look, Error> {
    let (sets, error) = query_partly(client, &message(name)).await;
    let Some(server) = first_row(&sets) else {
        return Err(match error {
            Some(error) => Error::connection_lost(error),
            None => Error::bad_history_table(&name.quoted(), "gave no answer"),
        });
    };
    if number(server, 0) < OLDEST {
        return Err(Error::server_too_old(text(server, 1)));
    }
    if truth(server, 2) {
        return Err(Error::standby());
    }
    let Some(schema) = optional(server, 4) else {
        return Err(Error::no_schema());
    };
    let mut look = Look {
        table: name.within(schema),
        exists: optional(server, 5).is_some(),
        has_schema: truth(server, 8),
        database: text(server, 3).to_owned(),
        lock_capacity: u64::try_from(number(server, 7)).unwrap_or_default(),
        rows: Vec::new(),
    };
    let columns: Vec<&str> = text(server, 6).split(',').collect();
    if look.exists && !COLUMNS.iter().all(|column| columns.contains(column)) {
        let owner = foreign::owner(&columns);
        return Err(Error::foreign_history(&look.table, owner, &columns));
    }
    match error {
        Some(error) if error.code() == Some(&SqlState::UNDEFINED_TABLE) && !look.exists => {}
        Some(error) => return Err(Error::history_unreadable(&look.table, error)),
        None => {
            let rows = sets.get(1).into_iter().flatten().map(Row::read);
            look.rows = rows
                .collect::<Result<_, _>>()
                .map_err(|state| Error::unknown_state(&look.table, &state))?;
        }
    }
    Ok(look)
}

fn message(name: &TableName) -> String {
    format!(
        "SELECT pg_catalog.current_setting('server_version_num'), \
         pg_catalog.current_setting('server_version'), pg_catalog.pg_is_in_recovery(), \
         pg_catalog.current_database(), coalesce(n.nspname, {schema}), c.relkind, \
         (SELECT pg_catalog.string_agg(attname, ',' ORDER BY attnum) \
         FROM pg_catalog.pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped), \
         pg_catalog.current_setting('max_locks_per_transaction')::bigint * \
         (pg_catalog.current_setting('max_connections')::bigint \
         + pg_catalog.current_setting('max_prepared_transactions')::bigint), \
         EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = {schema}) \
         FROM (SELECT pg_catalog.to_regclass({text}) AS oid) AS it \
         LEFT JOIN pg_catalog.pg_class AS c ON c.oid = it.oid \
         LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace;\
         {select}",
        schema = name.schema_expression(),
        text = literal(&name.quoted()),
        select = select(&name.quoted()),
    )
}
