//! What is judged: migrations in their order.

use diag::Span;
use sql::Script;

/// The migrations in the order in which they are applied.
#[derive(Debug, Clone, Default)]
pub struct History<'a> {
    /// The migrations.
    pub migrations: Vec<Migration<'a>>,
}

/// A migration.
#[derive(Debug, Clone)]
pub struct Migration<'a> {
    /// What it is called in messages: `003_add_index`.
    pub name: String,
    /// Its statements.
    pub script: &'a Script,
    /// Whether they run in one transaction.
    pub transaction: bool,
    /// The script that undoes it.
    pub down: Option<&'a Script>,
    /// Why nothing undoes it, where it says so.
    pub irreversible: Option<String>,
    /// What it allows.
    pub allows: Vec<Allow>,
    /// Whether its findings are wanted; of the others only the schema matters.
    pub judged: bool,
}

/// `-- prismoid: allow <rule> <reason>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    /// The rule, as written.
    pub rule: String,
    /// Why.
    pub reason: String,
    /// The comment.
    pub span: Span,
    /// Whether it stands before the first statement and so speaks for the whole file; else it speaks
    /// for the statement below it.
    pub in_header: bool,
}
