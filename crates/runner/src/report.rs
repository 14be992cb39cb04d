//! What a run did.

/// Which of a migration's two scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// `NNN_name.sql`
    Up,
    /// `NNN_name.down.sql`
    Down,
}

/// A migration that was applied or undone, and recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Its version.
    pub version: i64,
    /// Its name, without the version.
    pub name: String,
    /// Whether it was applied or undone.
    pub direction: Direction,
    /// How long the server worked on it.
    pub execution_ms: u64,
    /// Whether an earlier run had begun it.
    pub resumed: bool,
    /// How often a lock was not to be had in time.
    pub retries: u32,
}

/// What a run did. A failed run's report is in its error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// In the order in which it was done.
    pub done: Vec<Done>,
    /// Whether all of it was one transaction.
    pub single_transaction: bool,
    /// From the first connection to the end.
    pub elapsed_ms: u64,
}

impl Report {
    /// Whether there was nothing to do.
    pub fn is_empty(&self) -> bool {
        self.done.is_empty()
    }
}
