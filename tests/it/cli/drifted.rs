//! A database that was changed by hand: what drift says, and what settles it.

use super::{Database, Project};

/// What somebody did at night.
const BY_HAND: &str = "ALTER TABLE watchlists ADD COLUMN colour text NOT NULL DEFAULT 'red'; \
     CREATE INDEX by_colour ON watchlists (colour, name);";

/// A database that has all migrations of the platform, and more.
fn drifted(database: &Database) -> Project {
    let project = Project::platform().on(&database.url);
    project.run(&["migrate"]).exits(0);
    project
        .run(&["migrate", "drift"])
        .exits(0)
        .says("is what its migrations build and the schema asks for");
    database.value(BY_HAND);
    project
        .run(&["migrate", "drift"])
        .exits(1)
        .says("the database has changed beyond its migrations: 2 differences")
        .says("column `colour` is added (text not null default 'red'::text)")
        .says("index `by_colour` is added (colour, name)")
        .says("--fix database");
    project
}

#[test]
fn sql_brings_the_database_back() {
    let database = Database::new();
    let project = drifted(&database);
    let fix = project
        .run(&["migrate", "drift", "--fix", "database"])
        .exits(0)
        .says("DROP COLUMN \"colour\"");
    // It is printed, and not run.
    project.run(&["migrate", "drift"]).exits(1);
    database.value(&fix.stdout);
    project.run(&["migrate", "drift"]).exits(0);
}

#[test]
fn a_migration_keeps_what_the_database_has() {
    let database = Database::new();
    let project = drifted(&database);
    project
        .run(&[
            "migrate",
            "drift",
            "--fix",
            "migration",
            "--name",
            "colours",
        ])
        .exits(0)
        .says("_colours.sql")
        .says("as applied");
    // The schema does not know of it yet.
    project
        .run(&["migrate", "drift"])
        .exits(1)
        .says("the schema and the migrations differ")
        .hides("the database has changed");
    project.run(&["schema", "pull"]).exits(0);
    project.run(&["codegen"]).exits(0);
    project.run(&["migrate", "drift"]).exits(0);
    // Other databases get it like any migration.
    let fresh = Database::new();
    let on_fresh = |words: &[&str]| {
        let url = ["--database-url", fresh.url.as_str()];
        project.run(&[words, &url].concat()).exits(0)
    };
    on_fresh(&["migrate", "up"]);
    on_fresh(&["migrate", "drift"]);
}

const LISTS: &str = "CREATE TABLE posts (\n    id integer PRIMARY KEY,\n    \
     author integer,\n    tags text[] NOT NULL,\n    marks text[] NOT NULL DEFAULT '{}',\n    \
     CONSTRAINT posts_author_fkey FOREIGN KEY (author) REFERENCES posts (id)\n);\n";

/// A project of Prisma's with that table, and no schema.
fn posts(database: &Database) -> Project {
    let project = Project::empty().on(&database.url);
    let folder = "prisma/migrations";
    project.write("package.json", "{ \"name\": \"posts\" }\n");
    project.write(
        &format!("{folder}/migration_lock.toml"),
        "provider = \"postgresql\"\n",
    );
    project.write(
        &format!("{folder}/20240101000000_posts/migration.sql"),
        LISTS,
    );
    project.run(&["migrate", "up", "--yes"]).exits(0);
    project
}

fn model(on_update: &str) -> String {
    format!(
        "datasource db {{\n  provider = \"postgresql\"\n}}\n\nmodel posts {{\n  id Int @id\n  \
         author Int?\n  tags String[]\n  marks String[] @default([])\n  by posts? \
         @relation(\"by\", fields: [author], references: [id], onDelete: NoAction, onUpdate: \
         {on_update})\n  all posts[] @relation(\"by\")\n}}\n"
    )
}

#[test]
fn differences_are_true_and_each_is_one_line() {
    let database = Database::new();
    let project = posts(&database);
    // Without a schema there is nothing to say of one.
    project.run(&["migrate", "drift"]).exits(0).hides("schema");
    // A file cannot say whether a list may be null, and has one spelling of an empty one.
    project.write("prisma/schema.prisma", &model("NoAction"));
    let difference = ["migrate", "diff", "--from", "migrations", "--to", "schema"];
    project.run(&difference).exits(0).says("No difference");
    project.run(&["migrate", "drift"]).exits(0);
    let one = "foreign key `posts_author_fkey`: on update no action becomes on update cascade";
    project.write("prisma/schema.prisma", &model("Cascade"));
    project.run(&difference).exits(0).says(one);
    project
        .run(&["migrate", "drift"])
        .exits(1)
        .says("1 difference")
        .says(one);
    project.write(
        "schema.prisma",
        &format!("{}\nmodel {{\n", model("Cascade")),
    );
    project
        .run(&["migrate", "drift"])
        .exits(1)
        .complains("schema.prisma")
        .says("the schema was not compared");
}

#[test]
fn names_alone_are_the_least() {
    let database = Database::new();
    let project = posts(&database);
    database.value("ALTER INDEX posts_pkey RENAME TO key_of_posts");
    project
        .run(&["migrate", "drift"])
        .exits(1)
        .says("1 name differs")
        .hides("changed beyond");
}
