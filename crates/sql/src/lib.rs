//! PostgreSQL's SQL: statements with spans, and the schema that a history of them builds.
//!
//! [`parse`] reads a script with PostgreSQL's own grammar, so that it takes exactly what the server
//! takes and reports an error where the server does. The crate does not know migrations, files or
//! Prisma's schema language.

pub mod codes;
mod grammar;
mod parse;
mod statement;
mod tree;

pub use parse::parse;
pub use statement::{Script, Statement};
