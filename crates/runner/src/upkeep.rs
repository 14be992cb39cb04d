//! Repairs of the history itself: taking over a database, ending a doubt, accepting an edit.

use migrations::{Checksum, Migration};

use crate::history::{LogAction, Row, State, compare, is_finished};
use crate::history::{ProblemKind, StatusKind, as_squashed, status};
use crate::lock::{Locked, take};
use crate::plan::known;
use crate::report::{Direction, Done, Report};
use crate::script::Script;
use crate::wire::query;
use crate::{Error, Runner};

/// What `resolve` declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// The database has all of the migration.
    Applied,
    /// The database has nothing of the migration.
    RolledBack,
    /// The statement in doubt took effect: the next run goes on after it.
    StatementDone,
    /// The statement in doubt did not take effect: the next run executes it again.
    StatementUndone,
}

/// A row of the history that `repair` changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The migration's version.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// What is changed.
    pub kind: RepairKind,
}

/// What `repair` changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RepairKind {
    /// The checksum is replaced by that of the manifest.
    Checksum {
        /// In the history.
        before: String,
        /// In the manifest.
        after: String,
    },
    /// The name is replaced by that of the manifest.
    Name {
        /// In the history.
        before: String,
    },
    /// The row of a migration that failed at its first statement is removed.
    Failed,
}

impl Runner<'_> {
    /// Declares the migrations up to a version to be applied, for a database that has them already.
    /// Those that the history has are left as they are.
    pub async fn baseline(&self, to: i64) -> Result<Report, Error> {
        known(self.manifest, to)?;
        let locked = self.lock().await?;
        let result = self.baseline_locked(&locked, to).await;
        locked.release().await;
        result
    }

    async fn baseline_locked(&self, locked: &Locked<'_>, to: i64) -> Result<Report, Error> {
        let rows = &locked.look.rows;
        let mut problems = compare(rows, self.manifest, true);
        problems.retain(|problem| problem.kind != ProblemKind::OutOfOrder);
        if !problems.is_empty() {
            return Err(Error::conflict(problems));
        }
        let has = |version| rows.iter().any(|row| row.version == version);
        let migrations = self.manifest.migrations.iter();
        let chosen: Vec<&Migration> = migrations
            .filter(|it| it.version <= to && !has(it.version))
            .collect();
        let mut sql = String::from("BEGIN;");
        let mut report = Report::default();
        for migration in chosen {
            sql += &locked.writer.declare(migration, State::Baselined);
            sql += ";";
            sql += &locked
                .writer
                .log(LogAction::Baselined, migration, None, None);
            sql += ";";
            report.done.push(Done {
                version: migration.version,
                name: migration.name.clone().into_owned(),
                direction: Direction::Up,
                execution_ms: 0,
                resumed: false,
                retries: 0,
            });
        }
        self.commit(locked, sql).await?;
        Ok(report)
    }

    /// Ends a doubt by declaring what is true of a migration.
    pub async fn resolve(&self, version: i64, resolution: Resolution) -> Result<(), Error> {
        let locked = self.lock().await?;
        let result = self.resolve_locked(&locked, version, resolution).await;
        locked.release().await;
        result
    }

    async fn resolve_locked(
        &self,
        locked: &Locked<'_>,
        version: i64,
        resolution: Resolution,
    ) -> Result<(), Error> {
        let row = locked.look.rows.iter().find(|row| row.version == version);
        let writer = &locked.writer;
        let (change, detail) = match resolution {
            Resolution::Applied => {
                let migration = known(self.manifest, version)?;
                if row.is_some_and(|row| is_finished(row.state)) {
                    return Err(Error::bad_request(
                        format!(
                            "migration {version} `{}` is applied already",
                            migration.name
                        ),
                        "run `cargo xtask migrate repair` if its checksum is to be accepted",
                    ));
                }
                (
                    writer.declare(migration, State::Applied),
                    "declared to be applied",
                )
            }
            Resolution::RolledBack => {
                unfinished_or_any(row, version)?;
                (writer.remove(version), "declared to be rolled back")
            }
            Resolution::StatementDone | Resolution::StatementUndone => {
                let migration = known(self.manifest, version)?;
                let row = row.filter(|row| !is_finished(row.state));
                let row = row.ok_or_else(|| no_doubt(version))?;
                let is_done = resolution == Resolution::StatementDone;
                let detail = if is_done {
                    "the statement in doubt was done"
                } else {
                    "the statement in doubt was not done"
                };
                (
                    step_over(locked, migration, row, usize::from(is_done)),
                    detail,
                )
            }
        };
        let name = match (row, known(self.manifest, version)) {
            (_, Ok(migration)) => migration.name.as_ref(),
            (Some(row), Err(_)) => row.name.as_str(),
            (None, Err(error)) => return Err(error),
        };
        let checksum = row.map(|row| row.checksum.as_str()).unwrap_or_default();
        let subject = (version, name);
        let log = writer.log_entry(LogAction::Resolved, subject, checksum, None, Some(detail));
        self.commit(locked, format!("BEGIN;{change};{log};")).await
    }

    /// Makes the history agree with the manifest where only the files have changed: accepts edited
    /// SQL and names, and forgets migrations that failed before anything of them was done. Returns
    /// what is changed; changes nothing in a dry run.
    pub async fn repair(&self, dry_run: bool) -> Result<Vec<Repair>, Error> {
        if dry_run {
            let (session, _, look) = self.look().await?;
            session.close().await;
            return Ok(self.repairs(&look.rows));
        }
        let locked = self.lock().await?;
        let repairs = self.repairs(&locked.look.rows);
        let mut sql = String::from("BEGIN;");
        for repair in &repairs {
            sql += &self.repair_sql(&locked, repair);
        }
        let result = self.commit(&locked, sql).await;
        locked.release().await;
        result.map(|()| repairs)
    }

    fn repairs(&self, rows: &[Row]) -> Vec<Repair> {
        let mut repairs = Vec::new();
        for status in status(rows, self.manifest) {
            let Some(row) = rows.iter().find(|row| row.version == status.version) else {
                continue;
            };
            let migration = known(self.manifest, status.version).ok();
            let kind = match status.kind {
                StatusKind::Edited => migration.map(|migration| RepairKind::Checksum {
                    before: row.checksum.clone(),
                    after: migration.checksum.to_string(),
                }),
                StatusKind::Failed if row.statements_done == 0 => Some(RepairKind::Failed),
                StatusKind::Applied | StatusKind::Baselined if row.name != status.name => {
                    Some(RepairKind::Name {
                        before: row.name.clone(),
                    })
                }
                StatusKind::Applied
                | StatusKind::Baselined
                | StatusKind::Failed
                | StatusKind::Pending
                | StatusKind::Running
                | StatusKind::Reverting
                | StatusKind::Missing
                | StatusKind::OutOfOrder => None,
            };
            repairs.extend(kind.map(|kind| Repair {
                version: status.version,
                name: status.name,
                kind,
            }));
        }
        repairs
    }

    fn repair_sql(&self, locked: &Locked<'_>, repair: &Repair) -> String {
        let writer = &locked.writer;
        let Ok(migration) = known(self.manifest, repair.version) else {
            return String::new();
        };
        let (change, detail) = match &repair.kind {
            RepairKind::Checksum { before, .. } => (
                writer.accept(migration),
                format!("accepted an edit; the checksum was {before}"),
            ),
            RepairKind::Name { before } => (
                writer.accept(migration),
                format!("accepted a new name; it was {before}"),
            ),
            RepairKind::Failed => (
                writer.remove(repair.version),
                "removed a failed attempt".to_owned(),
            ),
        };
        let log = writer.log(LogAction::Repaired, migration, None, Some(&detail));
        format!("{change};{log};")
    }

    pub(crate) async fn lock(&self) -> Result<Locked<'_>, Error> {
        let (guard, name, look) = self.look().await?;
        let mut locked = take(guard, self.connect, &self.options, &name, &look).await?;
        as_squashed(&mut locked.look.rows, self.manifest);
        Ok(locked)
    }

    async fn commit(&self, locked: &Locked<'_>, sql: String) -> Result<(), Error> {
        let sets = query(locked.work.client(), &(sql + "COMMIT")).await;
        sets.map(drop)
            .map_err(|error| Error::history_unreadable(&locked.look.table, error))
    }
}

