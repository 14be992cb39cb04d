//! Which migrations a run takes up, and in which direction.

use migrations::{Manifest, Migration};

use crate::Error;
use crate::history::{Row, State, is_finished};
use crate::report::Direction;

/// How far back to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Down {
    /// Undoes this many, the last one first.
    Steps(usize),
    /// Undoes everything after this version; 0 undoes all.
    To(i64),
}

/// A migration that would be run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Its version.
    pub version: i64,
    /// Its name, without the version.
    pub name: String,
    /// Whether it would be applied or undone.
    pub direction: Direction,
    /// Whether it runs in a transaction.
    pub transaction: bool,
    /// How many of its statements are done already.
    pub statements_done: usize,
    /// The SQL that would be run: the file's whole text.
    pub sql: String,
}

/// A migration to run.
#[derive(Debug, Clone)]
pub(crate) struct Step<'a> {
    pub(crate) migration: &'a Migration,
    pub(crate) direction: Direction,
    /// What an earlier run left, for a script without a transaction.
    pub(crate) left: Option<Left>,
}

/// What an earlier run left of a script without a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Left {
    pub(crate) statements_done: usize,
    /// Of the statements that are done.
    pub(crate) checksum: String,
    /// Whether the next statement is known to have failed; otherwise nobody knows about it.
    pub(crate) failed: bool,
}

impl<'a> Step<'a> {
    fn new(migration: &'a Migration, direction: Direction, row: Option<&Row>) -> Self {
        let left = row.filter(|row| !is_finished(row.state)).map(|row| Left {
            statements_done: row.statements_done,
            checksum: row.checksum.clone(),
            failed: matches!(row.state, State::Failed | State::RevertFailed),
        });
        Self {
            migration,
            direction,
            left,
        }
    }

    /// The file's text.
    pub(crate) fn sql(&self) -> &'a str {
        match self.direction {
            Direction::Up => &self.migration.up,
            Direction::Down => self.migration.down.as_deref().unwrap_or_default(),
        }
    }

    /// Whether it runs in a transaction.
    pub(crate) fn transaction(&self) -> bool {
        match self.direction {
            Direction::Up => self.migration.transaction,
            Direction::Down => self.migration.down_transaction,
        }
    }

    pub(crate) fn subject(&self) -> crate::Subject {
        crate::Subject {
            version: self.migration.version,
            name: self.migration.name.clone().into_owned(),
            direction: self.direction,
        }
    }

    pub(crate) fn planned(&self) -> Planned {
        Planned {
            version: self.migration.version,
            name: self.migration.name.clone().into_owned(),
            direction: self.direction,
            transaction: self.transaction(),
            statements_done: self
                .left
                .as_ref()
                .map(|it| it.statements_done)
                .unwrap_or_default(),
            sql: self.sql().to_owned(),
        }
    }
}

fn find(rows: &[Row], version: i64) -> Option<&Row> {
    rows.iter().find(|row| row.version == version)
}

/// The pending migrations up to a version.
pub(crate) fn up<'a>(
    rows: &[Row],
    manifest: &'a Manifest,
    to: Option<i64>,
) -> Result<Vec<Step<'a>>, Error> {
    if let Some(to) = to {
        known(manifest, to)?;
    }
    let mut steps = Vec::new();
    for migration in manifest.migrations.iter() {
        if to.is_some_and(|to| migration.version > to) {
            break;
        }
        let row = find(rows, migration.version);
        match row.map(|row| row.state) {
            Some(State::Applied | State::Baselined) => {}
            Some(State::Reverting | State::RevertFailed) => {
                return Err(Error::half_undone(migration));
            }
            None | Some(State::Running | State::Failed) => {
                steps.push(Step::new(migration, Direction::Up, row));
            }
        }
    }
    Ok(steps)
}

/// The migrations to undo, the last one first.
pub(crate) fn down<'a>(
    rows: &[Row],
    manifest: &'a Manifest,
    target: Down,
) -> Result<Vec<Step<'a>>, Error> {
    if let Down::To(to) = target
        && to != 0
    {
        known(manifest, to)?;
    }
    let rows = rows.iter().rev();
    let rows: Vec<&Row> = match target {
        Down::Steps(steps) => rows.take(steps).collect(),
        Down::To(to) => rows.filter(|row| row.version > to).collect(),
    };
    rows.into_iter()
        .map(|row| {
            // A history that the manifest does not know was refused before.
            let migration = known(manifest, row.version)?;
            if migration.down.is_none() {
                return Err(Error::irreversible(migration));
            }
            if matches!(row.state, State::Running | State::Failed) {
                return Err(Error::half_applied(migration));
            }
            Ok(Step::new(migration, Direction::Down, Some(row)))
        })
        .collect()
}

/// Undoes the last migration and applies it again.
pub(crate) fn redo<'a>(rows: &[Row], manifest: &'a Manifest) -> Result<Vec<Step<'a>>, Error> {
    let mut steps = down(rows, manifest, Down::Steps(1))?;
    let again = steps
        .first()
        .map(|step| Step::new(step.migration, Direction::Up, None));
    steps.extend(again);
    Ok(steps)
}

/// The migration of a version.
pub(crate) fn known(manifest: &Manifest, version: i64) -> Result<&Migration, Error> {
    let found = manifest.migrations.iter().find(|it| it.version == version);
    found.ok_or_else(|| Error::unknown_version(version, manifest.migrations.last()))
}
