//! Taking over the history of another tool: what it recorded becomes ours, its table stays.

use migrations::{Adopted, Layout, Migration};

use crate::history::{ForeignHistory, LogAction, foreign, is_finished};
use crate::plan::known;
use crate::report::{Direction, Done, Report};
use crate::wire::query;
use crate::{Error, Runner};

impl Runner<'_> {
    /// The history that a tool keeps in the database, in its usual table or in the named one; `None`
    /// where there is none. Changes nothing.
    pub async fn foreign_history(
        &self,
        layout: Layout,
        table: Option<&str>,
    ) -> Result<Option<ForeignHistory>, Error> {
        let session = self.connect.connect().await.map_err(Error::no_connection)?;
        let found = foreign::read(session.client(), layout, table).await;
        session.close().await;
        found
    }

    /// Which tools keep a history in the database, in their usual tables. Changes nothing.
    pub async fn foreign_histories(&self) -> Result<Vec<Layout>, Error> {
        let session = self.connect.connect().await.map_err(Error::no_connection)?;
        let found = foreign::present(session.client()).await;
        session.close().await;
        found
    }

    /// Takes over what another tool recorded, in one transaction: versions, names and checksums are
    /// those of the manifest, times and persons those of the tool. What the history has already is
    /// left as it is, and so is the tool's table.
    pub async fn adopt(&self, tool: &str, adopted: &[Adopted]) -> Result<Report, Error> {
        let locked = self.lock().await?;
        let rows = &locked.look.rows;
        let is_new = |adopted: &&Adopted| {
            let mut rows = rows.iter();
            !rows.any(|row| row.version == adopted.version && is_finished(row.state))
        };
        let mut sql = String::from("BEGIN;");
        let mut report = Report::default();
        for adopted in adopted.iter().filter(is_new) {
            let migration = match known(self.manifest, adopted.version) {
                Ok(migration) => migration,
                Err(error) => {
                    locked.release().await;
                    return Err(error);
                }
            };
            sql += &locked.writer.adopt(migration, adopted, tool);
            sql += ";";
            let detail = detail(tool, adopted, migration);
            sql += &locked
                .writer
                .log(LogAction::Adopted, migration, None, Some(&detail));
            sql += ";";
            report.done.push(Done {
                version: migration.version,
                name: migration.name.clone().into_owned(),
                direction: Direction::Up,
                execution_ms: adopted.record.execution_ms,
                resumed: false,
                retries: 0,
            });
        }
        let result = if report.done.is_empty() {
            Ok(())
        } else {
            let sets = query(locked.work.client(), &(sql + "COMMIT")).await;
            sets.map(drop)
                .map_err(|error| Error::history_unreadable(&locked.look.table, error))
        };
        locked.release().await;
        result.map(|()| report)
    }
}

/// What the log says beside version and name.
fn detail(tool: &str, adopted: &Adopted, migration: &Migration) -> String {
    let record = &adopted.record;
    let mut parts = vec![format!("from {tool}")];
    if record.id != migration.version.to_string() {
        parts.push(format!("there `{}`", record.id));
    }
    parts.extend(
        record
            .checksum
            .iter()
            .map(|sum| format!("its checksum {sum}")),
    );
    parts.join(", ")
}
