//! A folder of migrations as it was understood.

use diag::{SourceId, Sources};

use crate::directive::{Directive, DirectiveKind};
use crate::header::Header;
use crate::layout::{Foreign, Layout};
use crate::lock::{Lock, LockedMigration, print_lock};
use crate::{Checksum, Manifest, Migration, name};

/// A migration of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationFile {
    /// The version.
    pub version: i64,
    /// The name without the version.
    pub name: String,
    /// The file's name without `.sql`; the version may have more digits than [`stem`] gives it.
    ///
    /// [`stem`]: crate::stem
    pub stem: String,
    /// The text that applies it.
    pub up: SourceId,
    /// The text that undoes it.
    pub down: Option<SourceId>,
    /// SHA-256 over the tokens of `up`.
    pub checksum: Checksum,
    /// What its first comments say.
    pub header: Header,
    /// The directives of `up`.
    pub directives: Vec<Directive>,
    /// The directives of `down`.
    pub down_directives: Vec<Directive>,
    /// What another tool knows of it, in a folder that is not laid out as ours.
    pub foreign: Option<Foreign>,
}

/// The migrations of a folder and its lock file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Project {
    /// Whose layout the folder has.
    pub layout: Layout,
    /// Ordered by version, then by file name; a version may stand twice, with a finding.
    pub migrations: Vec<MigrationFile>,
    /// The lock file, where there is one.
    pub lock: Option<Lock>,
}

impl MigrationFile {
    /// Whether `up` runs in a transaction.
    pub fn transaction(&self) -> bool {
        if let Some(foreign) = &self.foreign {
            return foreign.transaction;
        }
        crate::directive::is_transactional(&self.directives)
    }

    /// Whether `down` runs in a transaction.
    pub fn down_transaction(&self) -> bool {
        if let Some(foreign) = &self.foreign {
            return foreign.down_transaction;
        }
        crate::directive::is_transactional(&self.down_directives)
    }

    /// Whether another tool runs it again whenever its text changes: it is no step of a history.
    pub fn is_repeatable(&self) -> bool {
        self.foreign.as_ref().is_some_and(|it| it.repeatable)
    }

    /// Why nothing leads back, where the header says so.
    pub fn irreversible(&self) -> Option<&str> {
        self.directives.iter().find_map(|d| match &d.kind {
            DirectiveKind::Irreversible { reason } => Some(reason.as_str()),
            DirectiveKind::NoTransaction | DirectiveKind::Allow { .. } => None,
        })
    }

    /// Its line of the lock file, as the file is now.
    pub fn locked(&self) -> LockedMigration {
        LockedMigration {
            version: self.version,
            name: self.name.clone(),
            checksum: self.checksum,
        }
    }
}

impl Project {
    /// The manifest of these migrations, with their texts.
    pub fn manifest(&self, sources: &Sources) -> Manifest {
        let text = |id| sources.get(id).text().to_owned();
        self.migrations
            .iter()
            .filter(|m| !m.is_repeatable())
            .map(|m| {
                let down = m.down.map(|id| text(id).into());
                Migration {
                    transaction: m.transaction(),
                    down_transaction: m.down_transaction(),
                    ..Migration::from_sql(m.version, m.name.clone(), text(m.up), down)
                }
            })
            .collect()
    }

    /// The text of the lock file for these migrations as they are now.
    pub fn print_lock(&self) -> String {
        let lines: Vec<LockedMigration> =
            self.migrations.iter().map(MigrationFile::locked).collect();
        print_lock(&lines)
    }

    /// The version that the next migration gets.
    pub fn next_version(&self) -> i64 {
        let last = self.migrations.iter().map(|m| m.version).max();
        last.map_or(1, |version| version.saturating_add(1))
    }

    /// The file name stem that the next migration called `name` gets.
    pub fn next_stem(&self, migration_name: &str) -> String {
        name::stem(self.next_version(), migration_name)
    }
}
