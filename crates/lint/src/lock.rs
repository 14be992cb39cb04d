//! The lock modes of tables.

use std::fmt;

/// A mode in which a table is locked, from the weakest to the strongest (PostgreSQL's manual, 13.3.1).
///
/// The order is that of strength, except that `SHARE UPDATE EXCLUSIVE` and `SHARE` exclude different
/// things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LockMode {
    /// `ACCESS SHARE`: what `SELECT` takes.
    AccessShare,
    /// `ROW SHARE`: what `SELECT … FOR UPDATE` takes.
    RowShare,
    /// `ROW EXCLUSIVE`: what `INSERT`, `UPDATE` and `DELETE` take.
    RowExclusive,
    /// `SHARE UPDATE EXCLUSIVE`: what `VACUUM` and the `CONCURRENTLY` forms take.
    ShareUpdateExclusive,
    /// `SHARE`: what `CREATE INDEX` takes.
    Share,
    /// `SHARE ROW EXCLUSIVE`: what `CREATE TRIGGER` takes.
    ShareRowExclusive,
    /// `EXCLUSIVE`: what `REFRESH MATERIALIZED VIEW CONCURRENTLY` takes.
    Exclusive,
    /// `ACCESS EXCLUSIVE`: what most forms of `ALTER TABLE` take.
    AccessExclusive,
}

impl LockMode {
    /// All modes, from the weakest.
    pub const ALL: [Self; 8] = [
        Self::AccessShare,
        Self::RowShare,
        Self::RowExclusive,
        Self::ShareUpdateExclusive,
        Self::Share,
        Self::ShareRowExclusive,
        Self::Exclusive,
        Self::AccessExclusive,
    ];

    /// PostgreSQL's words: `ACCESS EXCLUSIVE`.
    pub fn sql(self) -> &'static str {
        match self {
            Self::AccessShare => "ACCESS SHARE",
            Self::RowShare => "ROW SHARE",
            Self::RowExclusive => "ROW EXCLUSIVE",
            Self::ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
            Self::Share => "SHARE",
            Self::ShareRowExclusive => "SHARE ROW EXCLUSIVE",
            Self::Exclusive => "EXCLUSIVE",
            Self::AccessExclusive => "ACCESS EXCLUSIVE",
        }
    }

    /// The mode of PostgreSQL's words, or of `pg_locks.mode` (`AccessExclusiveLock`).
    pub fn parse(words: &str) -> Option<Self> {
        let plain = |text: &str| text.to_ascii_lowercase().replace(' ', "");
        let wanted = plain(words);
        let wanted = wanted.strip_suffix("lock").unwrap_or(&wanted);
        Self::ALL
            .into_iter()
            .find(|mode| plain(mode.sql()) == wanted)
    }

    /// Whether plain reads wait for it.
    pub fn blocks_reads(self) -> bool {
        self == Self::AccessExclusive
    }

    /// Whether `INSERT`, `UPDATE` and `DELETE` wait for it.
    pub fn blocks_writes(self) -> bool {
        self >= Self::Share
    }

    /// Whom it makes wait, in plain words.
    pub fn blocks(self) -> &'static str {
        match self {
            Self::AccessExclusive => "reads and writes wait",
            Self::Share | Self::ShareRowExclusive | Self::Exclusive => "writes wait, reads go on",
            Self::ShareUpdateExclusive => {
                "reads and writes go on, other schema changes and VACUUM wait"
            }
            Self::AccessShare | Self::RowShare | Self::RowExclusive => {
                "reads and writes go on, schema changes wait"
            }
        }
    }
}

impl fmt::Display for LockMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sql())
    }
}
