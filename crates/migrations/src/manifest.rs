//! The ordered list of migrations.

use std::borrow::Cow;

use crate::Checksum;

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
