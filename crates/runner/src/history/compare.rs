//! The history against the manifest.

use std::collections::BTreeMap;

use migrations::{Manifest, Migration};

use super::row::{Row, State, is_finished};

/// What is wrong between a database's history and the manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// The SQL of an applied migration is not what was applied.
    Edited,
    /// An applied migration is not in the manifest.
    Missing,
    /// The database has a version above all of the manifest's.
    Ahead,
    /// A pending migration stands before an applied one.
    OutOfOrder,
}

/// One thing that is wrong, with both sides named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What it is.
    pub kind: ProblemKind,
    /// Which migration.
    pub version: i64,
    /// Its name: in the manifest, or else in the history.
    pub name: String,
    /// One sentence.
    pub message: String,
    /// The way out.
    pub help: String,
}

/// How a migration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatusKind {
    /// Not applied yet.
    Pending,
    /// Applied as the manifest has it.
    Applied,
    /// Declared to be applied when the database was taken over.
    Baselined,
    /// Without a transaction: being applied, or its runner was killed.
    Running,
    /// Without a transaction: stopped at a statement.
    Failed,
    /// Without a transaction: its down script has stopped or runs.
    Reverting,
    /// Applied, but the manifest has other SQL now.
    Edited,
    /// Applied, but not in the manifest.
    Missing,
    /// Pending, and stands before an applied one.
    OutOfOrder,
}

/// A migration, as the manifest and the history have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Its version.
    pub version: i64,
    /// Its name: in the manifest, or else in the history.
    pub name: String,
    /// How it stands.
    pub kind: StatusKind,
    /// When it was applied: ISO 8601, UTC; empty when it is not.
    pub applied_at: String,
    /// How long the server worked on it.
    pub execution_ms: u64,
    /// Who applied it; empty when it is not.
    pub applied_by: String,
    /// How many of its statements are done, for a script without a transaction that has stopped.
    pub statements_done: Option<usize>,
    /// What the server said when it failed.
    pub error: Option<String>,
    /// Whether it has a down script; `None` when it is not in the manifest.
    pub reversible: Option<bool>,
}

/// Everything that is wrong, in the order of versions.
pub(crate) fn compare(rows: &[Row], manifest: &Manifest, out_of_order: bool) -> Vec<Problem> {
    status(rows, manifest)
        .iter()
        .filter_map(|status| problem(status, rows, manifest, out_of_order))
        .collect()
}

/// All migrations that the manifest or the history knows, in the order of versions.
pub(crate) fn status(rows: &[Row], manifest: &Manifest) -> Vec<Status> {
    let mut known: BTreeMap<i64, (Option<&Row>, Option<&Migration>)> = BTreeMap::new();
    for row in rows {
        known.entry(row.version).or_default().0 = Some(row);
    }
    for migration in manifest.migrations.iter() {
        known.entry(migration.version).or_default().1 = Some(migration);
    }
    let last = last_finished(rows).map(|row| row.version);
    known
        .into_iter()
        .map(|(version, (row, migration))| Status {
            version,
            name: name(row, migration),
            kind: kind(row, migration, last.is_some_and(|last| version < last)),
            applied_at: row.map(|row| row.applied_at.clone()).unwrap_or_default(),
            execution_ms: row.map(|row| row.execution_ms).unwrap_or_default(),
            applied_by: row.map(|row| row.applied_by.clone()).unwrap_or_default(),
            statements_done: row
                .filter(|row| !is_finished(row.state))
                .map(|row| row.statements_done),
            error: row.and_then(|row| row.error.clone()),
            reversible: migration.map(|migration| migration.down.is_some()),
        })
        .collect()
}

fn name(row: Option<&Row>, migration: Option<&Migration>) -> String {
    match (migration, row) {
        (Some(migration), _) => migration.name.clone().into_owned(),
        (None, Some(row)) => row.name.clone(),
        (None, None) => String::new(),
    }
}

fn kind(row: Option<&Row>, migration: Option<&Migration>, passed: bool) -> StatusKind {
    let Some(row) = row else {
        return if passed {
            StatusKind::OutOfOrder
        } else {
            StatusKind::Pending
        };
    };
    let Some(migration) = migration else {
        return StatusKind::Missing;
    };
    match row.state {
        State::Running => StatusKind::Running,
        State::Failed => StatusKind::Failed,
        State::Reverting | State::RevertFailed => StatusKind::Reverting,
        State::Applied | State::Baselined if row.checksum != migration.checksum.to_string() => {
            StatusKind::Edited
        }
        State::Applied => StatusKind::Applied,
        State::Baselined => StatusKind::Baselined,
    }
}

fn last_finished(rows: &[Row]) -> Option<&Row> {
    rows.iter().rfind(|row| is_finished(row.state))
}

fn problem(
    status: &Status,
    rows: &[Row],
    manifest: &Manifest,
    out_of_order: bool,
) -> Option<Problem> {
    let (version, name) = (status.version, &status.name);
    let highest = manifest.migrations.last();
    let (kind, message, help) = match status.kind {
        StatusKind::Edited => (
            ProblemKind::Edited,
            edited(status, rows, manifest),
            format!(
                "put the file back as it was and write the change as a new migration, or, if the \
                 database already agrees with it, run `cargo xtask migrate repair` to accept version {version}"
            ),
        ),
        StatusKind::Missing if highest.is_none_or(|highest| highest.version < version) => (
            ProblemKind::Ahead,
            match highest {
                Some(highest) => format!(
                    "the database is ahead: it has migration {version} `{name}`, and the last one \
                     here is {} `{}`",
                    highest.version, highest.name
                ),
                None => format!(
                    "the database is ahead: it has migration {version} `{name}`, and here is none"
                ),
            },
            "use the newer version of the program that applied it, or of the migrations".to_owned(),
        ),
        StatusKind::Missing => (
            ProblemKind::Missing,
            format!(
                "migration {version} `{name}` was applied on {} and is missing here",
                status.applied_at
            ),
            format!(
                "bring the file of version {version} back, or run `cargo xtask migrate resolve {version} \
                 --rolled-back` if the database has nothing of it"
            ),
        ),
        StatusKind::OutOfOrder if !out_of_order => (
            ProblemKind::OutOfOrder,
            match last_finished(rows) {
                Some(last) => format!(
                    "migration {version} `{name}` is pending, but the later {} `{}` was applied on {}",
                    last.version, last.name, last.applied_at
                ),
                None => format!("migration {version} `{name}` is pending out of order"),
            },
            format!(
                "run `cargo xtask migrate renumber` to move it to the end, or `cargo xtask migrate resolve {version} \
                 --applied` if the database has it already"
            ),
        ),
        StatusKind::OutOfOrder
        | StatusKind::Pending
        | StatusKind::Applied
        | StatusKind::Baselined
        | StatusKind::Running
        | StatusKind::Failed
        | StatusKind::Reverting => return None,
    };
    Some(Problem {
        kind,
        version,
        name: name.clone(),
        message,
        help,
    })
}

fn edited(status: &Status, rows: &[Row], manifest: &Manifest) -> String {
    let short = |checksum: &str| checksum.get(..12).unwrap_or(checksum).to_owned();
    let version = status.version;
    let before = rows.iter().find(|row| row.version == version);
    let now = manifest.migrations.iter().find(|it| it.version == version);
    format!(
        "migration {version} `{}` was edited after it was applied on {}: its checksum was {}… then \
         and is {}… now",
        status.name,
        status.applied_at,
        before.map(|row| short(&row.checksum)).unwrap_or_default(),
        now.map(|it| short(&it.checksum.to_string()))
            .unwrap_or_default(),
    )
}
