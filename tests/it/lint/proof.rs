//! Carries statements out and compares what is claimed with what is seen.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::time::Duration;

use diag::Sources;
use lint::{Impact, LockMode, Rewrite, Scene};
use schema::QualifiedName;
use sql::{Fold, Statement};
use tokio_postgres::Client;

use super::observe::{Tables, locks, tables};
use crate::support::Database;

/// A database on which examples are tried one after the other.
pub(crate) struct Bench {
    /// Does the work.
    worker: Client,
    worker_id: i32,
    /// Looks on.
    watcher: Client,
    /// Uses the tables, so that what waits can be seen waiting.
    user: Client,
    version: u32,
    fold: Fold,
    /// What is tried.
    pub(crate) name: String,
    proofs: usize,
    wrong: Vec<String>,
}

impl Bench {
    pub(crate) async fn new(database: &Database) -> Self {
        let worker = database.session().await;
        let row = worker
            .query_one(
                "SELECT pg_backend_pid(), current_setting('server_version_num')::int / 10000",
                &[],
            )
            .await
            .expect("the server answers");
        Self {
            worker_id: row.get(0),
            version: u32::try_from(row.get::<_, i32>(1)).expect("a version"),
            worker,
            watcher: database.session().await,
            user: database.session().await,
            fold: Fold::new(),
            name: String::new(),
            proofs: 0,
            wrong: Vec::new(),
        }
    }

    /// Whether a text is for a newer server: `-- postgres: 18`.
    pub(crate) fn is_for_newer(&self, text: &str) -> bool {
        let version = text
            .strip_prefix("-- postgres: ")
            .and_then(|rest| rest.lines().next());
        version.is_some_and(|version| {
            version
                .parse()
                .is_ok_and(|version: u32| version > self.version)
        })
    }

    /// An empty database again.
    pub(crate) async fn begin(&mut self) {
        self.fold = Fold::new();
        let sql =
            "DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA IF EXISTS other CASCADE";
        self.worker
            .batch_execute(sql)
            .await
            .expect("the schema can be made anew");
    }

    /// Applies a script without a look.
    pub(crate) async fn apply(&mut self, text: &str) {
        if let Err(error) = self.worker.batch_execute(text).await {
            self.wrong.push(format!("{}: {error:?}\n{text}", self.name));
        }
        let mut sources = Sources::new();
        let (script, _) = sql::parse(sources.add("before.sql", text), text);
        self.fold.begin(&script);
        for statement in script.statements() {
            self.fold.step(statement);
        }
        self.fold.end(&script);
    }

    /// Applies a migration and looks at each of its statements; returns what was claimed.
    pub(crate) async fn prove(&mut self, text: &str) -> Vec<Impact> {
        let mut sources = Sources::new();
        let (script, _) = sql::parse(sources.add("migration.sql", text), text);
        self.fold.begin(&script);
        let mut created = BTreeSet::new();
        let mut felt = Vec::new();
        for statement in script.statements() {
            let before: BTreeSet<QualifiedName> =
                self.fold.schema().tables.keys().cloned().collect();
            let claimed = self.claim(statement, &created);
            self.hold(statement, &claimed, true).await;
            self.fold.step(statement);
            let after = self.fold.schema().tables.keys();
            created.extend(after.filter(|name| !before.contains(name)).cloned());
            felt.extend(claimed);
        }
        self.fold.end(&script);
        felt
    }

    /// Looks at a statement and takes it back.
    pub(crate) async fn try_out(&mut self, text: &str) {
        let mut sources = Sources::new();
        let (script, findings) = sql::parse(sources.add("case.sql", text), text);
        self.expect(findings.is_empty(), text);
        if let Some(statement) = script.statements().next() {
            let claimed = self.claim(statement, &BTreeSet::new());
            self.hold(statement, &claimed, false).await;
        }
    }

    fn claim(&self, statement: Statement<'_>, created: &BTreeSet<QualifiedName>) -> Vec<Impact> {
        let scene = Scene {
            schema: self.fold.schema(),
            path: &["public".to_owned()],
            created,
            version: self.version,
        };
        lint::impact(&statement.command(), &scene)
    }

    async fn hold(&mut self, statement: Statement<'_>, claimed: &[Impact], keep: bool) {
        if statement.needs_no_transaction().is_some() {
            self.watch(statement, claimed).await;
            return;
        }
        let text = statement.text();
        let begun = self.worker.batch_execute("BEGIN").await;
        begun.expect("a transaction can begin");
        let before = tables(&self.worker).await;
        if let Err(error) = self.worker.batch_execute(text).await {
            self.wrong
                .push(format!("{}: {text}\n  is refused: {error:?}", self.name));
        } else {
            let seen = locks(&self.worker, self.worker_id, &before).await;
            let after = tables(&self.worker).await;
            self.compare(text, claimed, &seen, &before, &after);
        }
        let end = if keep { "COMMIT" } else { "ROLLBACK" };
        let _ = self.worker.batch_execute(end).await;
    }

