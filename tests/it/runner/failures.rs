//! SQL that fails: where it is said to fail, and that nothing behind it runs.

use super::*;

/// Applies migrations of which number `bad` (from 1) fails; all before it must be applied and
/// recorded, and nothing of it or behind it.
async fn check_stop(
    database: &Database,
    bad: usize,
    sql: &str,
    single_transaction_when_empty: bool,
) -> Error {
    clear(database).await;
    let mut all = tables(6);
    all[bad - 1] = Sql::new("bad", sql);
    let options = Options {
        single_transaction_when_empty,
        ..Options::default()
    };
    let all = manifest(all);
    let error = Runner::new(&database.config(), &all, options)
        .up(None)
        .await
        .unwrap_err();
    let expected: Vec<String> = (1..bad).map(|n| format!("{n}|applied")).collect();
    assert_eq!(states(database).await, expected.join("\n"), "{sql}");
    let names: Vec<String> = (1..bad).map(|n| format!("t{n}")).collect();
    let tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' \
                  AND tablename NOT LIKE 'schema%' AND tablename <> 'kept' ORDER BY 1";
    assert_eq!(database.query(tables).await, names.join("\n"), "{sql}");
    assert_eq!(error.report().done.len(), bad - 1, "{sql}");
    error
}

#[tokio::test]
async fn a_failure_stops_everything_behind_it() {
    // Each fails at another moment: when the message is parsed, at a statement, at the end of the
    // script, and at COMMIT.
    let database = Database::empty().await;
    let deferred = "CREATE TABLE bad (id bigint UNIQUE DEFERRABLE INITIALLY DEFERRED); \
                    INSERT INTO bad VALUES (1), (1)";
    for sql in [
        "CREATE TABLE bad (id bigint",
        "CREATE TABLE bad (id bigint); SELEC 1",
        "CREATE TABLE bad (id bigint); SELECT 1 / 0; CREATE TABLE worse (id bigint)",
        "CREATE TABLE bad (id nothing)",
        deferred,
        "SELECT 'not closed",
        "SELECT $$ not closed",
        "CREATE TABLE bad (id bigint); /* not closed",
        "CREATE TABLE bad (id bigint); COMMIT; CREATE TABLE worse (id bigint); SELECT 1 / 0",
        "ROLLBACK",
        "START TRANSACTION",
        "END",
        "PREPARE TRANSACTION 'x'",
        "COPY t1 FROM STDIN;\n1\n\\.\n",
        "COPY t1 TO STDOUT",
        "\\d t1",
        "CREATE INDEX CONCURRENTLY bad ON t1 (id)",
        "DEALLOCATE ALL; SELECT 1 / 0",
        "SET standard_conforming_strings = off; SELECT 1 / 0",
        "DO $$ BEGIN COMMIT; END $$",
        "SET ROLE pg_monitor; CREATE TABLE bad (id bigint)",
    ] {
        for bad in [1, 3] {
            for single in [true, false] {
                let is_refused = [
                    "not closed",
                    "COMMIT;",
                    "ROLLBACK",
                    "START",
                    "END",
                    "PREPARE",
                    "STDIN",
                    "STDOUT",
                    "\\d",
                ];
                let is_refused =
                    is_refused.iter().any(|it| sql.contains(it)) && !sql.starts_with("DO");
                if is_refused {
                    // Known before anything is sent.
                    let error = check_refused(&database, bad, sql).await;
                    assert!(error.is_sql(), "{sql}: {error:?}");
                    assert!(error.place().is_some(), "{sql}: {error:?}");
                } else {
                    let error = check_stop(&database, bad, sql, single).await;
                    assert!(error.is_sql(), "{sql}: {error:?}");
                    assert_eq!(
                        error.subject().map(|it| it.version),
                        i64::try_from(bad).ok(),
                        "{sql}"
                    );
                }
            }
        }
    }
}

/// Takes everything out of a database.
async fn clear(database: &Database) {
    database
        .execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        .await;
}

/// The same for SQL that is never sent: then nothing runs at all.
async fn check_refused(database: &Database, bad: usize, sql: &str) -> Error {
    clear(database).await;
    let mut all = tables(3);
    all[bad - 1] = Sql::new("bad", sql);
    let all = manifest(all);
    let error = runner::migrate(&database.config(), &all).await.unwrap_err();
    assert_eq!(states(database).await, "", "{sql}");
    error
}

