//! What a command does to the relations that it touches: locks, rewrites, scans, lost data.
//!
//! The facts are those of PostgreSQL's manual (13.3 and the pages of the commands) and of its source
//! (`AlterTableGetLockLevel`, `ATColumnChangeRequiresRewrite`); the proofs run them on a server.

mod alter;
mod conversion;
mod maintenance;
mod object;

use std::collections::BTreeMap;

use schema::QualifiedName;
use sql::Command;

use crate::lock::LockMode;
use crate::scene::Scene;

pub(crate) use alter::{is_not_null, proves_not_null};
pub(crate) use conversion::{conversion, mentions, resolve};

/// What a command does to one relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impact {
    /// The table or materialized view; indexes count to it.
    pub relation: QualifiedName,
    /// The strongest lock it takes there.
    pub lock: LockMode,
    /// What is written anew.
    pub rewrite: Rewrite,
    /// Whether every row is read while the lock is held.
    pub scans: bool,
    /// What is gone afterwards: `column "a" with its values`.
    pub loses: Vec<String>,
    /// Whether the same migration made the relation, so that nobody waits.
    pub is_new: bool,
}

/// What is written anew while the lock is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rewrite {
    /// Nothing.
    None,
    /// One or more indexes: built or rebuilt.
    Indexes,
    /// The whole table with all of its indexes.
    Table,
}

impl Impact {
    fn new(relation: QualifiedName, lock: LockMode) -> Self {
        Self {
            relation,
            lock,
            rewrite: Rewrite::None,
            scans: false,
            loses: Vec::new(),
            is_new: false,
        }
    }

    /// In plain words: ``takes ACCESS EXCLUSIVE on `users`: reads and writes wait``.
    pub fn sentence(&self) -> String {
        format!(
            "takes {} on `{}`: {}",
            self.lock,
            self.relation,
            self.lock.blocks()
        )
    }

    /// How long the lock is held for, in words; `None` for an instant.
    pub fn duration(&self) -> Option<&'static str> {
        match (self.rewrite, self.scans) {
            (Rewrite::Table, _) => Some("while the whole table is written anew"),
            (Rewrite::Indexes, _) => Some("while the index is built"),
            (Rewrite::None, true) => Some("while every row is read"),
            (Rewrite::None, false) => None,
        }
    }

    /// Whether others wait for longer than an instant: it blocks reads or writes while it reads or
    /// writes the table.
    pub fn blocks_for_long(&self) -> bool {
        // EXCLUSIVE is what materialized views are refreshed under, and nobody writes to them.
        let blocks = self.lock.blocks_writes() && self.lock != LockMode::Exclusive;
        !self.is_new && blocks && self.duration().is_some()
    }
}

/// What a command does to each relation it touches beyond reading it, by name. A relation that the
/// schema does not know is named as it is written.
pub fn impact(command: &Command<'_>, scene: &Scene<'_>) -> Vec<Impact> {
    let mut touched = Touched {
        scene: *scene,
        found: BTreeMap::new(),
    };
    touched.command(command);
    touched.found.into_values().collect()
}

/// The relations that a command touches.
pub(crate) struct Touched<'a> {
    pub(crate) scene: Scene<'a>,
    found: BTreeMap<QualifiedName, Impact>,
}

impl Touched<'_> {
    /// Notes a lock; of several on one relation the strongest counts.
    pub(crate) fn lock(&mut self, relation: &QualifiedName, mode: LockMode) -> &mut Impact {
        let is_new = self.scene.is_new(relation);
        let impact = self
            .found
            .entry(relation.clone())
            .or_insert_with(|| Impact::new(relation.clone(), mode));
        impact.lock = impact.lock.max(mode);
        impact.is_new = is_new;
        impact
    }

    /// Notes a lock on a table and its partitions.
    pub(crate) fn lock_all(
        &mut self,
        relation: &QualifiedName,
        mode: LockMode,
        rewrite: Rewrite,
        scans: bool,
    ) {
        let mut all = self.scene.partitions(relation);
        all.push(relation.clone());
        for table in all {
            let impact = self.lock(&table, mode);
            impact.rewrite = impact.rewrite.max(rewrite);
            impact.scans |= scans;
        }
    }

    fn command(&mut self, command: &Command<'_>) {
        match command {
            Command::CreateTable(create) => self.create_table(create),
            Command::AlterTable(alter) => self.alter_table(alter),
            Command::CreateIndex(index) => self.create_index(index),
            Command::Drop(drop) => self.drop(drop),
            Command::Rename(rename) => self.rename(rename),
            Command::SetSchema(set) => self.set_schema(set),
            Command::Reindex(reindex) => self.reindex(reindex),
            Command::Vacuum(vacuum) => self.vacuum(vacuum),
            Command::Cluster(cluster) => self.cluster(cluster),
            Command::Truncate(truncate) => self.truncate(truncate),
            Command::Refresh(refresh) => self.refresh(refresh),
            Command::Lock(lock) => self.lock_table(lock),
            Command::CreateView(view) => self.create_view(view),
            Command::CreateTrigger(trigger) => self.create_trigger(trigger),
            Command::Policy(policy) => {
                let table = self.scene.relation(&policy.table);
                self.lock(&table, LockMode::AccessExclusive);
            }
            Command::AlterDomain(domain) => self.alter_domain(domain),
            Command::Data(change) => self.data(change),
            Command::TableAs(_)
            | Command::CreateType(_)
            | Command::AlterEnum(_)
            | Command::CreateDomain(_)
            | Command::CreateFunction(_)
            | Command::Grant(_)
            | Command::Query(_)
            | Command::Set(_)
            | Command::Transaction(_)
            | Command::Do(_)
            | Command::Comment
            | Command::Other(_) => {}
        }
    }
}
