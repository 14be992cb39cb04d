//! PostgreSQL's SQL: statements with spans, and the schema that a history of them builds.
//!
//! [`parse`] reads a script with PostgreSQL's own grammar, so that it takes exactly what the server
//! takes and reports an error where the server does. [`fold`] follows a history of scripts and returns
//! the schema at its end; [`check_transaction`] compares a script with how it is run. The crate does not know migrations, files or
//! Prisma's schema language.

pub mod codes;
pub mod command;
mod fold;
mod grammar;
mod name;
mod parse;
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "code that rewrites expressions speaks of one or two of their twenty kinds"
)]
mod resolve;
mod statement;
mod transaction;
mod tree;
mod types;
mod volatility;

pub use command::Command;
pub use fold::{Fold, fold};
pub use name::Name;
pub use parse::parse;
pub use resolve::{follow_rename, resolve};
pub use statement::{Script, Statement};
pub use transaction::check_transaction;
