//! Folders of other tools: what is found in them, in which order, and how each direction is run.
//!
//! A case is `tests/cases/layouts/<name>.txt`: files after lines `=== <path>`, and last `=== expected`:
//! the layout that is recognised, a line for each migration, its texts where they are parts of a
//! file, then what would be imported, then the findings.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use diag::render::{Style, human};
use diag::{Diagnostic, Sources};
use prismoid_migrations as migrations;

use migrations::{Folder, Layout, MigrationFile, WayBack};

use crate::sections;

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/layouts");

fn arrange(files: &[(String, String)], name: &str) -> (Layout, Sources, Folder) {
    let read = |wanted: &str| {
        let found = files.iter().find(|(path, _)| path == wanted);
        found.map(|(_, text)| text.clone())
    };
    let mut paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    paths.sort_unstable();
    let detected = migrations::detect(&paths, read);
    // A case whose layout cannot be told from its names says it in its own.
    let said = Layout::ALL
        .into_iter()
        .find(|layout| name.starts_with(&format!("{layout}__")));
    let mut sources = Sources::new();
    let (mut texts, mut others) = (Vec::new(), Vec::new());
    for path in paths {
        if [".sql", ".toml", ".conf"]
            .iter()
            .any(|end| path.ends_with(end))
        {
            let text = read(path).unwrap_or_default();
            texts.push((
                path.to_owned(),
                sources.add(format!("migrations/{path}"), text),
            ));
        } else {
            others.push(path.to_owned());
        }
    }
    let layout = said.unwrap_or(detected);
    let folder = Folder::arrange(layout, &mut sources, &texts, &others);
    (detected, sources, folder)
}

fn line(text: &mut String, sources: &Sources, file: &MigrationFile) {
    let foreign = file.foreign.as_ref().expect("the folder is another tool's");
    let how = |transaction: bool| if transaction { "" } else { " (no transaction)" };
    let _ = write!(
        text,
        "{} {} [{}] up{}",
        file.version,
        file.name,
        foreign.id,
        how(file.transaction())
    );
    if file.down.is_some() {
        let _ = write!(text, ", down{}", how(file.down_transaction()));
    }
    let _ = writeln!(text);
    let mut show = |word: &str, id| {
        let source = sources.get(id);
        if id != foreign.file {
            let body: Vec<&str> = source.text().split_whitespace().collect();
            let _ = writeln!(text, "    {word}: {}", body.join(" "));
        }
    };
    show("up", file.up);
    if let Some(down) = file.down {
        show("down", down);
    }
}

fn told(files: &[(String, String)], name: &str) -> String {
    let (detected, sources, folder) = arrange(files, name);
    let (project, findings) = folder.read(&sources);
    let mut text = format!("recognised as {detected}\n");
    for file in &project.migrations {
        line(&mut text, &sources, file);
    }
    let (list, notes) = migrations::import(&project, &sources);
    let _ = writeln!(text, "imported:");
    for migration in &list {
        let way = WayBack::Irreversible("because".to_owned());
        let files = migration.files(None, "Ann", "2026-01-01", &way);
        let body = files[0]
            .text
            .split("-- prismoid: irreversible because\n")
            .nth(1);
        let words: Vec<&str> = body.unwrap_or_default().split_whitespace().collect();
        let how = if migration.transaction {
            ""
        } else {
            " (no transaction)"
        };
        let _ = writeln!(text, "    {}{how}: {}", migration.stem(), words.join(" "));
    }
    for note in &notes {
        let _ = writeln!(text, "    note: {note}");
    }
    text + &human(&findings, &sources, Style::Plain)
}

#[test]
fn reads_folders_of_other_tools() {
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
        let name = path.file_stem().unwrap().to_string_lossy();
        let found = told(&sections(input), &name);
        if update {
            fs::write(&path, format!("{input}=== expected\n{found}")).unwrap();
        } else if found != expected {
            failures.push(format!("{}\n{found}", path.display()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn imported_files_are_in_order_and_keep_their_checksums() {
    for entry in fs::read_dir(Path::new(CASES)).unwrap() {
        let path = entry.unwrap().path();
        let case = fs::read_to_string(&path).unwrap();
        let (input, _) = case.split_once("=== expected\n").unwrap();
        let name = path.file_stem().unwrap().to_string_lossy();
        let (_, sources, folder) = arrange(&sections(input), &name);
        let (project, _) = folder.read(&sources);
        let (list, _) = migrations::import(&project, &sources);
        let mut ours = Sources::new();
        let mut ids = Vec::new();
        let mut before = None;
        for migration in &list {
            let way = WayBack::Irreversible("because".to_owned());
            for file in migration.files(before.as_deref(), "Ann", "2026-01-01", &way) {
                ids.push(ours.add(file.path, file.text));
            }
            before = Some(migration.stem());
        }
        let (imported, findings) = Folder::own(ids).read(&ours);
        let errors = findings.iter().filter(|it| it.is_error());
        let codes: Vec<&str> = errors.map(|it: &Diagnostic| it.code.name).collect();
        assert!(
            codes.iter().all(|code| *code == "missing-lock"),
            "{name}: {codes:?}"
        );
        for file in &imported.migrations {
            let from = migrations::imported(ours.get(file.up).text(), project.layout);
            let same = |it: &&MigrationFile| {
                let foreign = it.foreign.as_ref().unwrap();
                from.iter()
                    .any(|(id, sums)| *id == foreign.id && *sums == foreign.checksums)
            };
            let all: Vec<&MigrationFile> = project.migrations.iter().filter(same).collect();
            let is_whole = !file.name.contains("_part_") && !name.contains("repeatable");
            assert!(
                !is_whole || all.iter().any(|it| it.checksum == file.checksum),
                "{name}: {}",
                file.stem
            );
        }
    }
}
