//! How a run behaves.

use std::sync::Arc;

use tokio::sync::watch;

use crate::Event;

/// Is told what happens, while it happens. Called on the task of the run: be quick.
pub type Observer = Arc<dyn Fn(&Event) + Send + Sync>;

/// How a run behaves.
#[derive(Clone)]
pub struct Options {
    /// The history's table, `schema_migrations` or `audit.schema_migrations`. Without a schema it is
    /// looked for, and created, by the session's search path. Its log is the table with `_log` added.
    pub history_table: String,
    /// How long a statement of a migration waits for a lock before everybody who queues behind it is
    /// let through; 0 waits for ever. Not for statements that run CONCURRENTLY, which block nobody.
    pub lock_timeout_ms: u32,
    /// How often a migration is tried again when a lock was not to be had in time.
    pub lock_retries: u32,
    /// How long to wait for another runner that works on the same database; `None` for ever.
    pub runner_wait_ms: Option<u64>,
    /// Who is recorded; `None` is the role of the session.
    pub applied_by: Option<String>,
    /// The version of the program that is recorded.
    pub tool_version: String,
    /// Whether a database without history gets all migrations in one transaction, where they permit it.
    pub single_transaction_when_empty: bool,
    /// Whether a migration may be applied after one of a higher version.
    pub out_of_order: bool,
    /// Ends a run.
    pub cancel: Option<Cancel>,
    /// Is told what happens.
    pub observer: Option<Observer>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            history_table: "schema_migrations".to_owned(),
            lock_timeout_ms: 3_000,
            lock_retries: 20,
            runner_wait_ms: Some(600_000),
            applied_by: None,
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            single_transaction_when_empty: true,
            out_of_order: false,
            cancel: None,
            observer: None,
        }
    }
}

impl Options {
    pub(crate) fn tell(&self, event: &Event) {
        if let Some(observer) = &self.observer {
            observer(event);
        }
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancel.as_ref().is_some_and(Cancel::is_cancelled)
    }

    /// Returns once the run is cancelled.
    pub(crate) async fn cancelled(&self) {
        match &self.cancel {
            Some(cancel) => cancel.wait().await,
            None => std::future::pending().await,
        }
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("history_table", &self.history_table)
            .field("lock_timeout_ms", &self.lock_timeout_ms)
            .field("lock_retries", &self.lock_retries)
            .field("runner_wait_ms", &self.runner_wait_ms)
            .finish_non_exhaustive()
    }
}

/// Ends a run from outside: the running statement is cancelled and rolled back, nothing after it
/// starts, and the run returns an error with its report.
#[derive(Debug, Clone)]
pub struct Cancel(Arc<watch::Sender<bool>>);

impl Cancel {
    /// A handle that can be cloned; any clone ends the run.
    pub fn new() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }

    /// Ends the run. Returns at once; the run ends when the server has let go.
    pub fn cancel(&self) {
        self.0.send_replace(true);
    }

    /// Whether it was called.
    pub fn is_cancelled(&self) -> bool {
        *self.0.borrow()
    }

    async fn wait(&self) {
        // The sender is alive as long as `self` is, so that this cannot fail.
        drop(self.0.subscribe().wait_for(|cancelled| *cancelled).await);
    }
}

impl Default for Cancel {
    fn default() -> Self {
        Self::new()
    }
}
