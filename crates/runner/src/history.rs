//! The history of a database: what was applied to it, and how it compares with the manifest.

mod compare;
mod complete;
pub(crate) mod foreign;
mod log;
mod look;
mod row;
mod squash;
mod table;
mod write;

pub use compare::{Problem, ProblemKind, Status, StatusKind};
pub use foreign::ForeignHistory;
pub use log::LogEntry;
pub use row::State;

pub(crate) use compare::{compare, status};
pub(crate) use complete::is_complete;
pub(crate) use log::read_log;
pub(crate) use look::{Look, look};
pub(crate) use row::{Row, is_finished};
pub(crate) use squash::as_squashed;
pub(crate) use table::{Table, TableName};
pub(crate) use write::{LogAction, SPENT_MS, Writer};
