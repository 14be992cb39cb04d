//! `migrate lint`, `migrate plan`, and the question before what is dangerous.

use super::{Database, Project};

const START: &str = "-- Migration: 001_start
-- Description: Orders
-- Author: x
-- Date: 2026-11-22
-- Depends on: none
-- prismoid: irreversible a test goes one way

CREATE TABLE orders (id bigint PRIMARY KEY, note text);
INSERT INTO orders SELECT n, 'x' FROM generate_series(1, 100) n;
";

const MORE: &str = "-- Migration: 002_more
-- Description: More
-- Author: x
-- Date: 2026-11-22
-- Depends on: 001_start
-- prismoid: irreversible a test goes one way

CREATE INDEX orders_note_idx ON orders (note);
";

const LESS: &str = "-- Migration: 003_less
-- Description: Less
-- Author: x
-- Date: 2026-11-22
-- Depends on: 002_more
-- prismoid: irreversible a test goes one way

ALTER TABLE orders DROP COLUMN note;
";

fn project() -> Project {
    let project = Project::empty();
    project.write(
        "Cargo.toml",
        "[package]\nname = \"x\"\nversion = \"0.0.0\"\n[package.metadata.prismoid]\n\
         [package.metadata.prismoid.lint]\nstart-after = \"1\"\n",
    );
    project.write(
        "schema.prisma",
        "datasource db {\n  provider = \"postgresql\"\n  url = env(\"DATABASE_URL\")\n}\n",
    );
    project.write("migrations/001_start.sql", START);
    project.write("migrations/002_more.sql", MORE);
    project
}

/// The lock file is as it should be, whatever the schema says.
fn locked(project: &Project) {
    let mut sources = diag::Sources::new();
    let mut names: Vec<String> = std::fs::read_dir(project.path().join("migrations"))
        .expect("the folder is there")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name.contains(".sql"))
        .collect();
    names.sort();
    let files: Vec<_> = names
        .iter()
        .map(|name| sources.add(name.as_str(), project.read(&format!("migrations/{name}"))))
        .collect();
    let (read, _) = migrations::read(&sources, &files);
    project.write("migrations/migrations.lock", &read.print_lock());
}

#[test]
fn lint_finds_and_fixes() {
    let project = project();
    project
        .run(&["migrate", "lint", "--format", "github"])
        .exits(0)
        .says("::warning file=migrations/002_more.sql,line=8")
        .complains("warning[index-blocks-writes]");
    project
        .run(&["migrate", "lint", "--format", "markdown"])
        .exits(0)
        .says("**`migrations/002_more.sql`**");
    let listed = project
        .run(&["migrate", "lint", "--rules", "--format", "json"])
        .exits(0);
    let rules = listed.json()["rules"].as_array().map_or(0, Vec::len);
    assert!(rules >= 60, "{rules} rules");
    project
        .run(&["migrate", "lint", "migrations/009_none.sql"])
        .exits(2)
        .complains("is no migration of this project");
    project.write(
        "Cargo.toml",
        "[package]\nname = \"x\"\nversion = \"0.0.0\"\n[package.metadata.prismoid]\n\
         [package.metadata.prismoid.lint]\nstart-after = \"1\"\nlocks = \"deny\"\n",
    );
    project
        .run(&["migrate", "lint"])
        .exits(1)
        .complains("error[index-blocks-writes]");
    project
        .run(&["migrate", "lint", "--fix", "migrations/002_more.sql"])
        .exits(0)
        .says("Wrote migrations/003_build_orders_note_idx.sql");
    let built = project.read("migrations/003_build_orders_note_idx.sql");
    assert!(built.contains("-- prismoid: no-transaction\n"), "{built}");
    assert!(
        built.ends_with("CREATE INDEX CONCURRENTLY orders_note_idx ON orders (note);\n"),
        "{built}"
    );
}

#[test]
fn what_is_dangerous_is_planned_and_asked_about() {
    let database = Database::new();
    let project = project().on(&database.url);
    project.write("migrations/003_less.sql", LESS);
    locked(&project);
    // Nothing is there yet that could be lost.
    project.run(&["migrate", "up", "--to", "2"]).exits(0);
    let plan = project.run(&["migrate", "plan"]).exits(0);
    let plan = plan
        .says("003 less, in a transaction")
        .says("ACCESS EXCLUSIVE for an instant; reads and writes wait")
        .says("dangerous: loses column `orders.note` with its values");
    assert!(
        plan.stdout.contains("1 dangerous effect"),
        "{}",
        plan.stdout
    );
    let value = project
        .run(&["migrate", "plan", "--format", "json"])
        .exits(0)
        .json();
    let effect = &value["migrations"][0]["statements"][0]["effects"][0];
    assert_eq!(effect["lock"], "ACCESS EXCLUSIVE");
    assert_eq!(effect["loses"][0], "column `orders.note` with its values");
    project
        .run(&["migrate", "up"])
        .exits(1)
        .complains("error[not-confirmed]")
        .complains("loses column `orders.note`");
    project
        .run(&["migrate", "up", "--yes"])
        .exits(0)
        .says("is at version 3");
    project
        .run(&["migrate", "plan"])
        .exits(0)
        .says("nothing is pending");
}

#[test]
fn many_findings_are_counted_by_rule() {
    let project = Project::empty();
    let indexes = (0..31).map(|at| format!("CREATE INDEX i{at} ON t (c{at});\n"));
    let columns: Vec<String> = (0..31).map(|at| format!("c{at} int")).collect();
    let table = format!(
        "CREATE TABLE t (id bigint PRIMARY KEY, {});\n",
        columns.join(", ")
    );
    let folder = "migrations/2024-01-0";
    project.write("diesel.toml", "[print_schema]\n");
    project.write("schema.prisma", "");
    project.write(&format!("{folder}1-000000_a/up.sql"), &table);
    let work = indexes.collect::<String>();
    project.write(&format!("{folder}2-000000_b/up.sql"), &work);
    project
        .run(&["migrate", "lint"])
        .exits(0)
        .complains("    31 index-blocks-writes")
        .complains("start-after = \"20240102000000\"");
    // How a tool is told to do without a transaction is its own.
    let alone = "ALTER TABLE t ADD COLUMN d int;\nCREATE INDEX CONCURRENTLY i ON t (d);\n";
    project.write(&format!("{folder}2-000000_b/up.sql"), alone);
    project
        .run(&["check"])
        .exits(1)
        .complains("`run_in_transaction = false` in its `metadata.toml`");
}