    /// A statement that runs without a transaction is seen while it waits for another session that uses
    /// the tables.
    async fn watch(&mut self, statement: Statement<'_>, claimed: &[Impact]) {
        let text = statement.text();
        let before = tables(&self.watcher).await;
        let mut using = String::from("BEGIN;");
        for impact in claimed {
            // A partition is detached concurrently in two transactions, and waits without a lock between
            // them: it is seen waiting for the first.
            let mode = if text.contains("DETACH") {
                "SHARE UPDATE EXCLUSIVE"
            } else if impact.lock.blocks_writes() {
                "ACCESS SHARE"
            } else {
                "ROW EXCLUSIVE"
            };
            let _ = write!(
                using,
                "LOCK TABLE {} IN {mode} MODE;",
                impact.relation.sql()
            );
        }
        self.user
            .batch_execute(&using)
            .await
            .expect("the tables can be used");
        let compatible = text.starts_with("VACUUM") && !text.contains("FULL");
        let (seen, outcome) = {
            let work = self.worker.batch_execute(text);
            let look = async {
                let mut seen = BTreeMap::new();
                // Until it waits; ten seconds are for a machine that has much else to do.
                for _ in 0..1000 {
                    let sql = "SELECT 1 FROM pg_locks WHERE pid = $1 AND NOT granted";
                    let waits = self.watcher.query(sql, &[&self.worker_id]).await;
                    let waits = !waits.expect("the locks can be read").is_empty();
                    seen = locks(&self.watcher, self.worker_id, &before).await;
                    if compatible || waits {
                        break;
                    }
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                self.user
                    .batch_execute("COMMIT")
                    .await
                    .expect("the user ends");
                seen
            };
            let (outcome, seen) = tokio::join!(work, look);
            (seen, outcome)
        };
        if let Err(error) = outcome {
            self.wrong
                .push(format!("{}: {text}\n  is refused: {error:?}", self.name));
            return;
        }
        if compatible {
            self.proofs += 1;
            return;
        }
        for impact in claimed {
            let held = seen.get(&impact.relation).copied();
            // The last step of a concurrent form comes when nobody uses the table any more.
            let is_last = impact.lock == LockMode::AccessExclusive && text.contains("CONCURRENTLY");
            self.expect(
                held == Some(impact.lock) || is_last,
                &format!("{text}\n  claims {}, seen {held:?}", impact.sentence()),
            );
            self.proofs += 1;
        }
    }

    /// A proof of one statement: everything claimed is seen, and everything seen is claimed.
    fn compare(
        &mut self,
        text: &str,
        claimed: &[Impact],
        seen: &BTreeMap<QualifiedName, LockMode>,
        before: &Tables,
        after: &Tables,
    ) {
        self.proofs += 1;
        let old = before.0.keys();
        for name in old {
            let claim = claimed.iter().find(|impact| impact.relation == *name);
            let lock = claim
                .map(|impact| impact.lock)
                .filter(|lock| *lock > LockMode::AccessShare);
            let held = seen.get(name).copied();
            self.expect(
                lock == held,
                &format!("{text}\n  `{name}`: claimed {lock:?}, seen {held:?}"),
            );
            let (Some(was), Some(is)) = (before.0.get(name), after.0.get(name)) else {
                continue;
            };
            let emptied = claim
                .is_some_and(|impact| impact.loses.iter().any(|loss| loss.starts_with("all rows")));
            // A partitioned table has no file, and what is emptied gets a new one.
            if !emptied {
                let rewrite = if was.file != is.file {
                    Rewrite::Table
                } else if is.indexes.iter().any(|(index, file)| {
                    *file != 0
                        && !was.indexes.values().any(|old| old == file)
                        && was.indexes.get(index) != Some(file)
                }) {
                    Rewrite::Indexes
                } else {
                    Rewrite::None
                };
                let claimed = claim.map_or(Rewrite::None, |impact| impact.rewrite);
                let claimed = if was.file == 0 {
                    Rewrite::None
                } else {
                    claimed
                };
                self.expect(
                    rewrite == claimed,
                    &format!("{text}\n  `{name}`: claimed rewrite {claimed:?}, seen {rewrite:?}"),
                );
                let read = is.scans > was.scans;
                let scans = was.file != 0 && claim.is_some_and(|impact| impact.scans);
                // How rows are found by queries (of a change of rows, of a foreign key's other table) is the
                // planner's choice.
                let by_query = claim.is_none_or(|impact| {
                    impact.lock <= LockMode::RowExclusive
                        || impact.lock == LockMode::ShareRowExclusive
                });
                self.expect(
                    read == scans || (read && by_query),
                    &format!("{text}\n  `{name}`: claimed scan {scans}, seen {read}"),
                );
            }
        }
    }

    pub(crate) fn expect(&mut self, holds: bool, what: &str) {
        if !holds {
            self.wrong.push(format!("{}: {what}", self.name));
        }
    }

    /// Fails with all that was wrong, or with too few proofs.
    pub(crate) fn finish(self, what: &str, least: usize) {
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n\n"));
        assert!(
            self.proofs >= least,
            "only {} {what} were proved",
            self.proofs
        );
    }
}
