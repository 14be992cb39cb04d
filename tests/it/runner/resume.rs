//! Scripts without a transaction: resumed at the statement that failed, and at one in doubt.

use runner::Resolution;

use super::*;

const HEAD: &str = "-- prismoid: no-transaction\n";

#[tokio::test]
async fn resumes_at_the_statement_that_failed() {
    let database = Database::empty().await;
    let config = database.config();
    let script = format!(
        "{HEAD}CREATE TABLE a (id int);\nINSERT INTO a VALUES (1);\nINSERT INTO a VALUES (1 / 0);\n\
         INSERT INTO a VALUES (3);"
    );
    let all = manifest([Sql::new("fill", script.clone())]);
    let error = runner::migrate(&config, &all).await.unwrap_err();
    assert_eq!(error.place().map(|it| it.line), Some(4));
    assert!(
        error
            .notes()
            .iter()
            .any(|it| it.starts_with("2 of its 4 statements are done"))
    );
    let row = "SELECT state, statements_done, error FROM schema_migrations";
    assert_eq!(database.query(row).await, "failed|2|division by zero");
    // It fails again without doing anything twice.
    runner::migrate(&config, &all).await.unwrap_err();
    assert_eq!(database.query("SELECT count(*) FROM a").await, "1");
    // What is done may not change.
    let other = manifest([Sql::new("fill", script.replace("VALUES (1)", "VALUES (7)"))]);
    let error = runner::migrate(&config, &other).await.unwrap_err();
    assert_eq!(error.code(), "edited-halfway");
    // What is not done may.
    let mended = manifest([Sql::new("fill", script.replace("1 / 0", "2"))]);
    let (options, events) = watched();
    let report = Runner::new(&config, &mended, options)
        .up(None)
        .await
        .unwrap();
    assert!(report.done[0].resumed);
    let resumed = |it: &Event| {
        matches!(
            it,
            Event::Resumed {
                statements_done: 2,
                ..
            }
        )
    };
    assert!(events.take().iter().any(resumed));
    assert_eq!(
        database
            .query("SELECT string_agg(id::text, ' ' ORDER BY id) FROM a")
            .await,
        "1 2 3"
    );
    assert_eq!(database.query(row).await, "applied|4|");
    let actions = "started failed resumed failed resumed applied";
    let log = "SELECT string_agg(action, ' ' ORDER BY id) FROM schema_migrations_log";
    assert_eq!(database.query(log).await, actions);
    assert!(runner::migrate(&config, &mended).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_invalid_index_is_rebuilt() {
    let database = Database::empty().await;
    let config = database.config();
    let mixed = r#"CREATE SCHEMA "My App"; CREATE TABLE "My App".t (id int); INSERT INTO "My App".t VALUES (1), (1)"#;
    for name in ["\"the Index\"", ""] {
        database.execute("DROP SCHEMA IF EXISTS \"My App\" CASCADE; DROP TABLE IF EXISTS schema_migrations, schema_migrations_log").await;
        database.execute(mixed).await;
        let script = format!("{HEAD}CREATE UNIQUE INDEX CONCURRENTLY {name} ON \"My App\".t (id);");
        let all = manifest([Sql::new("index", script)]);
        let error = runner::migrate(&config, &all).await.unwrap_err();
        assert_eq!(error.sqlstate(), Some("23505"));
        let valid = "SELECT indisvalid FROM pg_index WHERE indrelid = '\"My App\".t'::regclass";
        assert_eq!(database.query(valid).await, "f");
        database
            .execute("DELETE FROM \"My App\".t WHERE ctid = '(0,1)'")
            .await;
        let (options, events) = watched();
        Runner::new(&config, &all, options).up(None).await.unwrap();
        assert_eq!(database.query(valid).await, "t", "{name}");
        assert!(
            events
                .take()
                .iter()
                .any(|it| matches!(it, Event::RebuiltIndex { .. }))
        );
    }
}

#[tokio::test]
async fn an_invalid_index_that_if_not_exists_would_keep_is_rebuilt() {
    let database = Database::empty().await;
    let config = database.config();
    let broken = database.session().await;
    broken
        .batch_execute("CREATE TABLE t (id int); INSERT INTO t VALUES (1), (1)")
        .await
        .unwrap();
    broken
        .batch_execute("CREATE UNIQUE INDEX CONCURRENTLY i ON t (id)")
        .await
        .unwrap_err();
    database.execute("DELETE FROM t").await;
    let script = format!("{HEAD}CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (id)");
    let all = manifest([Sql::new("index", script)]);
    runner::migrate(&config, &all).await.unwrap();
    assert_eq!(
        database
            .query("SELECT indisvalid FROM pg_index WHERE indrelid = 't'::regclass")
            .await,
        "t"
    );
}

/// Puts the history into the state that a killed runner leaves: nobody knows of the statement.
async fn as_if_killed(database: &Database, all: &Manifest, done: usize, prefix: &str) {
    let checksum = migrations::Checksum::of_sql(prefix);
    runner::migrate(&database.config(), &manifest([]))
        .await
        .unwrap();
    let migration = &all.migrations[0];
    // The history's tables are made by the first run that has something to do.
    let options = Options::default();
    let nothing = manifest([Sql::new(&migration.name, "")]);
    Runner::new(&database.config(), &nothing, options)
        .up(None)
        .await
        .unwrap();
    database
        .execute(&format!(
            "UPDATE schema_migrations SET state = 'running', statements_done = {done}, \
             checksum = '{checksum}' WHERE version = 1"
        ))
        .await;
}

#[tokio::test]
async fn the_catalog_ends_the_doubt() {
    // What was there, the statement in doubt, what it took effect as, and what must be true after.
    let same = "SELECT count(*) FROM pg_index WHERE indrelid = 't'::regclass AND indisvalid";
    for (before, statement, after, check, expected) in [
        // It never ran.
        ("", "CREATE INDEX CONCURRENTLY i ON t (id)", "", same, "1"),
        // It ran.
        (
            "",
            "CREATE INDEX CONCURRENTLY i ON t (id)",
            "CREATE INDEX i ON t (id)",
            same,
            "1",
        ),
        (
            "CREATE INDEX i ON t (id)",
            "DROP INDEX CONCURRENTLY i",
            "",
            same,
            "0",
        ),
        (
            "CREATE INDEX i ON t (id)",
            "DROP INDEX CONCURRENTLY public.i",
            "DROP INDEX i",
            same,
            "0",
        ),
        (
            "CREATE INDEX i ON t (id)",
            "REINDEX INDEX CONCURRENTLY i",
            "",
            same,
            "1",
        ),
        ("", "VACUUM t", "VACUUM t", same, "0"),
        (
            "CREATE TABLE p (id int) PARTITION BY RANGE (id); \
             CREATE TABLE c PARTITION OF p FOR VALUES FROM (0) TO (9)",
            "ALTER TABLE p DETACH PARTITION c CONCURRENTLY",
            "",
            "SELECT count(*) FROM pg_inherits",
            "0",
        ),
        (
            "CREATE TABLE p (id int) PARTITION BY RANGE (id); \
             CREATE TABLE c PARTITION OF p FOR VALUES FROM (0) TO (9)",
            "ALTER TABLE p DETACH PARTITION c CONCURRENTLY",
            "ALTER TABLE p DETACH PARTITION c",
            "SELECT count(*) FROM pg_inherits",
            "0",
        ),
    ] {
        let database = Database::empty().await;
        database.execute("CREATE TABLE t (id int)").await;
        for sql in [before, after] {
            database.execute(sql).await;
        }
        let all = manifest([Sql::new(
            "one",
            format!("{HEAD}SELECT 1;\n{statement};\nSELECT 2;"),
        )]);
        as_if_killed(&database, &all, 1, "SELECT 1").await;
        let report = runner::migrate(&database.config(), &all).await;
        report.unwrap_or_else(|error| panic!("{statement} after {after:?}: {error:?}"));
        assert_eq!(
            database.query(check).await,
            expected,
            "{statement} after {after:?}"
        );
        assert_eq!(states(&database).await, "1|applied");
    }
}

#[tokio::test]
async fn a_doubt_that_the_catalog_cannot_end() {
    for (resolution, expected) in [
        (Resolution::StatementDone, "1"),
        (Resolution::StatementUndone, "2"),
    ] {
        let database = Database::empty().await;
        let config = database.config();
        database
            .execute(
                "CREATE TABLE a (id int); INSERT INTO a VALUES (1); CREATE PROCEDURE fill() LANGUAGE plpgsql \
                 AS 'BEGIN INSERT INTO a VALUES (2); COMMIT; END'",
            )
            .await;
        let all = manifest([Sql::new(
            "fill",
            format!("{HEAD}SELECT 1;\nCALL fill();\nANALYZE a;"),
        )]);
        as_if_killed(&database, &all, 1, "SELECT 1").await;
        for _ in 0..2 {
            let error = runner::migrate(&config, &all).await.unwrap_err();
            assert!(error.is_in_doubt(), "{error:?}");
            assert_eq!(error.place().map(|it| it.line), Some(3));
            assert!(
                error
                    .help()
                    .is_some_and(|it| it.contains("--statement-done"))
            );
        }
        Runner::new(&config, &all, Options::default())
            .resolve(1, resolution)
            .await
            .unwrap();
        runner::migrate(&config, &all).await.unwrap();
        assert_eq!(database.query("SELECT count(*) FROM a").await, expected);
        assert_eq!(states(&database).await, "1|applied");
    }
}

#[tokio::test]
async fn a_rollback_without_a_transaction_resumes() {
    let database = Database::empty().await;
    let config = database.config();
    let all = |down: &str| {
        manifest([
            Sql::new("two", "CREATE TABLE a (id int); CREATE TABLE b (id int)")
                .down(format!("{HEAD}DROP TABLE b;\n{down};")),
        ])
    };
    let broken = all("DROP TABLE c");
    let runner = Runner::new(&config, &broken, Options::default());
    runner.up(None).await.unwrap();
    let error = runner.down(runner::Down::Steps(1)).await.unwrap_err();
    assert!(error.is_sql());
    assert_eq!(states(&database).await, "1|revert_failed");
    assert_eq!(runner.up(None).await.unwrap_err().code(), "half-undone");
    let mended = all("DROP TABLE a");
    let runner = Runner::new(&config, &mended, Options::default());
    let report = runner.down(runner::Down::Steps(1)).await.unwrap();
    assert!(report.done[0].resumed);
    assert_eq!(states(&database).await, "");
    assert_eq!(
        database
            .query("SELECT count(*) FROM pg_tables WHERE tablename IN ('a', 'b')")
            .await,
        "0"
    );
    // And a migration that stopped on its way up is not undone from there.
    let stuck =
        manifest([Sql::new("stuck", format!("{HEAD}SELECT 1; SELECT 1 / 0")).down("SELECT 1")]);
    runner::migrate(&config, &stuck).await.unwrap_err();
    let runner = Runner::new(&config, &stuck, Options::default());
    assert_eq!(
        runner.down(runner::Down::To(0)).await.unwrap_err().code(),
        "half-applied"
    );
}

#[tokio::test]
async fn statements_that_refuse_a_transaction_run_by_themselves() {
    let database = Database::empty().await;
    let config = database.config();
    let script = format!(
        "{HEAD}CREATE TYPE mood AS ENUM ('sad');\nALTER TYPE mood ADD VALUE 'happy';\n\
         CREATE TABLE people (mood mood DEFAULT 'happy');\nVACUUM people;\n\
         CREATE INDEX CONCURRENTLY i ON people (mood);\nREINDEX TABLE CONCURRENTLY people;\n\
         DO $$ BEGIN INSERT INTO people DEFAULT VALUES; COMMIT; END $$;\nCLUSTER;\n\
         DROP INDEX CONCURRENTLY i"
    );
    let all = manifest([Sql::new("all", script)]);
    runner::migrate(&config, &all).await.unwrap();
    assert_eq!(database.query("SELECT mood FROM people").await, "happy");
}
