//! What users get wrong, and what they are told.

use prismoid_xtask::server::Server;

use super::{Database, Project, query};

#[test]
fn an_edited_migration_is_named_with_the_way_out() {
    let database = Database::new();
    let project = Project::platform().on(&database.url);
    project.run(&["migrate"]).exits(0);
    let text = project.read("migrations/002_add_user_preferences.sql");
    project.write(
        "migrations/002_add_user_preferences.sql",
        &text.replace("watchlists", "watch_lists"),
    );
    project
        .run(&["migrate"])
        .exits(1)
        .complains("002_add_user_preferences")
        .complains("help:");
    project.run(&["migrate", "status"]).exits(1);
}

#[test]
fn a_failing_statement_is_shown_with_its_line() {
    let database = Database::new();
    let project = Project::platform().on(&database.url);
    project.run(&["migrate", "create", "break"]).exits(0);
    let up = "-- Ünïcödé before the place\nCREATE TABLE fine (id integer);\n\nINSERT INTO fine VALUES (1 / 0);\nSELECT nothing_like_it();\n";
    append(&project, "migrations/004_break.sql", up);
    append(
        &project,
        "migrations/004_break.down.sql",
        "DROP TABLE fine;\n",
    );
    let ran = project.run(&["migrate"]).exits(1);
    let ran = ran
        .says("Applied 003 update_indexes")
        .complains("division by zero");
    ran.complains("migrations/004_break.sql").complains("1 / 0");
    assert_eq!(
        database.value("SELECT count(*) FROM pg_class WHERE relname = 'fine'"),
        "0"
    );
}

#[test]
fn an_unknown_function_has_a_caret_under_its_name() {
    let database = Database::new();
    let project = Project::platform().on(&database.url);
    project.run(&["migrate", "create", "break"]).exits(0);
    append(
        &project,
        "migrations/004_break.sql",
        "SELECT nothing_like_it();\n",
    );
    append(&project, "migrations/004_break.down.sql", "SELECT 1;\n");
    project
        .run(&["migrate"])
        .exits(1)
        .complains("SELECT nothing_like_it();")
        .complains("       ^^^^^^^^^^^^^^^");
}

fn append(project: &Project, name: &str, sql: &str) {
    let text = project.read(name);
    project.write(name, &(text + sql));
}

#[test]
fn a_database_that_is_not_there() {
    let database = Database::new();
    let url = database.url.replace(&database.name, "no_such_database");
    Project::platform()
        .on(&url)
        .run(&["migrate"])
        .exits(2)
        .complains("error[database-unreachable]")
        .complains("no_such_database")
        .complains("createdb");
}

#[test]
fn a_server_that_is_not_there() {
    Project::platform()
        .on("postgres://ann:secret@127.0.0.1:1/shop")
        .run(&["migrate", "status"])
        .exits(2)
        .complains("cannot connect to postgres://ann@127.0.0.1:1/shop")
        .complains("DATABASE_URL")
        .hides("secret");
}

#[test]
fn a_url_that_is_none() {
    let project = Project::platform().on("mysql://ann:secret@host/shop");
    project
        .run(&["migrate"])
        .exits(2)
        .complains("error[bad-database-url]: DATABASE_URL")
        .hides("secret");
    project
        .run(&[
            "migrate",
            "--database-url",
            "postgres://ann:secret@host:port/shop",
        ])
        .exits(2)
        .complains("error[bad-database-url]: --database-url")
        .hides("secret");
}

#[test]
fn a_wrong_password() {
    let project = Project::empty().with_own_server();
    let server = Server::new(&project.path().join("target"), "development");
    let running = server.ensure(&|_, _| {}).expect("the server starts");
    query(
        &running.url("postgres"),
        "CREATE ROLE ann LOGIN PASSWORD 'right'",
    );
    server.stop(&|_, _| {}).expect("the server stops");
    let rules = "host all ann 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n";
    std::fs::write(running.data.join("pg_hba.conf"), rules).expect("the rules are written");
    let port = server.ensure(&|_, _| {}).expect("the server starts").port;
    let url = |password| format!("postgres://ann:{password}@127.0.0.1:{port}/postgres");
    project
        .run(&["migrate", "status", "--database-url", &url("wr0ng")])
        .exits(2)
        .complains("password authentication failed")
        .complains("check the user and the password in the URL")
        .hides("wr0ng");
    let right = ["migrate", "status", "--database-url", &url("right")];
    project.run(&right).exits(0).hides("right@");
}

#[test]
fn a_user_who_may_not() {
    let database = Database::new();
    let role = format!("{}_reader", database.name);
    database.value(&format!("CREATE ROLE {role} LOGIN"));
    let url = database.url.replace("postgres@", &format!("{role}@"));
    Project::platform()
        .on(&url)
        .run(&["migrate"])
        .exits(1)
        .complains("permission denied");
    database.value(&format!("DROP ROLE {role}"));
}

#[test]
fn the_url_may_stand_in_a_file() {
    let database = Database::new();
    let project = Project::platform();
    project.write(
        ".env",
        &format!("# the database\nDATABASE_URL=\"{}\"\n", database.url),
    );
    project.run(&["migrate"]).exits(0).says(&database.name);
}

#[test]
fn a_file_of_variables_that_cannot_be_read_hides_no_other_database() {
    let project = Project::platform();
    project.write(
        ".env",
        "A=1\nDATABASE_URL='postgres://ann:secret@host/shop\n",
    );
    project
        .run(&["migrate"])
        .exits(2)
        .complains("cannot read the variables in `.env`")
        .complains("variable 2 is not in this form")
        .hides("secret");
}

#[test]
fn seeds_that_fail_load_nothing() {
    let database = Database::new();
    let project = Project::platform().on(&database.url);
    project
        .run(&["seed"])
        .exits(1)
        .complains("seeds/development.sql")
        .complains("does not exist");
    project
        .run(&["seed", "--env", "staging"])
        .exits(2)
        .complains("development, production");
    project.run(&["migrate"]).exits(0);
    project.write(
        "seeds/half.sql",
        "CREATE TABLE half (id int);\nSELECT 1 / 0;\n",
    );
    project
        .run(&["seed", "--env", "half"])
        .exits(1)
        .complains("division by zero");
    assert_eq!(
        database.value("SELECT count(*) FROM pg_class WHERE relname = 'half'"),
        "0"
    );
}

#[test]
fn a_folder_that_is_not_there_is_no_empty_project() {
    let project = Project::platform();
    for words in [
        &["check"][..],
        &["migrate", "validate"],
        &["migrate", "lint"],
        &["migrate", "diff", "--from", "migrations", "--to", "schema"],
    ] {
        let words = [words, &["--migrations", "migratoins"]].concat();
        project
            .run(&words)
            .exits(2)
            .complains("there is no folder `migratoins`")
            .complains("--migrations");
    }
}
