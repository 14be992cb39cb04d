//! The runner on a real server: what it does, and what it survives.

mod basics;
mod conflicts;
mod failures;
mod leaks;
mod locks;
mod resume;

use std::sync::{Arc, Mutex};

use migrations::Manifest;
use runner::{Error, Event, Options, Runner};

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
struct Events(Arc<Mutex<Vec<Event>>>);

impl Events {
    fn take(&self) -> Vec<Event> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// Options that collect the events.
fn watched() -> (Options, Events) {
    let events = Events::default();
    let to = events.clone();
    let options = Options {
        observer: Some(Arc::new(move |event| {
            to.0.lock().unwrap().push(event.clone())
        })),
        ..Options::default()
    };
    (options, events)
}
