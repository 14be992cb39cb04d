//! How big tables are, and how long what is done to them takes.

use std::collections::BTreeMap;

use ::lint::{Impact, Rewrite};
use ::schema::QualifiedName;

use crate::database::{self, Address, refused};
use crate::failure::Result;
use crate::terminal::duration;

/// What is assumed of reading a table: 200 MB a second, of which most disks of servers do more.
pub(super) const READ_PER_SECOND: u64 = 200_000_000;
/// What is assumed of writing a table or building an index, with its journal: 50 MB a second.
pub(super) const WRITTEN_PER_SECOND: u64 = 50_000_000;
/// From where on a wait is dangerous.
const DANGEROUS_MS: u64 = 1000;

/// The size of a table by the database's own statistics.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Size {
    /// Estimated rows; `None` where the table was never analyzed.
    pub(super) rows: Option<u64>,
    /// Bytes of the table with its long values.
    pub(super) table: u64,
    /// Bytes of its indexes.
    pub(super) indexes: u64,
}

/// The sizes of all tables.
pub(super) struct Sizes(BTreeMap<QualifiedName, Size>);

/// What a statement does to a table that others may be using.
pub(super) struct Effect {
    pub(super) impact: Impact,
    /// `None` for a table that is not there yet.
    pub(super) size: Option<Size>,
    /// About how long the lock is held; `None` for an instant.
    pub(super) time_ms: Option<u64>,
}

/// Why a statement is dangerous.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Danger {
    /// It removes rows or values that are there.
    Loses,
    /// It makes others wait.
    Waits,
}

impl Sizes {
    /// Reads them.
    pub(super) fn read(address: &Address) -> Result<Self> {
        let sql = "
            SELECT n.nspname, c.relname, c.reltuples::float8,
                   pg_catalog.pg_table_size(c.oid), pg_catalog.pg_indexes_size(c.oid)
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^pg_'
              AND n.nspname <> 'information_schema'";
        let rows = database::wait(async {
            let client = database::connect(address).await?;
            client.query(sql, &[]).await.map_err(|e| refused(&e))
        })?;
        let sizes = rows.iter().map(|row| {
            let name = QualifiedName::new(row.get::<_, String>(0), row.get::<_, String>(1));
            let tuples: f64 = row.get(2);
            let bytes =
                |column: usize| u64::try_from(row.get::<_, i64>(column)).unwrap_or_default();
            let size = Size {
                rows: (tuples >= 0.0).then(|| whole(tuples)),
                table: bytes(3),
                indexes: bytes(4),
            };
            (name, size)
        });
        Ok(Self(sizes.collect()))
    }

    /// What an impact means for a table of its size.
    pub(super) fn effect(&self, impact: &Impact) -> Effect {
        let size = self.0.get(&impact.relation).copied();
        let known = size.unwrap_or_default();
        let ms = |bytes: u64, per_second: u64| bytes.saturating_mul(1000) / per_second;
        let read = ms(known.table, READ_PER_SECOND);
        let time_ms = match (impact.rewrite, impact.scans) {
            (Rewrite::Table, _) => Some(read + ms(known.table + known.indexes, WRITTEN_PER_SECOND)),
            // An index is some share of its table; a third is a fair guess for one that is not there yet.
            (Rewrite::Indexes, _) => Some(read + ms(known.table / 3, WRITTEN_PER_SECOND)),
            (Rewrite::None, true) => Some(read),
            (Rewrite::None, false) => None,
        };
        Effect {
            impact: impact.clone(),
            size,
            time_ms,
        }
    }
}

/// A count that the server keeps as a floating number.
fn whole(number: f64) -> u64 {
    format!("{number:.0}").parse().unwrap_or_default()
}

impl Effect {
    /// Why it is dangerous, if it is.
    pub(super) fn danger(&self) -> Option<Danger> {
        let holds_rows = self
            .size
            .is_some_and(|size| size.rows != Some(0) && size.table > 0);
        if !self.impact.loses.is_empty() && holds_rows {
            return Some(Danger::Loses);
        }
        let long = self.time_ms.is_some_and(|time_ms| time_ms >= DANGEROUS_MS);
        (long && self.impact.blocks_for_long()).then_some(Danger::Waits)
    }

    /// `about 12 s`, or `an instant`.
    pub(super) fn time(&self) -> String {
        match self.time_ms {
            Some(time_ms) if time_ms >= 10 => format!("about {}", duration(time_ms)),
            Some(_) | None => "an instant".to_owned(),
        }
    }
}

impl Danger {
    /// What happens, to which table.
    pub(super) fn sentence(self, effect: &Effect) -> String {
        match self {
            Self::Loses => format!("loses {}", effect.impact.loses.join(", ")),
            Self::Waits => format!("{} for {}", effect.impact.sentence(), effect.time()),
        }
    }
}

impl Size {
    /// `1200 rows, 3.4 MB`.
    pub(super) fn words(&self) -> String {
        let bytes = bytes(self.table + self.indexes);
        match self.rows {
            Some(1) => format!("1 row, {bytes}"),
            Some(rows) => format!("{rows} rows, {bytes}"),
            None => format!("never analyzed, {bytes}"),
        }
    }
}

/// `12 kB`, `3.4 MB`.
fn bytes(count: u64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"];
    let mut unit = 0;
    let mut tenths = count.saturating_mul(10);
    while tenths >= 10_000 && unit + 1 < units.len() {
        tenths /= 1000;
        unit += 1;
    }
    match (unit, tenths / 10, tenths % 10) {
        (0, whole, _) => format!("{whole} B"),
        (_, whole @ 100.., _) => format!("{whole} {}", units[unit]),
        (_, whole, tenth) => format!("{whole}.{tenth} {}", units[unit]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_as_short_as_they_can_be() {
        let cases = [
            (0, "0 B"),
            (999, "999 B"),
            (8192, "8.1 kB"),
            (123_456, "123 kB"),
            (3_400_000, "3.4 MB"),
            (19_000_000_000, "19.0 GB"),
        ];
        for (count, expected) in cases {
            assert_eq!(bytes(count), expected);
        }
    }
}
