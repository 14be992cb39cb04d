//! A server that is killed in the middle of a run and started again.

use std::process::Command;
use std::str::FromStr;
use std::sync::atomic::{AtomicUsize, Ordering};

use prismoid_xtask::server::Server;
use tempfile::TempDir;
use tokio_postgres::Config;

use super::thirty::{COUNT, Kind, thirty};
use super::*;

/// A server of this test alone.
struct Own {
    server: Server,
    /// Holds the server's data.
    _folder: TempDir,
}

impl Own {
    fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        Self {
            server: Server::new(folder.path(), "crash"),
            _folder: folder,
        }
    }

    /// The running server: its address and its process.
    fn start(&self) -> (Config, u32) {
        let running = self.server.ensure(&|_, _| {}).expect("the server starts");
        let config = Config::from_str(&running.url("postgres")).expect("its URL");
        (config, running.pid)
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        // What the test found is more interesting than what goes wrong here.
        let _ = self.server.remove(&|_, _| {});
    }
}

/// Ends the server at once, without writing anything back. The shell has `kill` built in, while
/// the program is not on every machine.
fn kill_server(pid: u32) {
    let killed = Command::new("sh")
        .args(["-c", &format!("kill -QUIT {pid}")])
        .status();
    assert!(killed.expect("a shell runs").success());
}

#[tokio::test]
async fn a_server_that_is_killed_and_restarted() {
    let own = Own::new();
    for (kind, stop_at) in [
        (Kind::Transactions, 1),
        (Kind::Transactions, 12),
        (Kind::Transactions, 30),
        (Kind::Plain, 1),
        (Kind::Plain, 34),
        (Kind::Mixed, 15),
    ] {
        let (config, pid) = own.start();
        let database = Database::on(config).await;
        database
            .execute("CREATE TABLE ran (version bigint, part text)")
            .await;
        let all = thirty(kind);
        let count = Arc::new(AtomicUsize::new(0));
        let options = Options {
            single_transaction_when_empty: false,
            observer: Some(Arc::new(move |event| {
                let counts = matches!(event, Event::Started(_) | Event::StatementDone { .. });
                if counts && count.fetch_add(1, Ordering::SeqCst) + 1 == stop_at {
                    kill_server(pid);
                }
            })),
            ..Options::default()
        };
        let config = database.config();
        let result = Runner::new(&config, &all, options).up(None).await;
        if let Err(error) = result {
            assert!(
                error.is_connection() || error.is_runner(),
                "{kind:?} {stop_at}: {error:?}"
            );
        }
        // The first start after a crash recovers what was committed.
        let (restarted, _) = own.start();
        assert_eq!(restarted.get_ports(), config.get_ports());
        runner::migrate(&config, &all).await.unwrap();
        let ran = "SELECT count(*), count(DISTINCT (version, part)) FROM ran";
        let twice = 2 * COUNT;
        assert_eq!(
            database.query(ran).await,
            format!("{twice}|{twice}"),
            "{kind:?} {stop_at}"
        );
        let rows = "SELECT count(*) FROM schema_migrations WHERE state = 'applied'";
        assert_eq!(
            database.query(rows).await,
            COUNT.to_string(),
            "{kind:?} {stop_at}"
        );
        let invalid = "SELECT count(*) FROM pg_index WHERE NOT indisvalid";
        assert_eq!(database.query(invalid).await, "0", "{kind:?} {stop_at}");
    }
}
