//! What is doubtful in another tool's history, and what is not ours to touch.

use migrations::{Doubt, Layout};
use runner::Runner;

use super::Read;
use crate::support::Database;

const TABLE: &str = "CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, \
    finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz, \
    started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0);";

#[tokio::test]
async fn failed_edited_and_missing_migrations_are_told_apart() {
    let files = [
        ("1_fine/migration.sql", "SELECT 1;"),
        ("2_edited/migration.sql", "SELECT 2;"),
        ("3_failed/migration.sql", "SELECT 3;"),
        ("4_rolled_back/migration.sql", "SELECT 4;"),
        ("5_pending/migration.sql", "SELECT 5;"),
    ];
    let read = Read::new(Layout::Prisma, &files);
    let database = Database::empty().await;
    let rows = "INSERT INTO _prisma_migrations VALUES \
        ('a', encode(sha256('SELECT 1;'), 'hex'), now(), '1_fine', NULL, NULL, now(), 1), \
        ('b', encode(sha256('SELECT 0;'), 'hex'), now(), '2_edited', NULL, NULL, now(), 1), \
        ('c', encode(sha256('SELECT 3;'), 'hex'), NULL, '3_failed', 'no', NULL, now(), 0), \
        ('d', encode(sha256('SELECT 4;'), 'hex'), NULL, '4_rolled_back', 'no', now(), now(), 0), \
        ('e', encode(sha256('SELECT 9;'), 'hex'), now(), '0_missing', NULL, NULL, now(), 1)";
    database.execute(&format!("{TABLE}{rows}")).await;
    let adoption = read.adoption(&database).await;
    let mut doubts: Vec<(Doubt, Option<i64>)> = adoption
        .doubts
        .iter()
        .map(|it| (it.doubt, it.version))
        .collect();
    doubts.sort();
    assert_eq!(
        doubts,
        [
            (Doubt::Failed, Some(3)),
            (Doubt::Edited, Some(2)),
            (Doubt::Missing, None)
        ]
    );
    // Who accepts an edit takes the file as it is now; what failed or was rolled back stays pending.
    let adopted: Vec<i64> = adoption.adopted.iter().map(|it| it.version).collect();
    assert_eq!(adopted, [1, 2]);
}

#[tokio::test]
async fn a_dirty_version_is_a_failure_and_earlier_ones_are_applied() {
    let files = [
        ("000001_one.up.sql", "SELECT 1;"),
        ("000002_two.up.sql", "SELECT 2;"),
    ];
    let read = Read::new(Layout::GolangMigrate, &files);
    let database = Database::empty().await;
    let table = "CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL); \
        INSERT INTO schema_migrations VALUES (2, true)";
    database.execute(table).await;
    let adoption = read.adoption(&database).await;
    assert_eq!(adoption.doubts.len(), 1);
    assert_eq!(adoption.doubts[0].doubt, Doubt::Failed);
    let adopted: Vec<i64> = adoption.adopted.iter().map(|it| it.version).collect();
    assert_eq!(adopted, [1]);
}

#[tokio::test]
async fn a_table_of_somebody_else_is_named_and_not_read() {
    let read = Read::new(Layout::GolangMigrate, &[("1_one.up.sql", "SELECT 1;")]);
    let database = Database::empty().await;
    let config = database.config();
    let runner = Runner::new(&config, &read.manifest, read.options());
    assert_eq!(
        runner
            .foreign_history(Layout::GolangMigrate, None)
            .await
            .unwrap(),
        None
    );
    database
        .execute("CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY)")
        .await;
    let error = runner
        .foreign_history(Layout::GolangMigrate, None)
        .await
        .unwrap_err();
    assert_eq!(error.code(), "foreign-history");
    assert!(error.to_string().contains("Rails or dbmate"), "{error}");
    // Ours, under the name that both have, is no history of theirs.
    let database = Database::empty().await;
    let config = database.config();
    let ours = Runner::new(&config, &read.manifest, runner::Options::default());
    ours.up(None).await.unwrap();
    assert_eq!(
        ours.foreign_history(Layout::GolangMigrate, None)
            .await
            .unwrap(),
        None
    );
}
