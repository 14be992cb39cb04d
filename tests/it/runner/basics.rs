//! Up, down, redo, and the commands that only look or only change the history.

use migrations::Checksum;
use runner::{Direction, Down, RepairKind, Resolution, StatusKind};

use super::*;

/// What a report did: version, and `-` before it if undone.
fn done(report: &runner::Report) -> Vec<i64> {
    let signed = |done: &runner::Done| match done.direction {
        Direction::Up => done.version,
        Direction::Down => -done.version,
    };
    report.done.iter().map(signed).collect()
}

#[tokio::test]
async fn applies_what_is_pending_once() {
    let database = Database::empty().await;
    let three = manifest(tables(3));
    let report = runner::migrate(&database.config(), &three).await.unwrap();
    assert_eq!(done(&report), [1, 2, 3]);
    assert!(report.single_transaction);
    assert_eq!(states(&database).await, "1|applied\n2|applied\n3|applied");
    assert_eq!(log(&database).await, "1|applied\n2|applied\n3|applied");

    let again = runner::migrate(&database.config(), &three).await.unwrap();
    assert!(again.is_empty());

    let five = manifest(tables(5));
    let report = runner::migrate(&database.config(), &five).await.unwrap();
    assert_eq!(done(&report), [4, 5]);
    assert!(!report.single_transaction);
    let columns = "SELECT name, length(checksum), applied_by = current_user, tool_version <> '', \
                   execution_ms >= 0, statements_done, error FROM schema_migrations WHERE version = 5";
    assert_eq!(database.query(columns).await, "table_5|64|t|t|t||");
}

#[tokio::test]
async fn goes_up_and_down_to_a_version() {
    let database = Database::empty().await;
    let five = manifest(tables(5));
    let config = database.config();
    let runner = Runner::new(&config, &five, Options::default());
    assert_eq!(done(&runner.up(Some(3)).await.unwrap()), [1, 2, 3]);
    assert_eq!(done(&runner.up(Some(2)).await.unwrap()), [0; 0]);
    assert_eq!(done(&runner.up(None).await.unwrap()), [4, 5]);
    assert_eq!(done(&runner.down(Down::Steps(2)).await.unwrap()), [-5, -4]);
    assert_eq!(done(&runner.redo().await.unwrap()), [-3, 3]);
    assert_eq!(done(&runner.down(Down::To(1)).await.unwrap()), [-3, -2]);
    assert_eq!(done(&runner.down(Down::To(0)).await.unwrap()), [-1]);
    assert_eq!(done(&runner.down(Down::Steps(1)).await.unwrap()), [0; 0]);
    assert_eq!(states(&database).await, "");
    let tables = "SELECT count(*) FROM pg_tables WHERE tablename LIKE 't_'";
    assert_eq!(database.query(tables).await, "0");
    let history: Vec<String> = runner
        .history()
        .await
        .unwrap()
        .into_iter()
        .map(|entry| {
            assert!(entry.at.ends_with('Z'), "{}", entry.at);
            format!("{}{}", &entry.action[..1], entry.version)
        })
        .collect();
    assert_eq!(history.join(" "), "a1 a2 a3 a4 a5 r5 r4 r3 a3 r3 r2 r1");

    let error = runner.up(Some(9)).await.unwrap_err();
    assert!(error.is_request());
    assert_eq!(
        error.to_string(),
        "there is no migration 9; the last one is 5 `table_5`"
    );
}

#[tokio::test]
async fn a_dry_run_gives_the_sql_and_changes_nothing() {
    let database = Database::empty().await;
    let two = manifest(tables(2));
    let config = database.config();
    let runner = Runner::new(&config, &two, Options::default());
    let planned = runner.plan_up(None).await.unwrap();
    assert_eq!(planned.len(), 2);
    assert_eq!(planned[1].sql, "CREATE TABLE t2 (id bigint PRIMARY KEY);\n");
    assert!(planned[1].transaction);
    assert_eq!(
        database
            .query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
            .await,
        "0"
    );
    runner.up(None).await.unwrap();
    let planned = runner.plan_down(Down::Steps(1)).await.unwrap();
    assert_eq!(planned[0].sql, "DROP TABLE t2;\n");
    assert_eq!(runner.plan_redo().await.unwrap().len(), 2);
    assert_eq!(states(&database).await, "1|applied\n2|applied");
}

