//! A project of Prisma's, as its users come with it: nothing is changed, and everything works.

use super::{Database, Project};

const SCHEMA: &str = r#"generator client {
  provider = "prisma-client-js"
}

datasource db {
  provider = "postgresql"
}

model User {
  id    Int     @id @default(autoincrement())
  email String  @unique
  name  String?
}
"#;

const FIRST: &str = r#"-- CreateTable
CREATE TABLE "User" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
"#;

const SECOND: &str = "-- AlterTable\nALTER TABLE \"User\" ADD COLUMN \"name\" TEXT;\n";

/// Prisma's table of history with the first migration applied, as Prisma makes and fills it.
const HISTORY: &str = r#"
CREATE TABLE "_prisma_migrations" (
    "id"                    VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum"              VARCHAR(64) NOT NULL,
    "finished_at"           TIMESTAMPTZ,
    "migration_name"        VARCHAR(255) NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        TIMESTAMPTZ,
    "started_at"            TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count"   INTEGER NOT NULL DEFAULT 0
);
INSERT INTO "_prisma_migrations" (id, checksum, finished_at, migration_name, applied_steps_count)
VALUES ('6b3ee0a5-6a5c-4f5c-9d6b-0c1a37a1a001', encode(sha256(convert_to($sql$FIRST$sql$, 'UTF8')), 'hex'),
    now(), '20240101000000_init', 1);
"#;

/// The project, with the first of its two migrations applied by Prisma.
fn project(database: &Database) -> Project {
    let project = Project::empty().on(&database.url);
    project.write("package.json", "{ \"name\": \"shop\" }\n");
    project.write("prisma/schema.prisma", SCHEMA);
    let folder = "prisma/migrations";
    project.write(
        &format!("{folder}/migration_lock.toml"),
        "provider = \"postgresql\"\n",
    );
    project.write(
        &format!("{folder}/20240101000000_init/migration.sql"),
        FIRST,
    );
    project.write(
        &format!("{folder}/20240202000000_name/migration.sql"),
        SECOND,
    );
    database.value(&format!("{FIRST}{}", HISTORY.replace("FIRST", FIRST)));
    project
}

#[test]
fn a_prisma_project_works_at_once() {
    let database = Database::new();
    let project = project(&database);
    project.run(&["check"]).exits(0);
    project
        .run(&["migrate", "status"])
        .exits(0)
        .says("20240101000000")
        .says("pending");
    project.run(&["migrate", "lint"]).exits(0);
    project.run(&["migrate", "up", "--yes"]).exits(0);
    project
        .run(&["migrate", "status"])
        .exits(0)
        .says("up to date");
    let columns = database.value(
        "SELECT string_agg(column_name, ',' ORDER BY ordinal_position) \
         FROM information_schema.columns WHERE table_name = 'User'",
    );
    assert_eq!(columns, "id,email,name");
    // Their table is left as it was.
    assert_eq!(
        database.value("SELECT count(*) FROM _prisma_migrations"),
        "1"
    );
    project.run(&["migrate", "drift"]).exits(0);
    project.run(&["schema", "pull", "--check"]).exits(0);
}

#[test]
fn adoption_is_told_before_and_done_once() {
    let database = Database::new();
    let project = project(&database);
    project
        .run(&["migrate", "adopt", "--dry-run"])
        .exits(0)
        .says("20240101000000");
    let ours = "SELECT count(*) FROM pg_tables WHERE tablename = 'schema_migrations'";
    assert_eq!(database.value(ours), "0");
    project.run(&["migrate", "adopt"]).exits(0);
    assert_eq!(
        database.value("SELECT count(*) FROM schema_migrations"),
        "1"
    );
    project.run(&["migrate", "adopt"]).exits(0);
    assert_eq!(
        database.value("SELECT count(*) FROM schema_migrations"),
        "1"
    );
}

#[test]
fn an_import_builds_the_same_and_can_be_undone() {
    let database = Database::new();
    let project = project(&database);
    project
        .run(&["migrate", "import", "--from", "nowhere"])
        .exits(2)
        .complains("there is no folder `nowhere`");
    project
        .run(&["migrate", "import", "--to", "migrations"])
        .exits(0);
    let first = project.read("migrations/001_init.sql");
    assert!(first.contains("CREATE TABLE \"User\""), "{first}");
    let down = project.read("migrations/002_name.down.sql");
    assert!(down.contains("DROP COLUMN \"name\""), "{down}");
    project
        .run(&["migrate", "validate", "--migrations", "migrations"])
        .exits(0);
    let fresh = Database::new();
    let again = [
        "migrate",
        "test",
        "--migrations",
        "migrations",
        "--database-url",
        &fresh.url,
    ];
    project
        .run(&again)
        .exits(0)
        .says("2 of 2 rollbacks lead back");
}

#[test]
fn nothing_of_ours_is_written_among_theirs() {
    let database = Database::new();
    let project = project(&database);
    let schema = SCHEMA.replace("name  String?", "name  String?\n  age   Int?");
    project.write("prisma/schema.prisma", &schema);
    for words in [
        &["migrate", "create", "more"][..],
        &["migrate", "create", "more", "--from-schema"],
        &["migrate", "renumber"],
        &["migrate", "lint", "--fix"],
    ] {
        project
            .run(words)
            .exits(2)
            .complains("cargo xtask migrate import");
    }
    let entries = std::fs::read_dir(project.path().join("prisma/migrations"));
    assert_eq!(entries.expect("the folder is there").count(), 3);
}

#[test]
fn a_squash_takes_the_place_of_what_it_replaces() {
    let database = Database::new();
    let project = Project::platform().on(&database.url);
    project.run(&["migrate"]).exits(0);
    project.run(&["migrate", "squash", "--to", "3"]).exits(0);
    // The database has what the squash stands for.
    project
        .run(&["migrate", "status"])
        .exits(0)
        .says("up to date");
    let fresh = Database::new();
    project
        .run(&["migrate", "up", "--database-url", &fresh.url])
        .exits(0);
    project
        .run(&["migrate", "drift", "--database-url", &fresh.url])
        .exits(0);
}

#[test]
fn a_pull_follows_the_database_and_keeps_what_stands() {
    let database = Database::new();
    let project = Project::platform().on(&database.url);
    project.run(&["migrate"]).exits(0);
    project.run(&["schema", "pull", "--check"]).exits(0);
    database.value("ALTER TABLE watchlists ADD COLUMN colour text NOT NULL DEFAULT 'red'");
    project
        .run(&["schema", "pull", "--check"])
        .exits(1)
        .complains("schema-behind");
    let before = project.read("schema.prisma");
    project.run(&["schema", "pull"]).exits(0).says("Pulled");
    let after = project.read("schema.prisma");
    assert!(after.contains("colour"), "{after}");
    let kept = |line: &&str| after.lines().any(|it| it.trim() == line.trim());
    let comments = before.lines().filter(|it| it.trim().starts_with("//"));
    assert!(comments.clone().count() > 10 && comments.clone().all(|it| kept(&it)));
    // An empty database would take everything away.
    let empty = Database::new();
    project
        .run(&["schema", "pull", "--database-url", &empty.url])
        .exits(2)
        .complains("nothing-to-pull");
}
