//! Indexes, upkeep and changes of rows.

use sql::command::{
    Cluster, CreateIndex, DataChange, Lock, Refresh, Reindex, ReindexTarget, Truncate, Vacuum,
};

use super::{Rewrite, Touched};
use crate::lock::LockMode;

impl Touched<'_> {
    pub(super) fn create_index(&mut self, index: &CreateIndex<'_>) {
        let table = self.scene.relation(&index.table);
        let exists = index.if_not_exists
            && index.name.as_ref().is_some_and(|name| {
                let name = sql::Name {
                    schema: Some(table.schema.clone()),
                    name: name.name.clone(),
                    span: name.span,
                };
                self.scene.table_of_index(&name).is_some()
            });
        let mode = if index.concurrently {
            LockMode::ShareUpdateExclusive
        } else {
            LockMode::Share
        };
        let rewrite = if exists {
            Rewrite::None
        } else {
            Rewrite::Indexes
        };
        if index.only {
            self.lock(&table, mode);
        } else {
            self.lock_all(&table, mode, rewrite, !exists);
        }
    }

    pub(super) fn reindex(&mut self, reindex: &Reindex) {
        let table = match &reindex.target {
            ReindexTarget::Table(name) => self.scene.relation(name),
            ReindexTarget::Index(name) => match self.scene.table_of_index(name) {
                Some((table, _)) => table,
                None => return,
            },
            ReindexTarget::Many => return,
        };
        let mode = if reindex.concurrently {
            LockMode::ShareUpdateExclusive
        } else {
            LockMode::Share
        };
        self.lock_all(&table, mode, Rewrite::Indexes, true);
    }

    pub(super) fn vacuum(&mut self, vacuum: &Vacuum) {
        for name in &vacuum.tables {
            let table = self.scene.relation(name);
            if vacuum.full {
                self.lock_all(&table, LockMode::AccessExclusive, Rewrite::Table, true);
            } else {
                self.lock_all(&table, LockMode::ShareUpdateExclusive, Rewrite::None, true);
            }
        }
    }

    pub(super) fn cluster(&mut self, cluster: &Cluster) {
        if let Some(name) = &cluster.table {
            let table = self.scene.relation(name);
            self.lock_all(&table, LockMode::AccessExclusive, Rewrite::Table, true);
        }
    }

    pub(super) fn truncate(&mut self, truncate: &Truncate) {
        let mut open: Vec<_> = truncate
            .tables
            .iter()
            .map(|name| self.scene.relation(name))
            .collect();
        let mut done = Vec::new();
        while let Some(table) = open.pop() {
            if done.contains(&table) {
                continue;
            }
            let mut emptied = self.scene.partitions(&table);
            emptied.push(table.clone());
            for table in emptied {
                let loss = format!("all rows of `{table}`");
                self.lock(&table, LockMode::AccessExclusive)
                    .loses
                    .push(loss);
            }
            if truncate.cascade {
                open.extend(self.scene.referencing(&table).into_iter().cloned());
            }
            done.push(table);
        }
    }

    pub(super) fn refresh(&mut self, refresh: &Refresh) {
        let view = self.scene.relation(&refresh.view);
        let impact = if refresh.concurrently {
            self.lock(&view, LockMode::Exclusive)
        } else {
            self.lock(&view, LockMode::AccessExclusive)
        };
        if refresh.concurrently {
            impact.scans = true;
        } else {
            impact.rewrite = Rewrite::Table;
            impact.scans = true;
        }
    }

    pub(super) fn lock_table(&mut self, lock: &Lock) {
        let Some(mode) = LockMode::parse(&lock.mode) else {
            return;
        };
        for name in &lock.tables {
            let table = self.scene.relation(name);
            self.lock_all(&table, mode, Rewrite::None, false);
        }
    }

    pub(super) fn data(&mut self, change: &DataChange<'_>) {
        let table = self.scene.relation(&change.table);
        self.lock(&table, LockMode::RowExclusive);
    }
}
