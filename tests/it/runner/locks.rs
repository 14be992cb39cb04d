//! Locks that others hold: of tables, and of the runner itself.

use runner::{Blocker, Cancel};

use super::*;

/// A migration that needs a lock that another session holds.
async fn held() -> (Database, Manifest, tokio_postgres::Client) {
    let database = Database::empty().await;
    database.execute("CREATE TABLE users (id bigint)").await;
    let holder = database.session().await;
    holder
        .batch_execute("SET application_name = 'reporting'; BEGIN; SELECT * FROM users")
        .await
        .unwrap();
    let all = manifest([
        Sql::new("before", "CREATE TABLE before (id bigint)"),
        Sql::new("users", "SELECT 1;\nALTER TABLE users ADD COLUMN name text"),
        Sql::new("behind", "CREATE TABLE behind (id bigint)"),
    ]);
    (database, all, holder)
}

fn quick(options: Options) -> Options {
    Options {
        lock_timeout_ms: 100,
        lock_retries: 2,
        single_transaction_when_empty: false,
        ..options
    }
}

#[tokio::test]
async fn a_held_lock_ends_the_run_and_its_holder_is_named() {
    let (database, all, holder) = held().await;
    let (options, events) = watched();
    let config = database.config();
    let error = Runner::new(&config, &all, quick(options))
        .up(None)
        .await
        .unwrap_err();
    assert!(error.is_lock_timeout(), "{error:?}");
    assert_eq!(
        error.to_string(),
        "migration 2 `users` did not get its locks in 3 tries"
    );
    let note = error.notes().join("\n");
    for words in [
        "ACCESS EXCLUSIVE on users",
        "reporting",
        "idle in transaction since 20",
    ] {
        assert!(note.contains(words), "{note}");
    }
    let place = error.place().unwrap();
    assert_eq!((place.line, place.column), (2, 1));
    assert_eq!(error.report().done.len(), 1);
    assert_eq!(states(&database).await, "1|applied");

    let events = events.take();
    let is_named =
        |blockers: &[Blocker]| blockers.iter().any(|it| it.application_name == "reporting");
    let waiting = |it: &&Event| matches!(it, Event::Waiting { blockers, .. } if is_named(blockers));
    assert!(events.iter().any(|it| waiting(&it)), "{events:?}");
    let retried = |it: &&Event| matches!(it, Event::Retried { blockers, .. } if is_named(blockers));
    assert_eq!(events.iter().filter(retried).count(), 2, "{events:?}");

    holder.batch_execute("ROLLBACK").await.unwrap();
    let report = runner::migrate(&config, &all).await.unwrap();
    assert_eq!(report.done.len(), 2);
}

#[tokio::test]
async fn a_lock_that_is_given_back_is_taken() {
    let (database, all, holder) = held().await;
    let (options, events) = watched();
    let config = database.config();
    let options = Options {
        lock_retries: 1_000,
        ..quick(options)
    };
    let runner = Runner::new(&config, &all, options);
    let free = async {
        events
            .wait_for(|it| matches!(it, Event::Retried { .. }))
            .await;
        holder.batch_execute("COMMIT").await.unwrap();
    };
    let (report, ()) = tokio::join!(runner.up(None), free);
    let report = report.unwrap();
    assert_eq!(report.done.len(), 3);
    assert!(report.done[1].retries > 0);
    assert_eq!(states(&database).await, "1|applied\n2|applied\n3|applied");
}

#[tokio::test]
async fn settings_are_made_again_after_a_retry() {
    let (database, _, holder) = held().await;
    let all = manifest([
        Sql::new(
            "set",
            "SET lock_timeout = 0; CREATE TABLE before (id bigint)",
        ),
        Sql::new("users", "ALTER TABLE users ADD COLUMN name text"),
    ]);
    let config = database.config();
    let error = Runner::new(&config, &all, quick(Options::default()))
        .up(None)
        .await
        .unwrap_err();
    assert!(error.is_lock_timeout(), "{error:?}");
    drop(holder);
}

