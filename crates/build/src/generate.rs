//! The files that belong to a project's schema and migrations.

use diag::Diagnostic;
use emit::{File, Package};

use crate::check::Checked;

/// What is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// The files of the generated crate, with paths relative to its folder, sorted.
    pub files: Vec<File>,
    /// The text of the lock file in the migrations folder; empty in a folder of another tool.
    pub lock: String,
    /// Names that would clash in Rust.
    pub findings: Vec<Diagnostic>,
}

/// The generated crate and the lock file for a project without errors.
pub fn generate(checked: &Checked, package: &Package) -> Generated {
    // What another tool applies has no rows of ours, and its folder no lock file.
    let is_own = checked.migrations.layout.is_own();
    let none = migrations::Project::default();
    let listed = if is_own { &checked.migrations } else { &none };
    let (files, findings) = emit::rust(&checked.datamodel, listed, package);
    let lock = is_own.then(|| checked.migrations.print_lock());
    Generated {
        files,
        lock: lock.unwrap_or_default(),
        findings,
    }
}
