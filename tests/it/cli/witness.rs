//! `migrate test`: what it finds right, what it names, and that nothing of it stays.

use super::{Database, Project};

/// A project with one migration and its rollback.
fn project(database: &Database, up: &str, down: &str) -> Project {
    let project = Project::empty().on(&database.url);
    let header = "-- Migration: 001_first\n-- Description: first\n-- Author: A\n\
        -- Date: 2026-01-01\n-- Depends on: none\n";
    project.write("migrations/001_first.sql", &format!("{header}{up}\n"));
    project.write("migrations/001_first.down.sql", down);
    project
}

#[test]
fn the_platform_is_in_order() {
    let database = Database::new();
    let project = Project::platform().on(&database.url);
    let ran = project
        .run(&["migrate", "test", "--format", "json"])
        .exits(0);
    let value = ran.json();
    assert_eq!(value["migrations"], 3, "{ran}");
    assert_eq!(value["differences"], serde_json::json!([]), "{ran}");
    assert_eq!(value["opaque"], serde_json::json!([]), "{ran}");
    assert_eq!(value["rollbacks"]["tried"], 3, "{ran}");
    assert_eq!(value["rollbacks"]["failed"], serde_json::json!([]), "{ran}");
    assert_eq!(value["seeds"].as_array().map(Vec::len), Some(2), "{ran}");
    // Nothing was done to the database that is named.
    let tables = database.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
    assert_eq!(tables, "0");
}

#[test]
fn a_rollback_that_leaves_something_is_named() {
    let database = Database::new();
    let up = "CREATE TYPE mood AS ENUM ('a');\nCREATE TABLE t (id integer PRIMARY KEY, m mood);";
    let ran = project(&database, up, "DROP TABLE t;\n").run(&["migrate", "test"]);
    ran.exits(1)
        .complains("error[incomplete-rollback]")
        .complains("migrations/001_first.down.sql")
        .complains("undoing 001 first does not lead back")
        .complains("enum `mood` is added")
        .complains("001 first cannot be applied again after its rollback")
        .says("0 of 1 rollback lead back");
}

#[test]
fn seeds_that_add_rows_each_time_are_named() {
    let database = Database::new();
    let project = project(&database, "CREATE TABLE t (id integer);", "DROP TABLE t;\n");
    project.write("seeds/development.sql", "INSERT INTO t VALUES (1);\n");
    project.write(
        "seeds/production.sql",
        "INSERT INTO t SELECT 1 WHERE NOT EXISTS (SELECT FROM t);\n",
    );
    project
        .run(&["migrate", "test"])
        .exits(1)
        .complains("error[seeds-not-idempotent]")
        .complains("`t` has 1 rows after the first time, 2 after the second")
        .says("seeds/production.sql twice");
}

#[test]
fn a_server_that_is_not_there_is_no_fault_of_the_project() {
    let database = Database::new();
    let project = project(&database, "CREATE TABLE t (id integer);", "DROP TABLE t;\n");
    let url = "postgres://postgres@127.0.0.1:1/none";
    project
        .run(&["migrate", "test", "--database-url", url])
        .exits(2)
        .complains("error[database-unreachable]");
}
