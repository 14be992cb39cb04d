//! What happens during a run, as it happens.

use crate::report::Direction;

/// The migration that an event or an error is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Its version.
    pub version: i64,
    /// Its name, without the version.
    pub name: String,
    /// Whether it is being applied or undone.
    pub direction: Direction,
}

/// A session that somebody waits for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Blocker {
    /// The process of the server; 0 for a prepared transaction.
    pub pid: i32,
    /// What the session calls itself.
    pub application_name: String,
    /// The role.
    pub user: String,
    /// Where it comes from; empty for a local socket.
    pub client_address: String,
    /// `active`, `idle in transaction`, …
    pub state: String,
    /// When its transaction, or else its session, began: ISO 8601, UTC.
    pub since: String,
    /// What it runs, or ran last.
    pub query: String,
    /// What is waited for: `ACCESS EXCLUSIVE on public.users`; empty for the runner's own lock.
    pub wanted: String,
}

/// `pid 4711 (psql, role app, idle in transaction since 2026-01-31T12:00:00Z)`
impl std::fmt::Display for Blocker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "pid {}", self.pid)?;
        let mut separator = " (";
        let role = if self.user.is_empty() {
            String::new()
        } else {
            format!("role {}", self.user)
        };
        let since = if self.since.is_empty() {
            self.state.clone()
        } else {
            format!("{} since {}", self.state, self.since)
        };
        for part in [&self.application_name, &role, &self.client_address, &since] {
            if !part.trim().is_empty() {
                write!(f, "{separator}{}", part.trim())?;
                separator = ", ";
            }
        }
        if separator == ", " {
            write!(f, ")")?;
        }
        Ok(())
    }
}

/// Something that happened. Told in the order in which it happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The history says that this many migrations are to be run.
    Planned {
        /// How many.
        steps: usize,
    },
    /// Another runner works on the database; told again whenever the holder changes.
    WaitingForRunner {
        /// Who holds the lock, as far as the role may see it.
        holder: Option<Blocker>,
    },
    /// A statement waits for locks; told again whenever the blockers change.
    Waiting {
        /// Whose statement.
        subject: Subject,
        /// Who holds the locks.
        blockers: Vec<Blocker>,
    },
    /// The server works on a migration now. Told again when all in one transaction is given up.
    Started(Subject),
    /// A migration without a transaction goes on where an earlier run stopped.
    Resumed {
        /// Which.
        subject: Subject,
        /// How many of its statements are done.
        statements_done: usize,
    },
    /// A statement of a migration without a transaction is done.
    StatementDone {
        /// Whose statement.
        subject: Subject,
        /// How many are done.
        done: usize,
        /// Of how many.
        of: usize,
    },
    /// An INVALID index, left by an attempt that failed, was dropped and is built again.
    RebuiltIndex {
        /// By which migration.
        subject: Subject,
        /// The index.
        index: String,
    },
    /// A lock was not to be had in time: rolled back, tried again after a while.
    Retried {
        /// Which.
        subject: Subject,
        /// This try just failed, from 1.
        attempt: u32,
        /// The next one comes after this time.
        delay_ms: u64,
        /// What the server said.
        reason: String,
        /// Who was in the way.
        blockers: Vec<Blocker>,
    },
    /// A migration is applied (or undone), recorded and committed.
    Applied {
        /// Which.
        subject: Subject,
        /// How long the server worked on it.
        execution_ms: u64,
    },
    /// A migration failed and left nothing behind.
    RolledBack(Subject),
    /// All in one transaction was not possible; each gets its own now.
    SeparateTransactions {
        /// What the server said.
        reason: String,
    },
    /// The server said something: `NOTICE: …`.
    Notice(String),
}
