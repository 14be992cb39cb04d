//! The runner on a real server: what it does, and what it survives.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on says so by panicking, in its helpers too"
)]

mod basics;
mod conflicts;
mod crash;
mod crowd;
mod failures;
mod kill;
mod leaks;
mod locks;
mod pooling;
mod resume;
mod thirty;

use std::sync::{Arc, Mutex};

use migrations::Manifest;
use runner::{Error, Event, Options, Runner};
use tokio::sync::Notify;

use crate::support::{Database, Sql, manifest};

/// Migrations that create a table each: `t1`, `t2`, …
fn tables(count: usize) -> Vec<Sql> {
    (1..=count)
        .map(|n| {
            Sql::new(
                &format!("table_{n}"),
                format!("CREATE TABLE t{n} (id bigint PRIMARY KEY);\n"),
            )
            .down(format!("DROP TABLE t{n};\n"))
        })
        .collect()
}

/// The history's rows: version and state.
async fn states(database: &Database) -> String {
    database
        .query("SELECT version, state FROM schema_migrations ORDER BY version")
        .await
}

/// The log's rows: version and action.
async fn log(database: &Database) -> String {
    database
        .query("SELECT version, action FROM schema_migrations_log ORDER BY id")
        .await
}

/// The events of a run, so far.
#[derive(Debug, Clone, Default)]
struct Events(Arc<(Mutex<Vec<Event>>, Notify)>);

impl Events {
    fn take(&self) -> Vec<Event> {
        std::mem::take(&mut self.0.0.lock().unwrap())
    }

    /// Returns when an event of a kind has been told.
    async fn wait_for(&self, wanted: impl Fn(&Event) -> bool) {
        while !self.0.0.lock().unwrap().iter().any(&wanted) {
            self.0.1.notified().await;
        }
    }
}

/// Options that collect the events.
fn watched() -> (Options, Events) {
    let events = Events::default();
    let to = events.clone();
    let options = Options {
        observer: Some(Arc::new(move |event| {
            to.0.0.lock().unwrap().push(event.clone());
            to.0.1.notify_one();
        })),
        ..Options::default()
    };
    (options, events)
}

/// Asks the server again and again until a query returns what is expected; the time limit of the
/// whole test run ends it.
async fn until(database: &Database, sql: &str, expected: &str) {
    let session = database.session().await;
    loop {
        let rows = session.simple_query(sql).await.unwrap();
        let cell = rows.iter().find_map(|it| {
            if let tokio_postgres::SimpleQueryMessage::Row(row) = it {
                row.get(0).map(str::to_owned)
            } else {
                None
            }
        });
        if cell.as_deref() == Some(expected) {
            return;
        }
    }
}
