//! The trading platform's database, and the SQL of schemas, on a real server.

#![expect(
    clippy::panic,
    reason = "a test fails by panicking, also outside of its own function"
)]

mod catalog;
mod drift;
mod migrated;
mod plan;
mod prisma;
mod script;
mod seeds;

use std::fs;
use std::path::{Path, PathBuf};

use diag::Sources;
use schema::Schema;

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The text of a file of the repository.
fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What a schema file asks for. It must be valid.
fn wanted(name: &str, text: &str) -> Schema {
    let mut sources = Sources::new();
    let id = sources.add(name, text);
    let (datamodel, findings) = psl::parse(&sources, &[id]);
    let errors: Vec<_> = findings.iter().filter(|it| it.is_error()).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
    psl::lower(&datamodel)
}

/// The cases of `tests/cases/psl/lower`: name and path without extension, by name.
fn cases() -> Vec<(String, PathBuf)> {
    let folder = root().join("tests/cases/psl/lower");
    let mut cases: Vec<(String, PathBuf)> = fs::read_dir(&folder)
        .expect("the folder of cases")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|it| it == "prisma"))
        .map(|path| {
            let name = path.file_stem().unwrap_or_default();
            (name.to_string_lossy().into_owned(), path.with_extension(""))
        })
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "{} has no cases", folder.display());
    cases
}
