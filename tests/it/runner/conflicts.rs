//! A history that does not fit the manifest, and tables that are not ours.

use runner::ProblemKind;

use super::*;

#[tokio::test]
async fn both_sides_of_a_conflict_are_named() {
    let database = Database::empty().await;
    let config = database.config();
    runner::migrate(&config, &manifest(tables(3)))
        .await
        .unwrap();
    let check = async |all: Vec<Sql>, kind: ProblemKind, words: &[&str]| {
        let all = manifest(all);
        let runner = Runner::new(&config, &all, Options::default());
        for error in [
            runner.up(None).await.unwrap_err(),
            runner.down(runner::Down::Steps(1)).await.unwrap_err(),
            runner.plan_up(None).await.unwrap_err(),
        ] {
            assert!(error.is_conflict());
            assert_eq!(error.problems()[0].kind, kind, "{error}");
            let text = format!("{error}; {}", error.help().unwrap_or_default());
            for word in words {
                assert!(text.contains(word), "{text} lacks {word}");
            }
        }
    };
    let mut edited = tables(4);
    edited[1] = Sql::new("table_2", "CREATE TABLE t2 (id integer)");
    check(
        edited,
        ProblemKind::Edited,
        &["migration 2 `table_2`", "edited", "migrate repair"],
    )
    .await;

    check(
        tables(2),
        ProblemKind::Ahead,
        &["3 `table_3`", "2 `table_2`", "newer"],
    )
    .await;
    check(
        vec![],
        ProblemKind::Ahead,
        &["1 `table_1`", "2 more conflicts"],
    )
    .await;

    let mut missing = manifest(tables(4));
    missing.migrations.to_mut().remove(1);
    let error = runner::migrate(&config, &missing).await.unwrap_err();
    assert_eq!(error.problems()[0].kind, ProblemKind::Missing);
    assert!(
        error
            .to_string()
            .starts_with("migration 2 `table_2` was applied on 20"),
        "{error}"
    );

    database
        .execute("DELETE FROM schema_migrations WHERE version = 2; DROP TABLE t2")
        .await;
    check(
        tables(4),
        ProblemKind::OutOfOrder,
        &[
            "migration 2 `table_2` is pending",
            "3 `table_3`",
            "renumber",
        ],
    )
    .await;
    let options = Options {
        out_of_order: true,
        ..Options::default()
    };
    let four = manifest(tables(4));
    let report = Runner::new(&config, &four, options).up(None).await.unwrap();
    assert_eq!(report.done.len(), 2);
    assert!(runner::migrate(&config, &four).await.unwrap().is_empty());
}

#[tokio::test]
async fn comments_spacing_and_names_may_change() {
    let database = Database::empty().await;
    let config = database.config();
    runner::migrate(&config, &manifest(tables(1)))
        .await
        .unwrap();
    let other = "-- why\ncreate  table t1\r\n(id bigint primary key) ;\n";
    let same = manifest([Sql::new("another_name", other)]);
    assert!(runner::migrate(&config, &same).await.unwrap().is_empty());
}

#[tokio::test]
async fn foreign_histories_are_recognised_and_left_alone() {
    for (columns, owner) in [
        ("version varchar PRIMARY KEY", "Rails or dbmate"),
        (
            "version bigint PRIMARY KEY, dirty boolean NOT NULL",
            "golang-migrate",
        ),
        ("version bigint, inserted_at timestamp", "Ecto"),
        (
            "version bigint, description text, installed_on timestamptz, success boolean, \
             checksum bytea, execution_time bigint",
            "sqlx",
        ),
        (
            "version int4, name text, applied_on text, checksum text",
            "refinery",
        ),
        (
            "id uuid, checksum text, finished_at timestamptz, migration_name text, logs text, \
          rolled_back_at timestamptz, started_at timestamptz, applied_steps_count int",
            "Prisma Migrate",
        ),
        ("id bigint, title text", "no history of ours"),
    ] {
        let database = Database::empty().await;
        let config = database.config();
        database
            .execute(&format!("CREATE TABLE schema_migrations ({columns})"))
            .await;
        let two = manifest(tables(2));
        let runner = Runner::new(&config, &two, Options::default());
        for error in [
            runner.up(None).await.unwrap_err(),
            runner.status().await.unwrap_err(),
            runner.baseline(1).await.unwrap_err(),
            runner.repair(false).await.unwrap_err(),
        ] {
            assert!(error.is_history(), "{error:?}");
            assert_eq!(error.code(), "foreign-history");
            assert!(error.to_string().contains(owner), "{error}");
            assert!(error.help().is_some_and(|it| it.contains("history-table")));
        }
        let tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
        assert_eq!(database.query(tables).await, "schema_migrations");
        // The way out.
        let options = Options {
            history_table: "prismoid_migrations".to_owned(),
            ..Options::default()
        };
        let runner = Runner::new(&config, &two, options);
        runner.baseline(1).await.unwrap();
        assert_eq!(runner.up(None).await.unwrap().done.len(), 1);
    }
}

#[tokio::test]
async fn a_view_and_a_state_of_the_future() {
    let database = Database::empty().await;
    let config = database.config();
    let two = manifest(tables(2));
    runner::migrate(&config, &two).await.unwrap();
    database
        .execute("UPDATE schema_migrations SET state = 'expanded' WHERE version = 2")
        .await;
    let error = runner::migrate(&config, &two).await.unwrap_err();
    assert!(
        error.to_string().contains("unknown state `expanded`"),
        "{error}"
    );
}

#[tokio::test]
async fn a_session_without_a_schema() {
    let database = Database::empty().await;
    database.execute("DROP SCHEMA public").await;
    let config = database.config();
    let error = runner::migrate(&config, &manifest(tables(1)))
        .await
        .unwrap_err();
    assert_eq!(error.code(), "no-schema");
    let options = Options {
        history_table: "history.schema_migrations".to_owned(),
        ..Options::default()
    };
    let app = manifest([Sql::new("app", "CREATE SCHEMA app")]);
    assert_eq!(
        Runner::new(&config, &app, options)
            .up(None)
            .await
            .unwrap()
            .done
            .len(),
        1
    );
}
