//! Simple queries, their replies, and how values are written into them.

use std::pin::Pin;

use futures_util::StreamExt;
use tokio_postgres::{Client, Error, SimpleQueryMessage, SimpleQueryRow, SimpleQueryStream};

/// The rows of each statement of a message that returns rows.
pub(crate) type ResultSets = Vec<Vec<SimpleQueryRow>>;

/// Sends a message and reads its whole reply.
pub(crate) async fn query(client: &Client, sql: &str) -> Result<ResultSets, Error> {
    let (sets, error) = query_partly(client, sql).await;
    error.map_or(Ok(sets), Err)
}

/// The same, with what was returned before a statement failed.
pub(crate) async fn query_partly(client: &Client, sql: &str) -> (ResultSets, Option<Error>) {
    let mut sets = ResultSets::new();
    let stream = match client.simple_query_raw(sql).await {
        Ok(stream) => stream,
        Err(error) => return (sets, Some(error)),
    };
    let mut stream = Box::pin(stream);
    while let Some(message) = stream.next().await {
        match message {
            Ok(SimpleQueryMessage::RowDescription(_)) => sets.push(Vec::new()),
            Ok(SimpleQueryMessage::Row(row)) => {
                if let Some(set) = sets.last_mut() {
                    set.push(row);
                }
            }
            Ok(_) => {}
            Err(error) => return (sets, Some(error)),
        }
    }
    (sets, None)
}

/// The first row of a reply.
pub(crate) fn first_row(sets: &ResultSets) -> Option<&SimpleQueryRow> {
    sets.iter().find_map(|set| set.first())
}

/// A value of a row as text; empty for NULL.
pub(crate) fn text(row: &SimpleQueryRow, column: usize) -> &str {
    optional(row, column).unwrap_or_default()
}

/// A value of a row as text; `None` for NULL and for a column that is not there.
pub(crate) fn optional(row: &SimpleQueryRow, column: usize) -> Option<&str> {
    row.try_get(column).ok().flatten()
}

/// A value of a row as a number; 0 for NULL.
pub(crate) fn number(row: &SimpleQueryRow, column: usize) -> i64 {
    text(row, column).parse().unwrap_or_default()
}

/// A value of a row as a truth value.
pub(crate) fn truth(row: &SimpleQueryRow, column: usize) -> bool {
    text(row, column) == "t"
}

/// The reply to a message that was sent without waiting for it.
pub(crate) struct Reply {
    stream: Pin<Box<SimpleQueryStream>>,
    /// How many statements of the message were completed.
    pub(crate) completed: usize,
    /// The last row that was returned: that of the runner's own last query.
    pub(crate) row: Option<SimpleQueryRow>,
}

impl Reply {
    /// Sends a message.
    pub(crate) async fn to(client: &Client, sql: &str) -> Result<Self, Error> {
        let stream = Box::pin(client.simple_query_raw(sql).await?);
        Ok(Self {
            stream,
            completed: 0,
            row: None,
        })
    }

    /// Reads to the end. May be dropped and called again: what was read is kept.
    pub(crate) async fn finish(&mut self) -> Result<(), Error> {
        while let Some(message) = self.stream.next().await {
            let message = message?;
            if let SimpleQueryMessage::CommandComplete(_) = message {
                self.completed += 1;
            } else if let SimpleQueryMessage::Row(row) = message {
                self.row = Some(row);
            }
        }
        Ok(())
    }
}

/// A string constant. The session has `standard_conforming_strings` on.
pub(crate) fn literal(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

/// A quoted identifier.
pub(crate) fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
