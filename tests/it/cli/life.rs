//! A project's life, from the first migration on.

use std::process::{Command, Stdio};

use super::{Database, Project, Ran};

#[test]
fn the_first_day_needs_nothing_but_two_words() {
    let project = Project::platform().with_own_server();
    project
        .run(&["migrate"])
        .exits(0)
        .complains("Starting PostgreSQL")
        .says("Applied 001 initial_schema")
        .says("Applied 002 add_user_preferences")
        .says("Applied 003 update_indexes")
        .says("/development is at version 3");
    project.run(&["migrate"]).exits(0).says("nothing to do");
    project
        .run(&["migrate", "status"])
        .exits(0)
        .says("update_indexes");
    project
        .run(&["seed"])
        .exits(0)
        .says("seeds/development.sql");
    project.run(&["seed"]).exits(0);
    let url = project.run(&["db", "url"]).exits(0).stdout;
    assert!(url.starts_with("postgres://postgres@127.0.0.1:"), "{url}");
    project
        .run(&[
            "db",
            "shell",
            "--",
            "-Atc",
            "SELECT count(*) > 0 FROM market_data",
        ])
        .exits(0)
        .says("t");
    project.run(&["db", "reset"]).exits(0);
    project.run(&["migrate", "status"]).exits(0).says("pending");
    project.run(&["db", "stop"]).exits(0).says("Stopped");
    project.run(&["db", "stop"]).exits(0).says("not running");
    let status = project.run(&["db", "status", "--format", "json"]).exits(0);
    assert_eq!(status.json()["running"], false);
    project.run(&["db", "reset", "--all"]).exits(0);
    project
        .run(&["migrate", "up", "--to", "1"])
        .exits(0)
        .says("at version 1");
}

#[test]
fn up_and_down_and_up() {
    let database = Database::new();
    let project = Project::platform().on(&database.url);
    project
        .run(&["migrate", "up", "--to", "2"])
        .exits(0)
        .says("is at version 2");
    let status = project
        .run(&["migrate", "status", "--format", "json"])
        .exits(0)
        .json();
    let pending = |kind: &str| {
        let list = status["migrations"].as_array().expect("a list").iter();
        list.filter(|migration| migration["state"] == kind).count()
    };
    assert_eq!(
        (pending("applied"), pending("pending")),
        (2, 1),
        "{status:#}"
    );
    project
        .run(&["migrate"])
        .exits(0)
        .says("Applied 003 update_indexes");
    project
        .run(&["migrate", "down"])
        .exits(0)
        .says("Undid 003 update_indexes");
    project
        .run(&["migrate", "redo"])
        .exits(0)
        .says("Undid 002")
        .says("Applied 002");
    project
        .run(&["migrate", "down", "--steps", "2"])
        .exits(0)
        .says("is at version 0");
    project.run(&["migrate"]).exits(0).says("is at version 3");
    project
        .run(&["migrate", "down", "--to", "1"])
        .exits(0)
        .says("is at version 1");
    let history = project
        .run(&["migrate", "history", "--format", "json"])
        .exits(0)
        .json();
    let entries = history["entries"].as_array().expect("a list").len();
    assert_eq!(entries, 2 + 1 + 1 + 2 + 2 + 3 + 2, "{history:#}");
    project
        .run(&["migrate", "history"])
        .exits(0)
        .says("add_user_preferences");
}

#[test]
fn a_dry_run_shows_the_sql_and_does_nothing() {
    let database = Database::new();
    let project = Project::platform().on(&database.url);
    project
        .run(&["migrate", "--dry-run"])
        .exits(0)
        .says("CREATE TABLE market_data")
        .says("CREATE TABLE watchlists");
    assert_eq!(
        database.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"),
        "0"
    );
    project.run(&["migrate"]).exits(0);
    project
        .run(&["migrate", "down", "--dry-run"])
        .exits(0)
        .says("DROP");
    project
        .run(&["migrate", "--dry-run"])
        .exits(0)
        .says("nothing to do");
}

