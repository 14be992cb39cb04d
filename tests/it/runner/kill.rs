//! A runner that is killed (SIGKILL) at any message of a run, and the run after it.

use std::process::Stdio;

use tokio::process::{Child, Command};

use super::thirty::{COUNT, Kind, thirty};
use super::*;
use crate::support::{Cut, Proxy};

/// Starts the process that applies the migrations through a proxy.
fn start(proxy: &Proxy, database: &Database, kind: Kind, single: bool) -> Child {
    let config = database.config();
    let single = if single { "single" } else { "each" };
    let child = Command::new(env!("CARGO_BIN_EXE_runner-child"))
        .args(["127.0.0.1", &proxy.port().to_string()])
        .arg(config.get_user().unwrap_or("postgres"))
        .arg(config.get_dbname().expect("a database"))
        .args([kind.name(), single])
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn();
    child.expect("the child starts")
}

/// Takes everything out of the database, and makes the table in which migrations enter themselves.
async fn prepare(database: &Database) {
    let clear = "DROP SCHEMA public CASCADE; CREATE SCHEMA public; \
                 CREATE TABLE ran (version bigint, part text)";
    database.execute(clear).await;
}

/// Every migration ran once, all of it, and the history says so.
async fn check_all_once(database: &Database, context: &str) {
    let all: Vec<String> = (1..=COUNT).map(|version| version.to_string()).collect();
    let all = all.join(" ");
    let ran = "SELECT string_agg(version::text, ' ' ORDER BY version) FROM ran WHERE part =";
    for part in ["first", "second"] {
        assert_eq!(
            database.query(&format!("{ran} '{part}'")).await,
            all,
            "{context}"
        );
    }
    let rows = "SELECT string_agg(version::text, ' ' ORDER BY version) FROM schema_migrations \
                WHERE state = 'applied' AND error IS NULL";
    assert_eq!(database.query(rows).await, all, "{context}");
    let log = "SELECT string_agg(version::text, ' ' ORDER BY version) FROM schema_migrations_log \
               WHERE action = 'applied'";
    assert_eq!(database.query(log).await, all, "{context}");
    let indexes = "SELECT count(*) FROM pg_index JOIN pg_class ON oid = indexrelid \
                   WHERE relname ~ '^i[0-9]+' AND indisvalid AND indisready";
    assert_eq!(
        database.query(indexes).await,
        COUNT.to_string(),
        "{context}"
    );
}

/// Kills a runner at a cut, runs again, and looks. False if the run ended before the cut.
async fn check(database: &Database, kind: Kind, single: bool, cut: Cut) -> bool {
    let context = format!("{kind:?}, single {single}, {cut:?}");
    prepare(database).await;
    let proxy = Proxy::start(&database.config(), cut).await;
    let mut child = start(&proxy, database, kind, single);
    let was_cut = tokio::select! {
        status = child.wait() => {
            assert!(status.expect("the child ends").success(), "{context}");
            false
        }
        () = proxy.reached() => true,
    };
    if was_cut {
        child.kill().await.expect("the child is killed");
        proxy.close();
    }
    let again = runner::migrate(&database.config(), &thirty(kind)).await;
    let again = again.unwrap_or_else(|error| panic!("{context}: {error:?}"));
    assert!(was_cut || again.is_empty(), "{context}");
    check_all_once(database, &context).await;
    was_cut
}

/// Kills at every `stride`-th message, from the first to the last; returns how often.
async fn check_all(kind: Kind, single: bool, stride: usize) -> usize {
    let database = Database::empty().await;
    let cuts = [Cut::BeforeQuery, Cut::AfterQuery, Cut::BeforeReply];
    let mut killed = 0;
    for number in (1..).step_by(stride) {
        // Each message is cut in one of the three ways, and its neighbours in the others.
        let cut = cuts[(number + number / 3) % 3](number);
        if !check(&database, kind, single, cut).await {
            break;
        }
        killed += 1;
    }
    killed
}

#[tokio::test]
async fn killed_in_transactions() {
    let killed = check_all(Kind::Transactions, false, 1).await;
    println!("killed {killed} times");
    assert!(killed > 30, "{killed}");
}

#[tokio::test]
async fn killed_in_one_transaction() {
    let killed = check_all(Kind::Transactions, true, 2).await;
    println!("killed {killed} times");
    assert!(killed > 15, "{killed}");
}

#[tokio::test]
async fn killed_without_transactions() {
    // Coprime with the messages of a migration, so that each of them is cut in some migration.
    let killed = check_all(Kind::Plain, false, 13).await;
    println!("killed {killed} times");
    assert!(killed > 20, "{killed}");
}

#[tokio::test]
async fn killed_between_both_kinds() {
    let killed = check_all(Kind::Mixed, false, 13).await;
    println!("killed {killed} times");
    assert!(killed > 10, "{killed}");
}
