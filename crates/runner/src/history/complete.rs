//! The short way of a run that has nothing to do: most runs of an application that migrates when
//! it starts.

use migrations::{Checksum, Manifest};
use tokio_postgres::{Client, SimpleQueryRow};

use super::TableName;
use super::row::{State, is_finished};
use crate::wire::{number, query, text};

/// Whether the history holds every migration of a manifest up to a version, as the manifest has
/// it, and nothing else. A no may have any reason, a broken connection among them: it is for
/// [`look`](super::look) to say.
///
/// One short query, for it is all that such a run asks of the server.
pub(crate) async fn is_complete(
    client: &Client,
    name: &TableName,
    manifest: &Manifest,
    to: Option<i64>,
) -> bool {
    let table = name.quoted();
    let sql = format!("SELECT version, checksum, state, name FROM {table} ORDER BY version");
    let Ok(sets) = query(client, &sql).await else {
        return false;
    };
    let mut rows = sets.iter().flatten();
    let mut pending = manifest.migrations.iter();
    // From here on both go on side by side, and one that is ahead of the other is a difference.
    let all_there = rows.by_ref().all(|row| {
        let migration = pending.next();
        migration.is_some_and(|migration| {
            number(row, 0) == migration.version
                && text(row, 1).parse() == Ok::<Checksum, _>(migration.checksum)
                && is_done(row)
                && text(row, 3) == migration.name
        })
    });
    let is_asked_for = |version: i64| to.is_none_or(|to| version <= to);
    let known = manifest.migrations.iter().any(|it| Some(it.version) == to);
    all_there
        && (to.is_none() || known)
        && !pending.any(|migration| is_asked_for(migration.version))
}

fn is_done(row: &SimpleQueryRow) -> bool {
    State::named(text(row, 2)).is_some_and(is_finished)
}