#[tokio::test]
async fn an_error_says_where_it_is() {
    let database = Database::empty().await;
    let check =
        async |sql: &str, code: &str, sqlstate: &str, line: usize, column: usize, shown: &str| {
            for single_transaction_when_empty in [true, false] {
                let options = Options {
                    single_transaction_when_empty,
                    ..Options::default()
                };
                let all = [Sql::new("größe", "SELECT 'ö'"), Sql::new("bad", sql)];
                let all = manifest(all);
                let error = Runner::new(&database.config(), &all, options)
                    .up(None)
                    .await
                    .unwrap_err();
                let place = error.place().unwrap_or_else(|| panic!("{sql}: {error:?}"));
                assert_eq!(error.code(), code, "{sql}");
                assert_eq!(error.sqlstate(), Some(sqlstate), "{sql}");
                assert_eq!(
                    (place.line, place.column),
                    (line, column),
                    "{sql}: {place:?}"
                );
                assert_eq!(&sql[place.range.clone()], shown, "{sql}");
                database
                    .execute("DROP TABLE schema_migrations, schema_migrations_log")
                    .await;
            }
        };
    // By the server's position.
    check(
        "SELECT 'ä';\n\n  SELECT größer",
        "migration-failed",
        "42703",
        3,
        10,
        "größer",
    )
    .await;
    check(
        "\u{feff}-- ü\nCREATE TABEL t ()",
        "migration-failed",
        "42601",
        2,
        8,
        "TABEL",
    )
    .await;
    check("CREATE TABLE t (", "migration-failed", "42601", 1, 17, "").await;
    // By the statement that failed.
    check(
        "-- ü\nCREATE TABLE t (id int);\nINSERT INTO t\n  VALUES (1 / 0);\nSELECT 1",
        "migration-failed",
        "22012",
        3,
        1,
        "INSERT INTO t\n  VALUES (1 / 0)",
    )
    .await;
    // By either, in a script without a transaction.
    let head = "-- prismoid: no-transaction\n";
    check(
        &format!("{head}SELECT 'ä'; SELECT größer"),
        "migration-failed",
        "42703",
        2,
        20,
        "größer",
    )
    .await;
    check(
        &format!("{head}VACUUM;\nVACUUM ö"),
        "migration-failed",
        "42P01",
        3,
        1,
        "VACUUM ö",
    )
    .await;
    check(
        "CREATE INDEX CONCURRENTLY i ON pg_class (oid)",
        "needs-no-transaction",
        "25001",
        1,
        1,
        "CREATE INDEX CONCURRENTLY i ON pg_class (oid)",
    )
    .await;
}

#[tokio::test]
async fn one_transaction_is_given_up_where_the_migrations_need_their_own() {
    let database = Database::empty().await;
    let all = manifest([
        Sql::new("mood", "CREATE TYPE mood AS ENUM ('sad')"),
        Sql::new("happy", "ALTER TYPE mood ADD VALUE 'happy'"),
        Sql::new("use", "CREATE TABLE people (mood mood DEFAULT 'happy')"),
    ]);
    let (options, events) = watched();
    let report = Runner::new(&database.config(), &all, options)
        .up(None)
        .await
        .unwrap();
    assert!(!report.single_transaction);
    assert_eq!(report.done.len(), 3);
    let events = events.take();
    let separate = events
        .iter()
        .any(|it| matches!(it, Event::SeparateTransactions { .. }));
    assert!(separate, "{events:?}");
    // What was given up left no trace in the log.
    assert_eq!(log(&database).await, "1|applied\n2|applied\n3|applied");
}

#[tokio::test]
async fn a_failure_is_logged_with_what_the_server_said() {
    let database = Database::empty().await;
    let all = manifest([Sql::new("bad", "SELECT 1 / 0")]);
    runner::migrate(&database.config(), &all).await.unwrap_err();
    let entries = "SELECT version, action, detail FROM schema_migrations_log";
    assert_eq!(database.query(entries).await, "1|failed|division by zero");
}

