//! What tests that need a server share: the server of the run, a database of its own for each test,
//! and migrations made on the spot.
//!
//! The server is the one that `PRISMOID_TEST_DATABASE_URL` names, or else the embedded server's
//! cluster of the name `test`, which is started when it does not run.

#![expect(
    clippy::panic,
    reason = "a test that cannot go on says so by panicking, in its helpers too"
)]

mod database;
mod manifest;
mod pooler;
mod proxy;

pub(crate) use database::Database;
pub(crate) use manifest::{Sql, manifest};
pub(crate) use pooler::{Lend, pooler};
pub(crate) use proxy::{Cut, Proxy};
