//! Files with transactions of their own, as tools hand them to the server.

use migrations::Layout;
use runner::{Runner, StatusKind};

use super::Read;
use crate::support::Database;

const MIXED: &str = "CREATE TYPE mood AS ENUM ('sad');\n\
    CREATE TABLE t (id int, mood mood DEFAULT 'sad');\n\
    BEGIN;\nALTER TYPE mood ADD VALUE 'ok';\nCOMMIT;\n\
    BEGIN;\nSET TRANSACTION ISOLATION LEVEL REPEATABLE READ;\nINSERT INTO t VALUES (1, 'ok');\nINSERT INTO t VALUES (LAST);\nCOMMIT;\n\
    CREATE INDEX CONCURRENTLY t_id ON t (id);\n";

#[tokio::test]
async fn a_block_is_one_step_and_a_run_resumes_behind_the_last() {
    let database = Database::empty().await;
    let config = database.config();
    let file = |last: &str| MIXED.replace("LAST", last);
    let broken = file("2, 'none'");
    let read = Read::new(Layout::Prisma, &[("1_mixed/migration.sql", &broken)]);
    let error = Runner::new(&config, &read.manifest, read.options())
        .up(None)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("none"), "{error}");
    assert_eq!(
        database.query("SELECT count(*) FROM t").await,
        "0",
        "the block is undone as a whole"
    );

    let mended = file("2, 'sad'");
    let read = Read::new(Layout::Prisma, &[("1_mixed/migration.sql", &mended)]);
    let runner = Runner::new(&config, &read.manifest, read.options());
    let report = runner.up(None).await.unwrap();
    assert!(report.done[0].resumed);
    assert_eq!(runner.status().await.unwrap()[0].kind, StatusKind::Applied);
    assert_eq!(database.query("SELECT count(*) FROM t").await, "2");
    let valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 't_id'::regclass";
    assert_eq!(database.query(valid).await, "t");
}

#[tokio::test]
async fn blocks_that_may_be_one_become_one_with_the_history() {
    let database = Database::empty().await;
    let config = database.config();
    let sql = "BEGIN;\nCREATE TABLE a (id int);\nCOMMIT;\nCREATE TABLE b (id int);\nBEGIN;\nCREATE TABLE a (id int);\nCOMMIT;\n";
    let read = Read::new(Layout::GolangMigrate, &[("000001_one.up.sql", sql)]);
    let runner = Runner::new(&config, &read.manifest, read.options());
    let error = runner.up(None).await.unwrap_err();
    let place = error.place().expect("the place of the second table");
    assert_eq!(&sql[place.range.clone()], "CREATE TABLE a (id int)");
    assert_eq!(
        database.query("SELECT to_regclass('b') IS NULL").await,
        "t",
        "nothing of it stays"
    );
}
