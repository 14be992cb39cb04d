//! Poolers that share the server's sessions: noticed, refused, and harmless.

use crate::support::{Lend, pooler};

use super::*;

#[tokio::test]
async fn transaction_pooling_is_refused_before_anything_is_done() {
    for lend in [Lend::Last, Lend::First] {
        let database = Database::empty().await;
        let mut config = tokio_postgres::Config::new();
        let direct = database.config();
        config.host("127.0.0.1").port(pooler(&direct, lend).await);
        config.user(direct.get_user().unwrap_or("postgres"));
        config.dbname(direct.get_dbname().unwrap_or_default());
        let two = manifest(tables(2));
        let error = runner::migrate(&config, &two).await.unwrap_err();
        assert!(error.is_pooling(), "{lend:?}: {error:?}");
        assert!(error.help().is_some_and(|it| it.contains("session mode")));
        let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
        assert_eq!(database.query(tables).await, "0", "{lend:?}");
        // To look, a shared session is good enough.
        let status = Runner::new(&config, &two, Options::default())
            .status()
            .await;
        assert_eq!(status.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn a_session_that_changes_later_stops_the_run() {
    // From the first message to one behind the last; whatever it does, the history stays true.
    let all = manifest(tables(12));
    let (mut refused, mut complete) = (0, 0);
    for count in 1..30 {
        let database = Database::empty().await;
        let direct = database.config();
        let mut config = tokio_postgres::Config::new();
        config
            .host("127.0.0.1")
            .port(pooler(&direct, Lend::OwnUntil(count)).await);
        config.user(direct.get_user().unwrap_or("postgres"));
        config.dbname(direct.get_dbname().unwrap_or_default());
        let options = Options {
            single_transaction_when_empty: false,
            runner_wait_ms: Some(50),
            ..Options::default()
        };
        match Runner::new(&config, &all, options).up(None).await {
            Ok(report) => complete += usize::from(report.done.len() == 12),
            Err(error) => {
                let is_said = error.is_pooling() || error.is_runner();
                assert!(is_said, "{count}: {error:?}");
                refused += usize::from(error.is_pooling());
            }
        }
        let made = "SELECT count(*) FROM pg_tables WHERE tablename ~ '^t[0-9]+$'";
        let made = database.query(made).await;
        let history = "SELECT to_regclass('schema_migrations') IS NULL";
        if database.query(history).await == "t" {
            assert_eq!(made, "0", "{count}");
        } else {
            let recorded = "SELECT count(*) FROM schema_migrations";
            assert_eq!(database.query(recorded).await, made, "{count}");
        }
    }
    assert!(
        refused > 10 && complete > 1,
        "refused {refused}, complete {complete}"
    );
}
