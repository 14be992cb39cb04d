//! Which crate may depend on which. The two wings meet only in xtask, build scripts and tests.

use std::collections::BTreeMap;
use std::fs;

use super::{check, root};

/// A crate's folder, and the crates of this repository that it may depend on.
const EDGES: &[(&str, &[&str])] = &[
    // The floors.
    ("crates/diag", &[]),
    ("crates/lexer", &[]),
    ("crates/schema", &["diag"]),
    // The tool wing: text in, values and findings out.
    ("crates/psl", &["diag", "schema"]),
    ("crates/sql", &["diag", "lexer", "schema"]),
    ("crates/diff", &["diag", "schema"]),
    ("crates/introspect", &["lexer", "schema", "sql"]),
    ("crates/lint", &["diag", "schema", "sql", "diff"]),
    ("crates/emit", &["diag", "psl", "schema", "migrations"]),
    (
        "crates/build",
        &[
            "diag",
            "psl",
            "schema",
            "sql",
            "diff",
            "emit",
            "lexer",
            "lint",
            "migrations",
        ],
    ),
    // The run wing: what an application compiles.
    ("crates/migrations", &["diag", "lexer"]),
    ("crates/runner", &["diag", "lexer", "migrations", "schema"]),
    ("macros", &["diag", "lexer", "migrations"]),
    (
        "crates/prismoid",
        &["migrations", "runner", "prismoid-macros"],
    ),
    ("generated", &["prismoid"]),
    // Where the wings meet.
    (
        "xtask",
        &[
            "diag",
            "psl",
            "schema",
            "sql",
            "diff",
            "emit",
            "introspect",
            "lexer",
            "lint",
            "migrations",
            "runner",
            "prismoid-build",
        ],
    ),
];

/// The crates of the run wing, whose `diag` comes without rendering.
const RUN_WING: &[&str] = &[
    "crates/migrations",
    "crates/runner",
    "crates/prismoid",
    "macros",
    "generated",
];

fn manifest(folder: &str) -> toml::Table {
    let path = root().join(folder).join("Cargo.toml");
    let text = fs::read_to_string(&path).expect("every folder of the table has a Cargo.toml");
    text.parse().expect("Cargo.toml is TOML")
}

/// The names under which the workspace's crates are depended on, with their folders.
fn own_crates() -> BTreeMap<String, String> {
    let workspace = manifest(".");
    let dependencies = workspace["workspace"]["dependencies"]
        .as_table()
        .expect("a table of dependencies");
    dependencies
        .iter()
        .filter_map(|(name, value)| {
            let path = value.get("path")?.as_str()?;
            Some((name.clone(), path.to_owned()))
        })
        .collect()
}

#[test]
fn every_crate_depends_only_on_what_the_table_allows() {
    let own = own_crates();
    let mut findings = Vec::new();
    for (folder, allowed) in EDGES {
        let manifest = manifest(folder);
        let Some(dependencies) = manifest.get("dependencies").and_then(|d| d.as_table()) else {
            continue;
        };
        for name in dependencies.keys().filter(|name| own.contains_key(*name)) {
            if !allowed.contains(&name.as_str()) {
                findings.push(format!("{folder} depends on {name}"));
            }
        }
    }
    check(
        &findings,
        "tests/it/tidy/edges.rs does not allow these dependencies:",
    );
}

#[test]
fn every_crate_stands_in_the_table() {
    let findings: Vec<String> = own_crates()
        .into_values()
        .filter(|folder| EDGES.iter().all(|(known, _)| known != folder))
        .collect();
    check(&findings, "tests/it/tidy/edges.rs has no row for:");
}

#[test]
fn the_run_wing_does_not_render() {
    let renders = |value: &toml::Value| {
        let features = value.get("features").and_then(|f| f.as_array());
        features.is_some_and(|list| {
            list.iter()
                .any(|feature| feature.as_str() == Some("render"))
        })
    };
    let findings: Vec<String> = RUN_WING
        .iter()
        .filter(|folder| {
            let manifest = manifest(folder);
            let diag = manifest.get("dependencies").and_then(|d| d.get("diag"));
            diag.is_some_and(renders)
        })
        .map(|folder| (*folder).to_owned())
        .collect();
    check(
        &findings,
        "these crates make applications compile the rendering of findings:",
    );
}