#[tokio::test]
async fn a_script_without_a_transaction_retries_its_statement_alone() {
    let (database, _, holder) = held().await;
    let script = "-- prismoid: no-transaction\nCREATE TABLE before (id bigint);\n\
                  ALTER TABLE users ADD COLUMN name text;\nCREATE INDEX CONCURRENTLY i ON users (id);";
    let all = manifest([Sql::new("users", script)]);
    let (options, events) = watched();
    let config = database.config();
    let options = Options {
        lock_retries: 1_000,
        ..quick(options)
    };
    let runner = Runner::new(&config, &all, options);
    let free = async {
        events
            .wait_for(|it| matches!(it, Event::Retried { .. }))
            .await;
        holder.batch_execute("COMMIT").await.unwrap();
    };
    let (report, ()) = tokio::join!(runner.up(None), free);
    assert!(report.unwrap().done[0].retries > 0);
    assert_eq!(states(&database).await, "1|applied");
}

#[tokio::test]
async fn another_runner_is_named_and_waited_for() {
    let database = Database::empty().await;
    let config = database.config();
    let two = manifest(tables(2));
    // A runner in the middle of a migration.
    let slow = manifest([Sql::new("slow", "SELECT pg_sleep(600)")]);
    let cancel = Cancel::new();
    let (mut options, first_events) = watched();
    options.cancel = Some(cancel.clone());
    let first = Runner::new(&config, &slow, options);
    let second = async {
        let running = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' \
                       AND datname = current_database()";
        until(&database, running, "1").await;
        let (mut options, events) = watched();
        options.runner_wait_ms = Some(200);
        let error = Runner::new(&config, &two, options.clone())
            .up(None)
            .await
            .unwrap_err();
        assert!(error.is_runner(), "{error:?}");
        assert!(
            error.to_string().contains("(prismoid, role postgres"),
            "{error}"
        );
        let waiting = |it: &Event| matches!(it, Event::WaitingForRunner { holder: Some(_) });
        assert!(events.take().iter().any(waiting));
        // Without a limit it waits until the first is gone, and then does its own work.
        options.runner_wait_ms = None;
        let patient = Runner::new(&config, &two, options);
        let release = async {
            events.wait_for(waiting).await;
            cancel.cancel();
        };
        let (report, ()) = tokio::join!(patient.up(None), release);
        assert_eq!(report.unwrap().done.len(), 2);
    };
    let (first, ()) = tokio::join!(first.up(None), second);
    let error = first.unwrap_err();
    assert!(error.is_cancelled(), "{error:?}");
    assert!(
        first_events
            .take()
            .iter()
            .any(|it| matches!(it, Event::RolledBack(_)))
    );
}

#[tokio::test]
async fn a_statement_of_a_dead_runner_is_waited_for() {
    let database = Database::empty().await;
    let config = database.config();
    let sleep = "SELECT pg_advisory_lock(1); CREATE TABLE t1 (id bigint)";
    let all = manifest([Sql::new("t1", sleep)]);
    let gate = database.session().await;
    gate.batch_execute("SELECT pg_advisory_lock(1)")
        .await
        .unwrap();
    let waits = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted \
                 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    // Its sockets are closed in the middle of the statement, as when the process is killed.
    let options = Options {
        lock_timeout_ms: 0,
        ..Options::default()
    };
    let dead = Runner::new(&config, &all, options.clone());
    tokio::select! {
        _ = dead.up(None) => panic!("it waits for the gate"),
        () = until(&database, waits, "1") => {}
    }
    let (watched, events) = watched();
    let options = Options {
        observer: watched.observer,
        ..options
    };
    let next = Runner::new(&config, &all, options);
    let open = async {
        events
            .wait_for(|it| matches!(it, Event::WaitingForRunner { .. }))
            .await;
        gate.batch_execute("SELECT pg_advisory_unlock(1)")
            .await
            .unwrap();
    };
    let (report, ()) = tokio::join!(next.up(None), open);
    // The dead runner's statement was committed or not; it was not done twice in either case.
    report.unwrap();
    assert_eq!(states(&database).await, "1|applied");
}