#[tokio::test]
async fn an_irreversible_migration_is_not_undone() {
    let database = Database::empty().await;
    let mut all = tables(3);
    all[1] = Sql::new("forever", "CREATE TABLE t2 (id bigint)");
    let all = manifest(all);
    let config = database.config();
    let runner = Runner::new(&config, &all, Options::default());
    runner.up(None).await.unwrap();
    let error = runner.down(Down::To(0)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "migration 2 `forever` is irreversible: it has no down script"
    );
    // Known before anything is undone.
    assert!(error.report().is_empty());
    assert_eq!(states(&database).await, "1|applied\n2|applied\n3|applied");
}

#[tokio::test]
async fn tells_how_each_migration_stands() {
    let database = Database::empty().await;
    let config = database.config();
    let three = manifest(tables(3));
    let runner = Runner::new(&config, &three, Options::default());
    let kinds = |status: &[runner::Status]| status.iter().map(|it| it.kind).collect::<Vec<_>>();
    assert_eq!(
        kinds(&runner.status().await.unwrap()),
        [StatusKind::Pending; 3]
    );
    assert_eq!(runner.history().await.unwrap(), []);
    runner.up(Some(2)).await.unwrap();
    let status = runner.status().await.unwrap();
    assert_eq!(
        kinds(&status),
        [
            StatusKind::Applied,
            StatusKind::Applied,
            StatusKind::Pending
        ]
    );
    assert_eq!(status[0].name, "table_1");
    assert_eq!(status[0].reversible, Some(true));
    assert!(status[0].applied_at.ends_with('Z'));

    database
        .execute("DELETE FROM schema_migrations WHERE version = 1")
        .await;
    let only_two = manifest(tables(1));
    let before = Runner::new(&config, &three, Options::default())
        .status()
        .await
        .unwrap();
    assert_eq!(kinds(&before)[0], StatusKind::OutOfOrder);
    let after = Runner::new(&config, &only_two, Options::default())
        .status()
        .await
        .unwrap();
    assert_eq!(kinds(&after), [StatusKind::OutOfOrder, StatusKind::Missing]);
}

#[tokio::test]
async fn takes_over_a_database() {
    let database = Database::empty().await;
    database
        .execute("CREATE TABLE t1 (id bigint); CREATE TABLE t2 (id bigint)")
        .await;
    let three = manifest(tables(3));
    let config = database.config();
    let runner = Runner::new(&config, &three, Options::default());
    assert_eq!(done(&runner.baseline(2).await.unwrap()), [1, 2]);
    assert_eq!(done(&runner.up(None).await.unwrap()), [3]);
    assert_eq!(
        states(&database).await,
        "1|baselined\n2|baselined\n3|applied"
    );
    assert_eq!(done(&runner.baseline(3).await.unwrap()), [0; 0]);
    assert_eq!(log(&database).await, "1|baselined\n2|baselined\n3|applied");
    assert!(runner.baseline(4).await.unwrap_err().is_request());
}

#[tokio::test]
async fn resolves_what_was_done_by_hand() {
    let database = Database::empty().await;
    let three = manifest(tables(3));
    let config = database.config();
    let runner = Runner::new(&config, &three, Options::default());
    runner.up(Some(1)).await.unwrap();
    database
        .execute("CREATE TABLE t2 (id bigint); DROP TABLE t1")
        .await;
    runner.resolve(2, Resolution::Applied).await.unwrap();
    runner.resolve(1, Resolution::RolledBack).await.unwrap();
    assert_eq!(states(&database).await, "2|applied");
    assert_eq!(log(&database).await, "1|applied\n2|resolved\n1|resolved");
    assert!(
        runner
            .resolve(2, Resolution::Applied)
            .await
            .unwrap_err()
            .is_request()
    );
    assert!(
        runner
            .resolve(1, Resolution::RolledBack)
            .await
            .unwrap_err()
            .is_request()
    );
    assert!(
        runner
            .resolve(9, Resolution::Applied)
            .await
            .unwrap_err()
            .is_request()
    );
    assert!(
        runner
            .resolve(2, Resolution::StatementDone)
            .await
            .unwrap_err()
            .is_request()
    );
}

