//! Several runners at once, with CREATE INDEX CONCURRENTLY among the migrations.

use super::thirty::{COUNT, Kind, thirty};
use super::*;

async fn check(runners: usize, kind: Kind) {
    let database = Database::empty().await;
    database
        .execute("CREATE TABLE ran (version bigint, part text)")
        .await;
    let config = database.config();
    let tasks: Vec<_> = (0..runners)
        .map(|_| {
            let config = config.clone();
            tokio::spawn(async move { runner::migrate(&config, &thirty(kind)).await })
        })
        .collect();
    let mut done = 0;
    for task in tasks {
        let report = task.await.unwrap().unwrap();
        done += report.done.len();
    }
    assert_eq!(done, thirty(kind).migrations.len());
    let ran = "SELECT count(*), count(DISTINCT (version, part)) FROM ran";
    let twice = 2 * COUNT;
    assert_eq!(database.query(ran).await, format!("{twice}|{twice}"));
    let invalid = "SELECT count(*) FROM pg_index WHERE NOT indisvalid";
    assert_eq!(database.query(invalid).await, "0");
    let applied = "SELECT count(*) FROM schema_migrations_log WHERE action = 'applied'";
    assert_eq!(database.query(applied).await, COUNT.to_string());
}

#[tokio::test]
async fn two_runners_share_the_work() {
    for kind in [Kind::Transactions, Kind::Mixed, Kind::Plain] {
        check(2, kind).await;
    }
}

#[tokio::test]
async fn eight_runners_share_the_work() {
    for kind in [Kind::Transactions, Kind::Mixed, Kind::Plain] {
        check(8, kind).await;
    }
}
