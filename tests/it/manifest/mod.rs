//! A crate that does not compile when its schema or a migration is wrong: real builds by cargo.
//!
//! A case is `tests/cases/manifest/<name>.txt`: what is changed in a project that is in order, each
//! file after a line `=== <path>` (or `=== delete <path>`), and last `=== expected`, all that cargo
//! shows of the failed build script. With `UPDATE_CASES=1` in the environment, the expected part is
//! written anew: read the diff.

mod project;

use std::path::Path;
use std::{env, fs, io};

use project::Project;

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/cases/manifest");

/// The sections of a case: heading and text.
fn sections(case: &str) -> Vec<(&str, String)> {
    let mut list: Vec<(&str, String)> = Vec::new();
    for line in case.split_inclusive('\n') {
        match (line.strip_prefix("=== "), list.last_mut()) {
            (Some(heading), _) => list.push((heading.trim_end(), String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => {}
        }
    }
    list
}

/// What cargo shows after the changes of a case.
fn shown_after(project: &Project, changes: &str) -> io::Result<String> {
    project.restore()?;
    for (heading, text) in sections(changes) {
        match heading.strip_prefix("delete ") {
            Some(path) => project.delete(path)?,
            None => project.write(heading, &text)?,
        }
    }
    project.build_failure()
}

#[test]
fn a_wrong_project_does_not_compile() {
    let project = Project::create("verified").unwrap();
    project.restore().unwrap();
    let log = project.build().unwrap();
    assert!(log.success, "{}", log.text);

    let mut paths: Vec<_> = fs::read_dir(Path::new(CASES))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let update = env::var_os("UPDATE_CASES").is_some();
    let mut failures = Vec::new();
    for path in paths {
        let case = fs::read_to_string(&path).unwrap();
        let (changes, expected) = case.split_once("=== expected\n").unwrap_or((&case, ""));
        let shown = shown_after(&project, changes).unwrap();
        if update {
            fs::write(&path, format!("{changes}=== expected\n{shown}")).unwrap();
        } else if shown != expected {
            failures.push(format!("{}\n{shown}", path.display()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));

    project.restore().unwrap();
    let log = project.build().unwrap();
    assert!(log.success, "{}", log.text);
}

#[test]
fn what_did_not_change_is_not_looked_at_again() {
    let project = Project::create("unchanged").unwrap();
    project.restore().unwrap();
    assert!(project.build().unwrap().success);
    let again = project.build().unwrap();
    assert!(
        !again.text.contains("Compiling unchanged"),
        "{}",
        again.text
    );
    assert!(!again.text.contains("Dirty unchanged"), "{}", again.text);
}

#[test]
fn what_could_not_be_followed_is_a_note_and_stops_nothing() {
    let project = Project::create("drifting").unwrap();
    project.restore().unwrap();
    let model = "\nmodel Team {\n  id Int @id\n\n  @@map(\"teams\")\n}\n";
    project.append("schema.prisma", model).unwrap();
    let block = "DO $$ BEGIN\n    \
                 EXECUTE 'CREATE TABLE teams (id integer PRIMARY KEY) ' || current_setting('app.with');\n\
                 END $$;\n";
    project
        .append("migrations/002_unique_email.sql", block)
        .unwrap();
    project.generate().unwrap();
    let log = project.build().unwrap();
    assert!(log.success, "{}", log.text);
    let line = "a difference is left open, since a statement could not be followed \
                (migrations/002_unique_email.sql:9:5) [schema-drift]";
    let line = format!("warning: drifting@0.0.0: {line}\n");
    assert!(log.text.contains(&line), "{line}\n{}", log.text);
}

#[test]
fn an_application_generates_while_it_builds() {
    let project = Project::create("generating").unwrap();
    project.restore().unwrap();
    project.make_application().unwrap();
    let log = project.run_application().unwrap();
    assert!(log.success, "{}", log.text);
    assert!(
        log.text.contains("2 migrations, theme Dark"),
        "{}",
        log.text
    );
}