#[tokio::test]
async fn the_servers_hint_and_detail_are_kept() {
    let database = Database::empty().await;
    let raise = "DO $$ BEGIN RAISE 'no' USING DETAIL = 'more', HINT = 'try'; END $$";
    let all = manifest([Sql::new("bad", raise)]);
    let error = runner::migrate(&database.config(), &all).await.unwrap_err();
    assert_eq!(error.to_string(), "migration 1 `bad` failed: no");
    assert_eq!(error.notes()[..2], ["detail: more", "hint: try"]);
    assert!(
        error.notes()[2].starts_with("in: PL/pgSQL function"),
        "{:?}",
        error.notes()
    );
}

/// The error is raised rather than brought about: a full disk cannot be had without mounting one.
#[tokio::test]
async fn a_full_disk_is_told_so() {
    let database = Database::empty().await;
    let full = "CREATE TABLE big (id bigint);\nDO $$ BEGIN RAISE 'could not extend file: No space \
                left on device' USING ERRCODE = 'disk_full'; END $$";
    let all = manifest([Sql::new("big", full)]);
    let error = runner::migrate(&database.config(), &all).await.unwrap_err();
    assert!(error.is_disk_full(), "{error:?}");
    assert_eq!(error.code(), "disk-full");
    assert_eq!(error.place().map(|it| it.line), Some(2));
    assert!(error.help().is_some_and(|it| it.starts_with("make room")));
    assert_eq!(states(&database).await, "");
}

#[tokio::test]
async fn notices_are_told() {
    let database = Database::empty().await;
    let all = manifest([Sql::new(
        "chatty",
        "DO $$ BEGIN RAISE NOTICE 'hello'; END $$",
    )]);
    let (options, events) = watched();
    Runner::new(&database.config(), &all, options)
        .up(None)
        .await
        .unwrap();
    let events = events.take();
    assert!(
        events.contains(&Event::Notice("NOTICE: hello".to_owned())),
        "{events:?}"
    );
}

#[tokio::test]
async fn a_role_without_privileges_is_told_so() {
    let database = Database::empty().await;
    let role = format!("prismoid_poor_{}", std::process::id());
    database
        .execute(&format!(
            "DROP ROLE IF EXISTS {role}; CREATE ROLE {role} LOGIN"
        ))
        .await;
    database
        .execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        .await;
    let mut config = database.config();
    config.user(&role);
    let two = manifest(tables(2));
    // It may not even create the history.
    let error = runner::migrate(&config, &two).await.unwrap_err();
    assert!(error.is_permission_denied(), "{error:?}");
    assert!(
        error.help().is_some_and(|it| it.contains("grant")),
        "{error:?}"
    );
    // A place for the history is enough: no privilege on the database is needed.
    database
        .execute(&format!("GRANT CREATE ON SCHEMA public TO {role}"))
        .await;
    let one = manifest(tables(1));
    runner::migrate(&config, &one).await.unwrap();
    database.execute(&format!("DROP OWNED BY {role}")).await;
    // It may not read the history.
    runner::migrate(&database.config(), &two).await.unwrap();
    let error = runner::migrate(&config, &two).await.unwrap_err();
    assert!(
        error.is_permission_denied() && error.is_history(),
        "{error:?}"
    );
    // It may, but not what the migration wants.
    database
        .execute(&format!(
            "GRANT ALL ON schema_migrations, schema_migrations_log TO {role}"
        ))
        .await;
    let three = manifest(tables(3));
    let error = runner::migrate(&config, &three).await.unwrap_err();
    assert!(error.is_permission_denied() && error.is_sql(), "{error:?}");
    assert_eq!(error.code(), "permission-denied");
    database
        .execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"))
        .await;
}

#[tokio::test]
async fn a_server_that_does_not_answer() {
    let database = Database::empty().await;
    let mut config = database.config();
    config.dbname("prismoid_no_such_database");
    let error = runner::migrate(&config, &manifest([])).await.unwrap_err();
    assert!(error.is_connection());
    assert_eq!(error.sqlstate(), Some("3D000"));
    assert!(
        error.to_string().contains("prismoid_no_such_database"),
        "{error}"
    );
}
