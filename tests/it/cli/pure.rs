//! What needs no server works without one: these commands never find a database to talk to.

use std::io::Read;
use std::process::Stdio;

use super::Project;

/// Nothing listens there, and no program of PostgreSQL is in that folder.
const NOWHERE: &str = "postgres://nobody:secret@127.0.0.1:1/nothing";

#[test]
fn commands_that_read_texts_need_no_database() {
    let project = Project::platform().on(NOWHERE);
    let calls: [&[&str]; 6] = [
        &["schema", "validate"],
        &["schema", "format", "--check"],
        &["schema", "dmmf"],
        &["schema", "erd"],
        &["migrate", "validate"],
        &[
            "migrate", "diff", "--from", "empty", "--to", "schema", "--script",
        ],
    ];
    for words in calls {
        project.run(words).exits(0).hides("secret");
    }
}

#[test]
fn json_is_one_document() {
    let project = Project::platform().on(NOWHERE);
    let calls: [&[&str]; 8] = [
        &[],
        &["schema", "validate"],
        &["schema", "format", "--check"],
        &["schema", "format", "--stdout"],
        &["schema", "erd"],
        &["migrate", "validate"],
        &["migrate", "diff", "--from", "empty", "--to", "migrations"],
        &["db", "status"],
    ];
    for words in calls {
        let words = [words, &["--format", "json"]].concat();
        let ran = project.run(&words).exits(0);
        assert_eq!(ran.json()["ok"], true, "{ran}");
        assert!(ran.json()["findings"].is_array(), "{ran}");
    }
    let dmmf = project
        .run(&["schema", "dmmf", "--format", "json"])
        .exits(0)
        .json();
    assert!(dmmf["datamodel"]["models"].is_array());
}

#[test]
fn a_finding_is_shown_in_every_form() {
    let project = Project::platform();
    project.write(
        "migrations/002_add_alerts.sql",
        "CREATE TABLE alerts (id int);\n",
    );
    let words = ["migrate", "validate", "--format"];
    let run = |format| project.run(&[&words[..], &[format]].concat()).exits(1);
    run("human")
        .complains("error[duplicate-version]")
        .complains("--> migrations/002_");
    run("github").says("::error file=migrations/002_");
    let json = run("json").json();
    assert_eq!(json["ok"], false);
    let codes = json["findings"].as_array().expect("a list").iter();
    assert!(
        codes
            .into_iter()
            .any(|finding| finding["code"] == "duplicate-version")
    );
    let sarif = run("sarif").json();
    assert_eq!(sarif["version"], "2.1.0");
}

#[test]
fn colours_are_for_terminals() {
    let project = Project::platform();
    let escape = "\u{1b}[";
    project.run(&[]).exits(0).hides(escape);
    project.run(&["--color", "always"]).exits(0).says(escape);
    project
        .run(&["--color", "always", "migrate", "bogus"])
        .exits(2);
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let project = Project::platform();
    let calls: [&[&str]; 4] = [
        &["schema", "dmmf"],
        &["--help"],
        &["explain"],
        &["completions", "bash"],
    ];
    for words in calls {
        let mut child = project
            .command(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command line runs");
        // The reader leaves before the first byte.
        drop(child.stdout.take());
        let mut stderr = String::new();
        let pipe = child.stderr.as_mut().expect("stderr is a pipe");
        pipe.read_to_string(&mut stderr).expect("stderr is text");
        let status = child.wait().expect("the command line ends");
        assert_eq!(status.code(), Some(0), "{words:?}: {stderr}");
        assert!(stderr.is_empty(), "{words:?}: {stderr}");
    }
}

#[test]
fn the_formatter_changes_files_once() {
    let project = Project::platform();
    let tidy = project.read("schema.prisma");
    project.write(
        "schema.prisma",
        &tidy.replace("model MarketData {", "model   MarketData   {"),
    );
    let check = ["schema", "format", "--check"];
    project
        .run(&check)
        .exits(1)
        .complains("error[not-formatted]");
    project
        .run(&["schema", "format"])
        .exits(0)
        .says("Formatted schema.prisma");
    assert_eq!(project.read("schema.prisma"), tidy);
    project.run(&check).exits(0);
}

#[test]
fn a_new_migration_gets_the_next_number() {
    let project = Project::platform();
    project
        .run(&["migrate", "create", "add_alerts", "--author", "Ann"])
        .exits(0)
        .says("migrations/004_add_alerts.sql")
        .says("migrations/004_add_alerts.down.sql");
    let text = project.read("migrations/004_add_alerts.sql");
    assert!(text.starts_with("-- Migration: 004_add_alerts\n"), "{text}");
    assert!(text.contains("-- Author: Ann\n"), "{text}");
    assert!(
        text.contains("-- Depends on: 003_update_indexes\n"),
        "{text}"
    );
    project
        .run(&["migrate", "create", "Add Alerts"])
        .exits(2)
        .complains("call it `add_alerts`");
}

#[test]
fn a_project_can_say_where_things_are() {
    let project = Project::empty();
    project.write(
        "Cargo.toml",
        "[workspace]\n[workspace.metadata.prismoid]\nschema = \"db/app.prisma\"\nmigrations = \"db/sql\"\n",
    );
    let schema = "datasource db {\n  provider = \"postgresql\"\n}\n\nmodel A {\n  id Int @id\n}\n";
    project.write("db/app.prisma", schema);
    project
        .run(&["schema", "validate"])
        .exits(0)
        .says("1 model");
    project
        .run(&["migrate", "create", "first"])
        .exits(0)
        .says("db/sql/001_first.sql");
    // A flag wins over the file.
    project.write("other.prisma", "model {\n");
    project
        .run(&["schema", "validate", "--schema", "other.prisma"])
        .exits(1);
    project.write(
        "Cargo.toml",
        "[workspace.metadata.prismoid]\nschemas = \"db\"\n",
    );
    project
        .run(&["schema", "validate"])
        .exits(1)
        .complains("error[unknown-configuration-key]")
        .complains(" --> Cargo.toml:2:1");
}
