//! What `read` says about a folder, case by case, and the properties of what is printed.
//!
//! A case is `tests/cases/migrations/<name>.txt` at the top of the repository: the files of a
//! folder, each after a line `=== <file name>`, and last `=== expected`, the findings as a person
//! sees them. `=== migrations.lock = files` stands for the lock file of the files above it.
//! With `UPDATE_CASES=1` in the environment, the expected part is written anew: read the diff.

mod layouts;
mod properties;
mod renumber;

use std::fs;
use std::path::Path;

use diag::render::{Style, human};
use diag::{SourceId, Sources};
use prismoid_migrations as migrations;

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/migrations");

/// The sections of a case: name and text.
fn sections(case: &str) -> Vec<(String, String)> {
    let mut list: Vec<(String, String)> = Vec::new();
    for line in case.split_inclusive('\n') {
        match (line.strip_prefix("=== "), list.last_mut()) {
            (Some(name), _) => list.push((name.trim_end().to_owned(), String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => {}
        }
    }
    list
}

/// The sources of a folder of files, with the lock file where the case asks for one of its files.
fn folder(files: &[(String, String)]) -> (Sources, Vec<SourceId>) {
    let mut sources = Sources::new();
    let mut ids = Vec::new();
    for (name, text) in files {
        let text = text
            .strip_suffix("\n\n")
            .map_or(text.clone(), |t| format!("{t}\n"));
        let (name, text) = match name.strip_suffix(" = files") {
            Some(name) => (name, migrations::read(&sources, &ids).0.print_lock()),
            None => (name.as_str(), text),
        };
        ids.push(sources.add(format!("migrations/{name}"), text));
    }
    (sources, ids)
}

fn findings(files: &[(String, String)]) -> String {
    let (sources, ids) = folder(files);
    let (_, findings) = migrations::read(&sources, &ids);
    human(&findings, &sources, Style::Plain)
}

#[test]
fn says_what_is_wrong_with_a_folder() {
    let mut paths: Vec<_> = fs::read_dir(Path::new(CASES))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let mut failures = Vec::new();
    for path in paths {
        let case = fs::read_to_string(&path).unwrap();
        let (input, expected) = case.split_once("=== expected\n").unwrap_or((&case, ""));
        let found = findings(&sections(input));
        if update {
            fs::write(&path, format!("{input}=== expected\n{found}")).unwrap();
        } else if found != expected {
            failures.push(format!("{}\n{found}", path.display()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
