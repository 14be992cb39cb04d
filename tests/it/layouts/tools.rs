//! Each tool's table as the tool makes it: two migrations are recorded, a third is pending.

use migrations::Layout;
use runner::Runner;

use super::Read;
use crate::support::Database;

const ONE: &str = "CREATE TABLE one (id int);\n";
const TWO: &str = "CREATE TABLE two (id int);\n";
const THREE: &str = "CREATE TABLE three (id int);\n";

/// When the tool says that it applied them.
const AT: &str = "2024-05-06T07:08:09.000Z";

/// Takes over what `table` says, goes on, and leaves the tool's table as it is. `{one}` and `{two}`
/// in it stand for the texts as bytes, `{sum1}` and `{sum2}` for the checksums that we expect.
async fn check(layout: Layout, files: &[(&str, &str)], table: &str, keeps_time: bool) {
    let read = Read::new(layout, files);
    let database = Database::empty().await;
    let sum = |index: usize| {
        let foreign = read.project.migrations[index].foreign.as_ref().unwrap();
        foreign.checksums.first().cloned().unwrap_or_default()
    };
    let table = table
        .replace("{one}", &format!("convert_to('{ONE}', 'UTF8')"))
        .replace("{two}", &format!("convert_to('{TWO}', 'UTF8')"))
        .replace("{sum1}", &sum(0))
        .replace("{sum2}", &sum(1));
    database.execute(&format!("{ONE}{TWO}{table}")).await;
    let theirs = format!(
        "SELECT * FROM {} AS it ORDER BY it::text",
        layout.history_table()
    );
    let before = database.query(&theirs).await;

    let adoption = read.adoption(&database).await;
    assert_eq!(adoption.doubts, [], "{layout}");
    assert_eq!(adoption.adopted.len(), 2, "{layout}");
    let config = database.config();
    let runner = Runner::new(&config, &read.manifest, read.options());
    assert_eq!(runner.foreign_histories().await.unwrap(), [layout]);
    let first = runner
        .adopt(layout.tool(), &adoption.adopted)
        .await
        .unwrap();
    assert_eq!(first.done.len(), 2, "{layout}");
    let again = runner
        .adopt(layout.tool(), &adoption.adopted)
        .await
        .unwrap();
    assert!(again.is_empty(), "{layout}: it is taken over once");
    let report = runner.up(None).await.unwrap();
    assert_eq!(report.done.len(), 1, "{layout}: only the third is run");

    let rows = runner.status().await.unwrap();
    let at: Vec<&str> = rows.iter().map(|row| row.applied_at.as_str()).collect();
    assert_eq!(at[..2] == [AT, AT], keeps_time, "{layout}: {at:?}");
    let actions: Vec<String> = runner
        .history()
        .await
        .unwrap()
        .into_iter()
        .map(|it| it.action)
        .collect();
    assert_eq!(actions, ["adopted", "adopted", "applied"], "{layout}");
    assert_eq!(
        database.query(&theirs).await,
        before,
        "{layout}: its table stays as it is"
    );
}

#[tokio::test]
async fn prisma() {
    let files = [
        ("20240101000000_one/migration.sql", ONE),
        ("20240102000000_two/migration.sql", TWO),
        ("20240103000000_three/migration.sql", THREE),
    ];
    let table = "CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, \
        finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz, \
        started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0);\
        INSERT INTO _prisma_migrations VALUES \
        ('a', encode(sha256({one}), 'hex'), '2024-05-06 07:08:09+00', '20240101000000_one', NULL, NULL, '2024-05-06 07:08:08+00', 1), \
        ('b', 'x', NULL, '20240102000000_two', 'error', now(), '2024-05-06 07:08:08+00', 0), \
        ('c', encode(sha256(convert_to(replace(convert_from({two}, 'UTF8'), E'\\n', E'\\r\\n'), 'UTF8')), 'hex'), \
        '2024-05-06 07:08:09+00', '20240102000000_two', NULL, NULL, '2024-05-06 07:08:08+00', 1)";
    check(Layout::Prisma, &files, table, true).await;
}

#[tokio::test]
async fn sqlx() {
    let files = [
        ("20240101000000_one.sql", ONE),
        ("20240102000000_two.sql", TWO),
        ("20240103000000_three.sql", THREE),
    ];
    let table = "CREATE TABLE _sqlx_migrations (version bigint PRIMARY KEY, description text NOT NULL, \
        installed_on timestamptz NOT NULL DEFAULT now(), success boolean NOT NULL, checksum bytea NOT NULL, \
        execution_time bigint NOT NULL); INSERT INTO _sqlx_migrations VALUES \
        (20240101000000, 'one', '2024-05-06 07:08:09+00', true, sha384({one}), 5000000), \
        (20240102000000, 'two', '2024-05-06 07:08:09+00', true, sha384({two}), -1)";
    check(Layout::Sqlx, &files, table, true).await;
}

