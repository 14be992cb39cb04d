//! The files that belong to a project's schema and migrations.

use diag::Diagnostic;
use emit::{File, Package};

use crate::check::Checked;

/// What is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// The files of the generated crate, with paths relative to its folder, sorted.
    pub files: Vec<File>,
    /// The text of the lock file in the migrations folder.
    pub lock: String,
    /// Names that would clash in Rust.
    pub findings: Vec<Diagnostic>,
}

/// The generated crate and the lock file for a project without errors.
pub fn generate(checked: &Checked, package: &Package) -> Generated {
    let (files, findings) = emit::rust(&checked.datamodel, &checked.migrations, package);
    Generated {
        files,
        lock: checked.migrations.print_lock(),
        findings,
    }
}