fn unfinished_or_any(row: Option<&Row>, version: i64) -> Result<(), Error> {
    row.map(drop).ok_or_else(|| {
        Error::bad_request(
            format!("the history has no migration {version}"),
            "run `cargo xtask migrate status` to see what it has",
        )
    })
}

fn no_doubt(version: i64) -> Error {
    Error::bad_request(
        format!("no statement of migration {version} is in doubt"),
        "run `cargo xtask migrate status` to see how it stands",
    )
}

/// Marks the statement in doubt as failed, after counting it among those that are done or not.
fn step_over(locked: &Locked<'_>, migration: &Migration, row: &Row, more: usize) -> String {
    let (sql, state) = match row.state {
        State::Reverting | State::RevertFailed => (
            migration.down.as_deref().unwrap_or_default(),
            State::RevertFailed,
        ),
        State::Running | State::Failed | State::Applied | State::Baselined => {
            (migration.up.as_ref(), State::Failed)
        }
    };
    let done = row.statements_done + more;
    let checksum = match Script::read(sql, false) {
        Ok(script) => Checksum::of_sql(script.prefix(done)),
        Err(_) => Checksum::of_sql(""),
    };
    format!(
        "{};{}",
        locked
            .writer
            .progress(migration.version, done, checksum, "0"),
        locked.writer.set_state(migration.version, state, None)
    )
}
