//! The generated crate: its bytes, and that they are formatted.
//!
//! A case is `tests/cases/emit/<name>.prisma` at the top of the repository; beside it stands what
//! is generated, as `<name>.txt`: each file after a line `=== <path>`. With `UPDATE_CASES=1` in the
//! environment it is written anew: read the diff.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use diag::render::{Style, human};
use diag::{SourceId, Sources};
use prismoid_emit::{Dependency, File, Package, module, rust};

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/emit");

fn package() -> Package {
    Package {
        name: "ult-db".to_owned(),
        root: "..".to_owned(),
        schema: "schema.prisma".to_owned(),
        migrations: "migrations".to_owned(),
        dependency: Dependency::Version,
        lint: Vec::new(),
    }
}

fn case_paths() -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(CASES)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ext| ext == "prisma") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Two migrations, the second of them irreversible.
fn folder(sources: &mut Sources) -> Vec<SourceId> {
    let files = [
        ("migrations/001_first.sql", "SELECT 1;"),
        ("migrations/001_first.down.sql", "SELECT 1;"),
        (
            "migrations/0002_second.sql",
            "-- prismoid: irreversible it is\nSELECT 2;",
        ),
    ];
    files.map(|(name, text)| sources.add(name, text)).to_vec()
}

/// The files, and all findings.
fn generated(schema: &str) -> (Vec<File>, String) {
    let mut sources = Sources::new();
    let id = sources.add("schema.prisma", schema);
    let (datamodel, mut findings) = psl::parse(&sources, &[id]);
    let files = folder(&mut sources);
    let (project, _) = migrations::read(&sources, &files);
    let (files, more) = rust(&datamodel, &project, &package());
    findings.extend(more);
    (files, human(&findings, &sources, Style::Plain))
}

fn shown(schema: &str) -> String {
    let (files, findings) = generated(schema);
    let mut text = findings;
    for File {
        path,
        text: content,
    } in files
    {
        let _ = write!(text, "=== {path}\n{content}");
    }
    text
}

#[test]
fn gives_the_same_bytes_for_the_same_schema() {
    let update = env::var_os("UPDATE_CASES").is_some();
    let mut failures = Vec::new();
    for path in case_paths().unwrap() {
        let found = shown(&fs::read_to_string(&path).unwrap());
        let expected = path.with_extension("txt");
        if update {
            fs::write(&expected, &found).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != found {
            failures.push(format!("{}\n{found}", path.display()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn is_formatted_as_rustfmt_does_it() {
    for path in case_paths().unwrap() {
        let (files, _) = generated(&fs::read_to_string(&path).unwrap());
        let folder = tempfile::tempdir().unwrap();
        for File { path, text } in &files {
            let file = folder.path().join(path);
            fs::create_dir_all(file.parent().unwrap_or(Path::new(""))).unwrap();
            fs::write(file, text).unwrap();
        }
        let output = Command::new("rustfmt")
            .args(["--edition", "2024", "--check", "build.rs", "src/lib.rs"])
            .current_dir(folder.path())
            .output()
            .unwrap();
        let text =
            String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}\n{text}", path.display());
    }
}

#[test]
fn one_module_holds_what_the_crate_does() {
    let mut sources = Sources::new();
    let schema = "model A {\n id Int @id\n k K\n}\nenum K {\n X\n}\n";
    let id = sources.add(
        "schema.prisma",
        format!("datasource db {{\n provider = \"postgresql\"\n}}\n{schema}"),
    );
    let (datamodel, findings) = psl::parse(&sources, &[id]);
    assert_eq!(human(&findings, &sources, Style::Plain), "");
    let files = folder(&mut sources);
    let (project, _) = migrations::read(&sources, &files);
    let (text, _) = module(&datamodel, &project, "migrations");
    for part in [
        "\npub mod a {\n    /// The name in the schema.\n",
        "\npub enum K {\n",
        "\nprismoid::migrations! {\n    (1, \"first\", \"",
        "up: \"migrations/0002_second.sql\"),\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}
