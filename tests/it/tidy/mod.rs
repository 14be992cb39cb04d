//! What a machine can check of how this project is written: the edges between crates, the words at
//! the top of every file, sizes, and what must never be in a file.

mod edges;
mod files;

use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The files of the repository with their texts: what git tracks or would track. Files that are
/// not text are left out.
fn texts() -> Vec<(String, String)> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git lists the repository's files");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let names = String::from_utf8(output.stdout).expect("file names are text");
    names
        .lines()
        .filter_map(|name| {
            let text = std::fs::read_to_string(root().join(name)).ok()?;
            Some((name.to_owned(), text))
        })
        .collect()
}

/// Fails with one line for each finding.
fn check(findings: &[String], rule: &str) {
    assert!(findings.is_empty(), "{rule}\n\n{}\n", findings.join("\n"));
}
