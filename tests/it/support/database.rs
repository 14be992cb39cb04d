//! A database of its own for each test, on the server of the test run.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use migrations::{Checksum, Manifest};
use prismoid_xtask::server::Server;
use tokio_postgres::{Client, Config, NoTls, SimpleQueryMessage};

/// A database that is dropped with its value, together with all sessions in it.
pub(crate) struct Database {
    name: String,
    server: Config,
}

/// The folder into which Cargo builds.
fn target() -> PathBuf {
    let binary = std::env::current_exe().expect("the test knows its own binary");
    let folder = binary.ancestors().nth(3);
    folder
        .expect("test binaries are in target/PROFILE/deps")
        .to_owned()
}

/// The server of the test run.
fn server_config() -> &'static Config {
    static SERVER: OnceLock<Config> = OnceLock::new();
    SERVER.get_or_init(|| {
        let url = std::env::var("PRISMOID_TEST_DATABASE_URL").unwrap_or_else(|_| {
            let server = Server::new(&target(), "test").ensure(&|_, _| {});
            server
                .expect("the test run's server starts")
                .url("postgres")
        });
        Config::from_str(&url).expect("the server's URL can be read")
    })
}

/// Connects, with the connection driven on a task of its own.
async fn connect(config: &Config) -> Client {
    let (client, connection) = config
        .connect(NoTls)
        .await
        .expect("the server accepts connections");
    tokio::spawn(async move {
        // A server that goes away shows itself at the next query.
        let _ = connection.await;
    });
    client
}

impl Database {
    /// An empty database.
    pub(crate) async fn empty() -> Self {
        Self::create(server_config().clone(), None).await
    }

    /// An empty database of another server.
    pub(crate) async fn on(server: Config) -> Self {
        Self::create(server, None).await
    }

    /// A database with all migrations of a manifest, cloned from a template that is made once for
    /// each chain of checksums.
    pub(crate) async fn migrated(manifest: &Manifest) -> Self {
        let server = server_config().clone();
        let template = template(&server, manifest).await;
        Self::create(server, Some(&template)).await
    }

    async fn create(server: Config, template: Option<&str>) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("prismoid_it_{}_{count}", std::process::id());
        let admin = connect(&server).await;
        let template = template.unwrap_or("template0");
        // A run that was killed may have left the name behind.
        let statements = [
            format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            format!("CREATE DATABASE {name} TEMPLATE {template}"),
        ];
        for statement in statements {
            admin
                .batch_execute(&statement)
                .await
                .expect("databases can be created");
        }
        Self { name, server }
    }

    /// How to connect to it.
    pub(crate) fn config(&self) -> Config {
        let mut config = self.server.clone();
        config.dbname(&self.name);
        config
    }

    /// A session of its own.
    pub(crate) async fn session(&self) -> Client {
        connect(&self.config()).await
    }

    /// Executes statements in a session of their own.
    #[track_caller]
    pub(crate) fn execute(&self, sql: &str) -> impl Future<Output = ()> {
        let (config, sql) = (self.config(), sql.to_owned());
        async move {
            let done = connect(&config).await.batch_execute(&sql).await;
            done.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
        }
    }

    /// What a query returns, a line for each row and `|` between columns; as `psql -At` prints it.
    pub(crate) async fn query(&self, sql: &str) -> String {
        let messages = self.session().await.simple_query(sql).await;
        let messages = messages.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
        let rows = messages.iter().filter_map(|message| {
            let SimpleQueryMessage::Row(row) = message else {
                return None;
            };
            let cells = (0..row.len()).map(|column| row.get(column).unwrap_or_default());
            Some(cells.collect::<Vec<_>>().join("|"))
        });
        rows.collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let server = self.server.clone();
        // The test's runtime may be ending; a thread with one of its own can wait.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.expect("a runtime").block_on(async move {
                if let Ok((client, connection)) = server.connect(NoTls).await {
                    let driving = tokio::spawn(connection);
                    let _ = client.batch_execute(&sql).await;
                    drop(client);
                    let _ = driving.await;
                }
            });
        });
        // What went wrong in the test is more interesting than what goes wrong here.
        let _ = dropping.join();
    }
}

/// The name of the template database of a manifest, which is made if it is not there.
async fn template(server: &Config, manifest: &Manifest) -> String {
    let chain = manifest.migrations.iter().fold(None, |before, it| {
        Some(Checksum::chained(before, it.version, &it.name, it.checksum))
    });
    let chain = chain.map_or_else(|| "empty".to_owned(), |it| it.to_string());
    let name = format!("prismoid_template_{}", &chain[..chain.len().min(32)]);
    let admin = connect(server).await;
    // Several test processes may want the same template at once.
    let lock = format!("SELECT pg_advisory_lock(hashtext('{name}'))");
    admin
        .batch_execute(&lock)
        .await
        .expect("the template's lock");
    let known = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
    let known = admin
        .simple_query(&known)
        .await
        .expect("the catalog can be read");
    let is_known = known
        .iter()
        .any(|it| matches!(it, SimpleQueryMessage::Row(_)));
    if !is_known {
        let new = Database::create(server.clone(), None).await;
        let migrated = runner::migrate(&new.config(), manifest).await;
        migrated.expect("the migrations of the template can be applied");
        let rename = format!("ALTER DATABASE {} RENAME TO {name}", new.name);
        admin
            .batch_execute(&rename)
            .await
            .expect("the template gets its name");
    }
    name
}