#[test]
fn a_migration_of_ones_own() {
    let database = Database::new();
    let project = Project::platform().on(&database.url);
    project.run(&["migrate"]).exits(0);
    project.run(&["migrate", "create", "add_alerts"]).exits(0);
    // Nothing is in it yet.
    project
        .run(&["migrate"])
        .exits(1)
        .complains("error[empty-migration]");
    let header = project.read("migrations/004_add_alerts.sql");
    project.write(
        "migrations/004_add_alerts.sql",
        &format!("{header}CREATE TABLE alerts (\n    id integer PRIMARY KEY\n);\n"),
    );
    let header = project.read("migrations/004_add_alerts.down.sql");
    project.write(
        "migrations/004_add_alerts.down.sql",
        &format!("{header}DROP TABLE alerts;\n"),
    );
    project
        .run(&["migrate"])
        .exits(0)
        .says("Applied 004 add_alerts");
    assert_eq!(database.value("SELECT to_regclass('alerts')"), "alerts");
}

#[test]
fn a_database_that_exists_is_taken_over() {
    let database = Database::new();
    let project = Project::platform().on(&database.url);
    let script = project
        .run(&[
            "migrate",
            "diff",
            "--from",
            "empty",
            "--to",
            "migrations",
            "--script",
        ])
        .exits(0);
    assert!(script.stdout.contains("CREATE TABLE"), "{script}");
    database.value("CREATE TABLE market_data (id int)");
    project.run(&["migrate", "baseline", "--to", "2"]).exits(0);
    let status = project.run(&["migrate", "status"]).exits(0);
    status.says("baselined");
}

#[test]
fn an_interrupt_ends_a_run_cleanly() {
    let database = Database::new();
    let project = Project::platform().on(&database.url);
    project.run(&["migrate"]).exits(0);
    project.run(&["migrate", "create", "wait"]).exits(0);
    for (name, sql) in [
        (
            "migrations/004_wait.sql",
            "CREATE TABLE half (id int);\nSELECT pg_sleep(600);\n",
        ),
        ("migrations/004_wait.down.sql", "DROP TABLE half;\n"),
    ] {
        project.write(name, &(project.read(name) + sql));
    }
    let mut command = project.command(&["migrate"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().expect("the command line runs");
    let sleeps = format!(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = '{}' AND wait_event = 'PgSleep'",
        database.name
    );
    while database.value(&sleeps) != "1" {}
    let interrupt = format!("kill -INT {}", child.id());
    let status = Command::new("sh").args(["-c", &interrupt]).status();
    assert!(status.expect("a shell").success());
    let output = child.wait_with_output().expect("the command line ends");
    Ran::new(&["migrate"], output)
        .exits(2)
        .complains("Stopping")
        .complains("4 `wait` was rolled back");
    assert_eq!(
        database.value("SELECT count(*) FROM pg_class WHERE relname = 'half'"),
        "0"
    );
    assert_eq!(database.value(&sleeps), "0", "nothing runs on");
    project
        .run(&["migrate", "status"])
        .exits(0)
        .says("1 migration pending");
}

#[test]
fn every_answer_about_a_database_can_be_json() {
    let database = Database::new();
    let project = Project::platform().on(&database.url);
    let calls: [&[&str]; 9] = [
        &["migrate", "--dry-run"],
        &["migrate"],
        &["migrate", "status"],
        &["migrate", "history"],
        &["migrate", "redo"],
        &["migrate", "down"],
        &["migrate", "repair"],
        &["migrate", "baseline", "--to", "3"],
        &["seed", "--env", "production"],
    ];
    for words in calls {
        let ran = project
            .run(&[words, &["--format", "json"]].concat())
            .exits(0);
        assert_eq!(ran.json()["ok"], true, "{ran}");
        assert_eq!(ran.stderr, "", "{ran}");
    }
    let failed = project.run(&["migrate", "resolve", "2", "--applied", "--format", "json"]);
    assert_eq!(failed.exits(1).json()["findings"][0]["severity"], "error");
}
