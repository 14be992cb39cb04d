//! Prisma Migrate: `<name>/migration.sql`, in the order in which its command line sorts the names.

use diag::{Diagnostic, Span};

use super::found::{Entry, Found, Part, Reading, numbered};
use super::{checksum, collate};
use crate::codes;

const FILE: &str = "migration.sql";
const LOCK: &str = "migration_lock.toml";

pub(super) fn read<'a>(entries: &[Entry<'a>], others: &[&'a str]) -> Reading<'a> {
    let mut reading = Reading::default();
    for entry in entries {
        match entry.path.split_once('/') {
            Some((folder, FILE)) => reading.found.push(migration(folder, *entry)),
            None if entry.path == LOCK => reading.findings.extend(other_provider(*entry)),
            Some(_) | None => reading.ignored.push(entry.path),
        }
    }
    reading.ignored.extend(others);
    reading.found.sort_by(|a, b| collate::compare(&a.id, &b.id));
    reading
}

fn migration(folder: &str, entry: Entry<'_>) -> Found {
    let (number, name) = match numbered(folder) {
        Some((number, _, name)) if !name.is_empty() => (Some(number), name),
        Some((number, ..)) => (Some(number), folder),
        None => (None, folder),
    };
    Found {
        number,
        id: folder.to_owned(),
        name: name.to_owned(),
        stem: folder.to_owned(),
        up: Part::whole(entry),
        down: None,
        checksums: checksum::prisma(entry.text),
    }
}

/// The lock file names the database that the migrations are for.
fn other_provider(entry: Entry<'_>) -> Option<Diagnostic> {
    let (at, line) = super::section::lines(entry.text)
        .find(|(_, line)| line.trim_start().starts_with("provider"))?;
    let value = line.split_once('=')?.1.trim().trim_matches('"');
    let is_ours = ["postgresql", "postgres", "cockroachdb"].contains(&value);
    (!is_ours).then(|| {
        let message = format!("these migrations are for {value}, not for PostgreSQL");
        Diagnostic::error(&codes::OTHER_DATABASE, message)
            .at(Span::new(entry.source, at, at + line.len()), "")
            .help("name the folder of the migrations for PostgreSQL with `--migrations`")
    })
}
