//! A history with migrations for which one stands now.

use migrations::{LockedMigration, Manifest};

use super::row::{Row, is_finished};

/// Where the first migration of the manifest stands for others, and the history has all of these as
/// they were, their rows count as the one of it. The table itself is left as it is.
pub(crate) fn as_squashed(rows: &mut Vec<Row>, manifest: &Manifest) {
    let first = manifest
        .migrations
        .first()
        .filter(|first| first.version > 1);
    let Some(first) = first else { return };
    let old = migrations::squashed(&first.up);
    let has = |it: &LockedMigration| {
        let checksum = it.checksum.to_string();
        let mut rows = rows.iter();
        rows.any(|row| {
            row.version == it.version && is_finished(row.state) && row.checksum == checksum
        })
    };
    if old.is_empty() || !old.iter().all(has) {
        return;
    }
    rows.retain(|row| row.version >= first.version);
    if let Some(row) = rows.iter_mut().find(|row| row.version == first.version) {
        row.checksum = first.checksum.to_string();
        row.name = first.name.clone().into_owned();
    }
}
