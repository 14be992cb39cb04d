//! Manifests made on the spot.

use migrations::{Checksum, Manifest, Migration};

/// A migration to be: its SQL decides whether it has a transaction.
#[derive(Debug, Clone)]
pub(crate) struct Sql {
    name: String,
    up: String,
    down: Option<String>,
}

impl Sql {
    /// A migration of a name that cannot be undone.
    pub(crate) fn new(name: &str, up: impl Into<String>) -> Self {
        Self {
            name: name.to_owned(),
            up: up.into(),
            down: None,
        }
    }

    /// The same with a down script.
    pub(crate) fn down(mut self, down: impl Into<String>) -> Self {
        self.down = Some(down.into());
        self
    }
}

/// The manifest of migrations from version 1.
pub(crate) fn manifest(migrations: impl IntoIterator<Item = Sql>) -> Manifest {
    let migrations = (1..).zip(migrations).map(|(version, sql)| Migration {
        version,
        checksum: Checksum::of_sql(&sql.up),
        transaction: migrations::runs_in_transaction(&sql.up),
        down_transaction: sql
            .down
            .as_deref()
            .is_none_or(migrations::runs_in_transaction),
        name: sql.name.into(),
        up: sql.up.into(),
        down: sql.down.map(Into::into),
    });
    Manifest {
        migrations: migrations.collect::<Vec<_>>().into(),
    }
}
