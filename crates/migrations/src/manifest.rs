//! The ordered list of migrations.

use std::borrow::Cow;

use crate::Checksum;
use crate::directive::runs_in_transaction;

/// One version of the database: the SQL that leads to it and the SQL that leads back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// The version, from 1, without gaps.
    pub version: i64,
    /// The name in snake case, without the version: `initial_schema`.
    pub name: Cow<'static, str>,
    /// The SQL that applies it: the whole text of `NNN_name.sql`.
    pub up: Cow<'static, str>,
    /// The SQL that undoes it: the whole text of `NNN_name.down.sql`; `None` if irreversible.
    pub down: Option<Cow<'static, str>>,
    /// SHA-256 over the tokens of `up`.
    pub checksum: Checksum,
    /// Whether `up` runs in a transaction together with its history row; false under
    /// `-- prismoid: no-transaction`.
    pub transaction: bool,
    /// The same for `down`.
    pub down_transaction: bool,
}

/// The migrations of a project, ordered by version from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// Ordered by version, no version twice.
    pub migrations: Cow<'static, [Migration]>,
}

impl Migration {
    /// A migration from its texts: computes the checksum and reads the directives.
    pub fn from_sql(
        version: i64,
        name: impl Into<Cow<'static, str>>,
        up: impl Into<Cow<'static, str>>,
        down: Option<Cow<'static, str>>,
    ) -> Self {
        let up = up.into();
        Self {
            version,
            name: name.into(),
            checksum: Checksum::of_sql(&up),
            transaction: runs_in_transaction(&up),
            down_transaction: down.as_deref().is_none_or(runs_in_transaction),
            up,
            down,
        }
    }
}

impl Manifest {
    /// A manifest of migrations that are already in order.
    pub const fn new(migrations: &'static [Migration]) -> Self {
        Self {
            migrations: Cow::Borrowed(migrations),
        }
    }

    /// The identity of the whole history: the last link of its chain; `None` without migrations.
    ///
    /// Two manifests with the same chain build the same database.
    pub fn chain(&self) -> Option<Checksum> {
        self.migrations.iter().fold(None, |before, m| {
            Some(Checksum::chained(before, m.version, &m.name, m.checksum))
        })
    }
}

impl FromIterator<Migration> for Manifest {
    /// Sorts by version.
    fn from_iter<T: IntoIterator<Item = Migration>>(migrations: T) -> Self {
        let mut migrations: Vec<Migration> = migrations.into_iter().collect();
        migrations.sort_by_key(|m| m.version);
        Self {
            migrations: Cow::Owned(migrations),
        }
    }
}