#[tokio::test]
async fn repairs_what_was_edited_renamed_or_failed() {
    let database = Database::empty().await;
    let config = database.config();
    let mut all = tables(3);
    runner::migrate(&config, &manifest(all[..2].to_vec()))
        .await
        .unwrap();
    all[0] = Sql::new("table_1", "CREATE TABLE t1 (id bigint NOT NULL)");
    all[1] = Sql::new(
        "second_table",
        "-- a comment\nCREATE TABLE t2 (id bigint PRIMARY KEY);",
    );
    all[2] = Sql::new(
        "broken",
        "-- prismoid: no-transaction\nCREATE TABLE nowhere.t3 (id bigint)",
    );
    let edited = manifest(all);
    let runner = Runner::new(&config, &edited, Options::default());
    assert!(runner.up(None).await.unwrap_err().is_conflict());
    database.execute(
        "INSERT INTO schema_migrations VALUES (3, 'broken', '', now(), 0, '', '', 'failed', 0, 'no')",
    ).await;

    let planned = runner.repair(true).await.unwrap();
    let before = states(&database).await;
    assert_eq!(before, "1|applied\n2|applied\n3|failed");
    let kinds: Vec<&RepairKind> = planned.iter().map(|it| &it.kind).collect();
    let [
        RepairKind::Checksum { after, .. },
        RepairKind::Name { before },
        RepairKind::Failed,
    ] = kinds[..]
    else {
        panic!("{planned:?}");
    };
    assert_eq!(
        *after,
        Checksum::of_sql("CREATE TABLE t1 (id bigint NOT NULL)").to_string()
    );
    assert_eq!(before, "table_2");
    assert_eq!(runner.repair(false).await.unwrap(), planned);
    assert_eq!(runner.repair(false).await.unwrap(), []);
    assert_eq!(states(&database).await, "1|applied\n2|applied");
    assert_eq!(
        database
            .query("SELECT version, name FROM schema_migrations ORDER BY version")
            .await,
        "1|table_1\n2|second_table"
    );
    assert!(
        log(&database)
            .await
            .ends_with("1|repaired\n2|repaired\n3|repaired")
    );
}

#[tokio::test]
async fn a_history_table_of_another_name_and_schema() {
    let database = Database::empty().await;
    let two = manifest(tables(2));
    let options = Options {
        history_table: "Audit.\"Done so far\"".to_owned(),
        applied_by: Some("o'brien".to_owned()),
        ..Options::default()
    };
    let config = database.config();
    Runner::new(&config, &two, options.clone())
        .up(None)
        .await
        .unwrap();
    assert!(
        Runner::new(&config, &two, options)
            .up(None)
            .await
            .unwrap()
            .is_empty()
    );
    let rows = "SELECT version, applied_by FROM audit.\"Done so far\" JOIN audit.\"Done so far_log\" \
                USING (version, applied_by) ORDER BY version";
    assert_eq!(database.query(rows).await, "1|o'brien\n2|o'brien");
}

#[tokio::test]
async fn an_empty_file_and_a_byte_order_mark() {
    let database = Database::empty().await;
    let all = manifest([
        Sql::new("nothing", ""),
        Sql::new("comment", "-- nothing yet"),
        Sql::new(
            "mark",
            "\u{feff}CREATE TABLE marked (id bigint) -- no semicolon",
        ),
        Sql::new("block", "/* a /* nested */ comment */"),
        Sql::new("semicolons", ";;\n;"),
        Sql::new("none", "-- prismoid: no-transaction\n"),
    ]);
    for single_transaction_when_empty in [true, false] {
        let database = if single_transaction_when_empty {
            &database
        } else {
            &Database::empty().await
        };
        let options = Options {
            single_transaction_when_empty,
            ..Options::default()
        };
        let report = Runner::new(&database.config(), &all, options)
            .up(None)
            .await
            .unwrap();
        assert_eq!(done(&report), [1, 2, 3, 4, 5, 6]);
        assert_eq!(database.query("SELECT count(*) FROM marked").await, "0");
    }
}

#[tokio::test]
async fn a_template_is_made_once_for_a_chain() {
    let two = manifest(tables(2));
    let (first, second) = tokio::join!(Database::migrated(&two), Database::migrated(&two));
    for database in [first, second] {
        assert_eq!(states(&database).await, "1|applied\n2|applied");
        assert!(
            runner::migrate(&database.config(), &two)
                .await
                .unwrap()
                .is_empty()
        );
    }
}