#[tokio::test]
async fn a_lost_lock_stops_before_the_next_migration() {
    let database = Database::empty().await;
    let config = database.config();
    let kill = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' \
                AND pid <> pg_backend_pid() AND database = \
                (SELECT oid FROM pg_database WHERE datname = current_database());\n\
                DO $$ BEGIN WHILE EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' \
                AND pid <> pg_backend_pid() AND database = (SELECT oid FROM pg_database \
                WHERE datname = current_database())) LOOP PERFORM pg_sleep(0.01); END LOOP; END $$";
    for head in ["", "-- prismoid: no-transaction\n"] {
        let mut all = tables(4);
        all[1] = Sql::new("kill", format!("{head}{kill}"));
        let all = manifest(all);
        let options = Options {
            single_transaction_when_empty: false,
            ..Options::default()
        };
        let error = Runner::new(&config, &all, options)
            .up(None)
            .await
            .unwrap_err();
        assert!(error.is_runner(), "{error:?}");
        assert_eq!(error.code(), "lock-lost");
        let applied = "SELECT string_agg(version::text, ' ' ORDER BY version) FROM schema_migrations \
                       WHERE state = 'applied'";
        assert_eq!(database.query(applied).await, "1");
        database
            .execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            .await;
    }
}

#[tokio::test]
async fn a_cancelled_run_is_clean() {
    for head in ["", "-- prismoid: no-transaction\n"] {
        let database = Database::empty().await;
        let config = database.config();
        let sleep = format!("{head}CREATE TABLE slow (id bigint); SELECT pg_sleep(600)");
        let mut all = tables(300);
        all[1] = Sql::new("slow", sleep);
        let all = manifest(all);
        let cancel = Cancel::new();
        let (options, events) = watched();
        let options = Options {
            cancel: Some(cancel.clone()),
            single_transaction_when_empty: false,
            ..options
        };
        let runner = Runner::new(&config, &all, options);
        let sleeps = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' \
                      AND datname = current_database()";
        let stop = async {
            until(&database, sleeps, "1").await;
            cancel.cancel();
        };
        let (result, ()) = tokio::join!(runner.up(None), stop);
        let error = result.unwrap_err();
        assert!(error.is_cancelled(), "{error:?}");
        assert_eq!(error.report().done.len(), 1);
        assert_eq!(error.subject().map(|it| it.version), Some(2));
        let left = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
                    AND pid <> pg_backend_pid() AND application_name = 'prismoid'";
        until(&database, left, "0").await;
        assert_eq!(
            database
                .query("SELECT count(*) FROM pg_tables WHERE tablename ~ '^t[0-9]'")
                .await,
            "1"
        );
        drop(events);
        // Nothing is left that the next run would trip over.
        let all = manifest(tables(1).into_iter().chain([Sql::new(
            "slow",
            format!("{head}CREATE TABLE slow (id bigint); SELECT pg_sleep(0)"),
        )]));
        let report = runner::migrate(&config, &all).await.unwrap();
        assert_eq!(report.done.len(), 1);
    }
}

#[tokio::test]
async fn a_run_that_is_cancelled_beforehand_does_nothing() {
    let database = Database::empty().await;
    let cancel = Cancel::new();
    cancel.cancel();
    let options = Options {
        cancel: Some(cancel),
        ..Options::default()
    };
    let two = manifest(tables(2));
    let error = Runner::new(&database.config(), &two, options)
        .up(None)
        .await
        .unwrap_err();
    assert!(error.is_cancelled());
    assert_eq!(states(&database).await, "");
}