#[tokio::test]
async fn diesel() {
    let files = [
        ("2024-01-01-000000_one/up.sql", ONE),
        ("2024-01-02-000000_two/up.sql", TWO),
        ("2024-01-03-000000_three/up.sql", THREE),
    ];
    let table = "SET timezone = 'UTC'; CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY NOT NULL, \
        run_on timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP); INSERT INTO __diesel_schema_migrations VALUES \
        ('20240101000000', '2024-05-06 07:08:09'), ('20240102000000', '2024-05-06 07:08:09')";
    check(Layout::Diesel, &files, table, true).await;
}

#[tokio::test]
async fn refinery() {
    let files = [
        ("V1__one.sql", ONE),
        ("V2__two.sql", TWO),
        ("V3__three.sql", THREE),
    ];
    let table = "CREATE TABLE refinery_schema_history (version int4 PRIMARY KEY, name varchar(255), \
        applied_on varchar(255), checksum varchar(255)); INSERT INTO refinery_schema_history VALUES \
        (1, 'one', '2024-05-06T07:08:09.000000000Z', '{sum1}'), (2, 'two', '2024-05-06T07:08:09Z', '{sum2}')";
    check(Layout::Refinery, &files, table, true).await;
}

#[tokio::test]
async fn flyway() {
    let files = [
        ("V1_9__one.sql", ONE),
        ("V1_10__two.sql", TWO),
        ("V2__three.sql", THREE),
    ];
    let table = "SET timezone = 'UTC'; CREATE TABLE flyway_schema_history (installed_rank int NOT NULL PRIMARY KEY, \
        version varchar(50), description varchar(200) NOT NULL, type varchar(20) NOT NULL, script varchar(1000) NOT NULL, \
        checksum int, installed_by varchar(100) NOT NULL, installed_on timestamp NOT NULL DEFAULT now(), \
        execution_time int NOT NULL, success boolean NOT NULL); INSERT INTO flyway_schema_history VALUES \
        (0, NULL, '<< Flyway Schema Creation >>', 'SCHEMA', '\"public\"', NULL, 'ann', now(), 0, true), \
        (1, '1.9', 'one', 'SQL', 'V1_9__one.sql', {sum1}, 'ann', '2024-05-06 07:08:09', 7, true), \
        (2, '1.10', 'two', 'SQL', 'V1_10__two.sql', {sum2}, 'ann', '2024-05-06 07:08:09', 7, true)";
    check(Layout::Flyway, &files, table, true).await;
}

#[tokio::test]
async fn golang_migrate() {
    let files = [
        ("000001_one.up.sql", ONE),
        ("000002_two.up.sql", TWO),
        ("000003_three.up.sql", THREE),
    ];
    let table = "CREATE TABLE schema_migrations (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL); \
        INSERT INTO schema_migrations VALUES (2, false)";
    check(Layout::GolangMigrate, &files, table, false).await;
}

#[tokio::test]
async fn dbmate() {
    let up = |sql: &str| format!("-- migrate:up\n{sql}");
    let (one, two, three) = (up(ONE), up(TWO), up(THREE));
    let files = [
        ("20240101000000_one.sql", one.as_str()),
        ("20240102000000_two.sql", two.as_str()),
        ("20240103000000_three.sql", three.as_str()),
    ];
    let table = "CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY); \
        INSERT INTO schema_migrations VALUES ('20240101000000'), ('20240102000000')";
    check(Layout::Dbmate, &files, table, false).await;
}

#[tokio::test]
async fn goose() {
    let up = |sql: &str| format!("-- +goose Up\n{sql}");
    let (one, two, three) = (up(ONE), up(TWO), up(THREE));
    let files = [
        ("00001_one.sql", one.as_str()),
        ("00002_two.sql", two.as_str()),
        ("00003_three.sql", three.as_str()),
    ];
    let table = "SET timezone = 'UTC'; CREATE TABLE goose_db_version (id serial PRIMARY KEY, version_id bigint NOT NULL, \
        is_applied boolean NOT NULL, tstamp timestamp DEFAULT now()); INSERT INTO goose_db_version \
        (version_id, is_applied, tstamp) VALUES (0, true, now()), (1, true, '2024-05-06 07:08:09'), \
        (2, true, '2024-01-01'), (2, false, '2024-01-02'), (2, true, '2024-05-06 07:08:09')";
    check(Layout::Goose, &files, table, true).await;
}
