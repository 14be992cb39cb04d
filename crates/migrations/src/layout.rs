//! Folders of migrations as other tools lay them out, read as they are.
//!
//! Each tool has a module that knows its file names, its order, its sections and its markers, and
//! returns what it found. [`Folder::arrange`] turns that into texts with one meaning each: where a file
//! holds both directions, each gets a text of the file's own length in which the rest is blank, so
//! that every place in it is a place in the file.

mod block;
mod checksum;
mod collate;
mod dbmate;
mod detect;
mod diesel;
mod flyway;
mod folder;
mod found;
mod golang;
mod goose;
mod import;
mod prisma;
mod record;
mod refinery;
mod section;
mod sqlx;

pub use detect::detect;
pub use folder::{Folder, Foreign};
pub use import::{Imported, WayBack, import};
pub use record::{Adopted, Adoption, Doubt, Doubtful, Record, adoption, imported};

use std::fmt;
use std::str::FromStr;

/// Whose way of naming and ordering migrations a folder follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Layout {
    /// `NNN_name.sql`, `NNN_name.down.sql` and a lock file: our own.
    #[default]
    Prismoid,
    /// `<name>/migration.sql`.
    Prisma,
    /// `<n>_name.sql`, or `.up.sql` and `.down.sql`.
    Sqlx,
    /// `<version>_name/up.sql` and `down.sql`.
    Diesel,
    /// `V<n>__name.sql` and `U<n>__name.sql`.
    Refinery,
    /// `V<version>__name.sql`, `U…` to undo, `R__…` repeatable, `B…` baselines.
    Flyway,
    /// `<n>_name.up.sql` and `<n>_name.down.sql`.
    GolangMigrate,
    /// `<version>_name.sql` with `-- migrate:up` and `-- migrate:down`.
    Dbmate,
    /// `<n>_name.sql` with `-- +goose Up` and `-- +goose Down`.
    Goose,
}

impl Layout {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Prismoid,
        Self::Prisma,
        Self::Sqlx,
        Self::Diesel,
        Self::Refinery,
        Self::Flyway,
        Self::GolangMigrate,
        Self::Dbmate,
        Self::Goose,
    ];

    /// As it is written in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Prismoid => "prismoid",
            Self::Prisma => "prisma",
            Self::Sqlx => "sqlx",
            Self::Diesel => "diesel",
            Self::Refinery => "refinery",
            Self::Flyway => "flyway",
            Self::GolangMigrate => "golang-migrate",
            Self::Dbmate => "dbmate",
            Self::Goose => "goose",
        }
    }

    /// The tool as people call it.
    pub fn tool(self) -> &'static str {
        match self {
            Self::Prisma => "Prisma Migrate",
            Self::Diesel => "Diesel",
            Self::Flyway => "Flyway",
            Self::Prismoid
            | Self::Sqlx
            | Self::Refinery
            | Self::GolangMigrate
            | Self::Dbmate
            | Self::Goose => self.name(),
        }
    }

    /// Whether it is our own.
    pub fn is_own(self) -> bool {
        self == Self::Prismoid
    }

    /// The table in which the tool keeps its history, unless it was told another name.
    pub fn history_table(self) -> &'static str {
        match self {
            Self::Prismoid | Self::GolangMigrate | Self::Dbmate => "schema_migrations",
            Self::Prisma => "_prisma_migrations",
            Self::Sqlx => "_sqlx_migrations",
            Self::Diesel => "__diesel_schema_migrations",
            Self::Refinery => "refinery_schema_history",
            Self::Flyway => "flyway_schema_history",
            Self::Goose => "goose_db_version",
        }
    }

    /// The table in which our own history lives beside the tool's: another one where both have
    /// the same name, or had it: Diesel's table was once called as ours is.
    pub fn own_history_table(self) -> &'static str {
        match self {
            Self::GolangMigrate | Self::Dbmate | Self::Diesel => "prismoid_migrations",
            Self::Prismoid
            | Self::Prisma
            | Self::Sqlx
            | Self::Refinery
            | Self::Flyway
            | Self::Goose => "schema_migrations",
        }
    }

    /// Whether the tool applies a migration also after a later one, without a word.
    pub fn is_free_of_order(self) -> bool {
        matches!(
            self,
            Self::Prisma | Self::Sqlx | Self::Diesel | Self::Dbmate
        )
    }

    /// Whether the tool hands a file to the server as it is, outside of a transaction of its own.
    fn runs_files_as_they_are(self) -> bool {
        matches!(self, Self::Prisma | Self::GolangMigrate | Self::Flyway)
    }
}

/// As it is written in the configuration.
impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The text names no layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotALayout;

impl fmt::Display for NotALayout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Layout::ALL.map(Layout::name);
        write!(
            f,
            "write `auto`, {}",
            names.map(|name| format!("`{name}`")).join(", ")
        )
    }
}

impl std::error::Error for NotALayout {}

impl FromStr for Layout {
    type Err = NotALayout;

    fn from_str(text: &str) -> Result<Self, NotALayout> {
        let found = Self::ALL.into_iter().find(|layout| layout.name() == text);
        found.ok_or(NotALayout)
    }
}
