//! Applies migrations to a PostgreSQL database: locks, transactions, history.
//!
//! [`migrate`] applies what is pending; a [`Runner`] can do the rest: roll back, tell the state of a
//! database, take over one that exists, and repair its history.
//!
//! How it works, in the order of a run:
//! 1. One connection, one query: what does the history say? If nothing is pending, that was all.
//! 2. The same connection takes an advisory lock by asking for it again and again. A second
//!    connection, which does the work, takes another one, so that the statement of a runner that was
//!    killed is waited for as well.
//! 3. Migrations with a transaction are sent ahead without waiting for replies, one message each,
//!    and each message first asks whether the one before it was committed: a failure stops
//!    everything behind it, on the server.
//! 4. Migrations without a transaction run statement by statement, and the history says how many
//!    are done, so that the next run goes on at the one that failed.
//!
//! This crate knows neither files nor SQL's grammar, and it never prints: it tells what happens
//! through [`Event`]s, returns a [`Report`], and fails with an [`Error`] that says what was applied
//! before and what to do next.

mod adopt;
pub mod codes;
mod connect;
mod error;
mod event;
mod history;
mod lock;
mod options;
mod pipeline;
mod plan;
mod recover;
mod report;
mod runner;
mod script;
mod statement;
mod stepwise;
mod upkeep;
mod watch;
mod wire;

pub use connect::{Connect, ConnectError, Connecting, Secure, Session};
pub use error::{Error, Place};
pub use event::{Blocker, Event, Subject};
pub use history::{ForeignHistory, LogEntry, Problem, ProblemKind, State, Status, StatusKind};
pub use options::{Cancel, Observer, Options};
pub use plan::{Down, Planned};
pub use report::{Direction, Done, Report};
pub use runner::Runner;
pub use upkeep::{Repair, RepairKind, Resolution};

use migrations::Manifest;

/// Applies all pending migrations with the default [`Options`].
pub async fn migrate(connect: &dyn Connect, manifest: &Manifest) -> Result<Report, Error> {
    Runner::new(connect, manifest, Options::default())
        .up(None)
        .await
}
