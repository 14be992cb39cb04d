//! The texts of a project.

use diag::{Diagnostic, SourceId, Sources};
use migrations::{Folder, Layout, Project};

/// Where a project's texts are, relative to its root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The schema: a file, or a folder of files.
    pub schema: String,
    /// The migrations folder.
    pub migrations: String,
    /// Whose layout it has; found out where it is not said.
    pub layout: Option<Layout>,
}

impl Default for Paths {
    fn default() -> Self {
        Self {
            schema: "schema.prisma".to_owned(),
            migrations: "migrations".to_owned(),
            layout: None,
        }
    }
}

/// The texts of a project, each under its path relative to the project's root.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// All texts.
    pub sources: Sources,
    /// The files of the schema, by name.
    pub schema: Vec<SourceId>,
    /// The files of the migrations folder, the lock file included, by name.
    pub migrations: Vec<SourceId>,
    /// The migrations folder, arranged as its layout has it.
    pub folder: Folder,
    /// What went wrong while reading: a file that is not text, a schema that is not there.
    pub findings: Vec<Diagnostic>,
}

impl Inputs {
    /// The migrations of the folder, and what is wrong with them.
    pub fn read_migrations(&self) -> (Project, Vec<Diagnostic>) {
        self.folder.read(&self.sources)
    }
}
