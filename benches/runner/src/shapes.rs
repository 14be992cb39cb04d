//! The ways to apply the same migrations.

use std::time::{Duration, Instant};

use diesel::Connection;
use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use migrations::{Checksum, Manifest, Migration};
use runner::{Options, Runner};
use sqlx::ConnectOptions;
use tempfile::TempDir;
use tokio_postgres::{Config, NoTls};

use crate::Result;

/// A way to apply the migrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// The least there could be: all statements, the history's among them, in one message.
    OneMessage,
    Prismoid,
    Sqlx,
    Refinery,
    Diesel,
}

/// The same migrations in each tool's form.
pub(crate) struct Files {
    manifest: Manifest,
    one_message: String,
    sqlx: TempDir,
    diesel: TempDir,
    refinery: Vec<refinery::Migration>,
}

/// A table, a column, an index, a check, in turn.
fn sql(n: usize) -> String {
    match n % 4 {
        0 => format!("CREATE TABLE t{n} (id bigint PRIMARY KEY, name text NOT NULL);"),
        1 => format!(
            "ALTER TABLE t{} ADD COLUMN c{n} integer NOT NULL DEFAULT 0;",
            n - 1
        ),
        2 => format!("CREATE INDEX i{n} ON t{} (name);", n - 2),
        _ => format!("ALTER TABLE t{} ADD CONSTRAINT k{n} CHECK (id > 0);", n - 3),
    }
}

impl Files {
    /// Writes as many migrations.
    pub(crate) fn write(count: usize) -> Result<Self> {
        let (sqlx, diesel) = (TempDir::new()?, TempDir::new()?);
        let mut refinery = Vec::new();
        let mut all = Vec::new();
        for n in 0..count {
            let (version, sql) = (n + 1, sql(n));
            std::fs::write(
                sqlx.path().join(format!("{version:05}_m{version}.sql")),
                &sql,
            )?;
            let folder = diesel.path().join(format!("{version:05}_m{version}"));
            std::fs::create_dir(&folder)?;
            std::fs::write(folder.join("up.sql"), &sql)?;
            std::fs::write(folder.join("down.sql"), "SELECT 1;")?;
            refinery.push(refinery::Migration::unapplied(
                &format!("V{version}__m{version}"),
                &sql,
            )?);
            all.push(Migration {
                version: version as i64,
                name: format!("m{version}").into(),
                checksum: Checksum::of_sql(&sql),
                up: sql.into(),
                down: None,
                transaction: true,
                down_transaction: true,
            });
        }
        Ok(Self {
            one_message: one_message(&all),
            manifest: Manifest {
                migrations: all.into(),
            },
            sqlx,
            diesel,
            refinery,
        })
    }
}

/// What has to be executed in any case: the history's tables, then for each migration its
/// transaction with its statements, its row and its entry in the log.
fn one_message(migrations: &[Migration]) -> String {
    let spent = "(EXTRACT(epoch FROM clock_timestamp() - statement_timestamp()) * 1000)::bigint";
    let mut message = String::from(
        "CREATE TABLE schema_migrations (version bigint PRIMARY KEY, name text NOT NULL, \
         checksum text NOT NULL, applied_at timestamptz NOT NULL, execution_ms bigint NOT NULL, \
         applied_by text NOT NULL, tool_version text NOT NULL, state text NOT NULL, \
         statements_done integer, error text);\
         CREATE TABLE schema_migrations_log (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, \
         at timestamptz NOT NULL, action text NOT NULL, version bigint, name text, checksum text, \
         execution_ms bigint, applied_by text NOT NULL, tool_version text NOT NULL, detail text);",
    );
    for migration in migrations {
        let Migration {
            version,
            name,
            checksum,
            up,
            ..
        } = migration;
        message += &format!(
            "BEGIN;{up}\nINSERT INTO schema_migrations VALUES ({version}, '{name}', '{checksum}', \
             clock_timestamp(), {spent}, session_user, '0.1.0', 'applied', NULL, NULL);\
             INSERT INTO schema_migrations_log (at, action, version, name, checksum, execution_ms, \
             applied_by, tool_version) VALUES (clock_timestamp(), 'applied', {version}, '{name}', \
             '{checksum}', {spent}, session_user, '0.1.0');COMMIT;\n"
        );
    }
    message
}

fn url(config: &Config) -> String {
    let host = match config.get_hosts().first() {
        Some(tokio_postgres::config::Host::Tcp(host)) => host.as_str(),
        _ => "127.0.0.1",
    };
    let password = config.get_password().map(String::from_utf8_lossy);
    format!(
        "postgres://{}{}@{host}:{}/{}",
        config.get_user().unwrap_or("postgres"),
        password.map(|it| format!(":{it}")).unwrap_or_default(),
        config.get_ports().first().copied().unwrap_or(5432),
        config.get_dbname().unwrap_or_default(),
    )
}

impl Shape {
    pub(crate) const ALL: [Self; 5] = [
        Self::OneMessage,
        Self::Prismoid,
        Self::Sqlx,
        Self::Refinery,
        Self::Diesel,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::OneMessage => "one message, a transaction each",
            Self::Prismoid => "prismoid",
            Self::Sqlx => "sqlx 0.9",
            Self::Refinery => "refinery 0.9 (tokio-postgres)",
            Self::Diesel => "diesel_migrations 2.3",
        }
    }

    /// Whether it knows what was applied.
    pub(crate) fn is_tool(self) -> bool {
        self != Self::OneMessage
    }

    /// Applies the migrations; connecting counts, reading files does not.
    pub(crate) async fn time(self, database: &Config, files: &Files) -> Result<Duration> {
        match self {
            Self::OneMessage => {
                let started = Instant::now();
                let (client, connection) = database.connect(NoTls).await?;
                let driving = tokio::spawn(connection);
                client.batch_execute(&files.one_message).await?;
                drop(client);
                driving.await??;
                Ok(started.elapsed())
            }
            Self::Prismoid => {
                let options = Options {
                    single_transaction_when_empty: false,
                    ..Options::default()
                };
                let started = Instant::now();
                Runner::new(database, &files.manifest, options)
                    .up(None)
                    .await?;
                Ok(started.elapsed())
            }
            Self::Sqlx => {
                let migrator = sqlx::migrate::Migrator::new(files.sqlx.path()).await?;
                let options: sqlx::postgres::PgConnectOptions = url(database).parse()?;
                let options = options.disable_statement_logging();
                let started = Instant::now();
                let mut connection = options.connect().await?;
                migrator.run(&mut connection).await?;
                sqlx::Connection::close(connection).await?;
                Ok(started.elapsed())
            }
            Self::Refinery => {
                let migrations = files.refinery.clone();
                let started = Instant::now();
                let (mut client, connection) = database.connect(NoTls).await?;
                let driving = tokio::spawn(connection);
                refinery::Runner::new(&migrations)
                    .run_async(&mut client)
                    .await?;
                drop(client);
                driving.await??;
                Ok(started.elapsed())
            }
            Self::Diesel => {
                let (url, path) = (url(database), files.diesel.path().to_owned());
                tokio::task::spawn_blocking(move || diesel(&url, &path)).await?
            }
        }
    }
}

fn diesel(url: &str, path: &std::path::Path) -> Result<Duration> {
    let migrations = FileBasedMigrations::from_path(path)?;
    let started = Instant::now();
    let mut connection = diesel::PgConnection::establish(url)?;
    connection.run_pending_migrations(migrations)?;
    drop(connection);
    Ok(started.elapsed())
}
