//! Fresh databases.

use std::sync::atomic::{AtomicU32, Ordering};

use tokio_postgres::{Config, NoTls};

use crate::Result;

static COUNT: AtomicU32 = AtomicU32::new(0);

/// Executes a statement.
async fn execute(server: &Config, sql: &str) -> Result<()> {
    let (client, connection) = server.connect(NoTls).await?;
    let driving = tokio::spawn(connection);
    client.batch_execute(sql).await?;
    std::mem::drop(client);
    driving.await??;
    Ok(())
}

/// An empty database; what was written before is on the disk, so that no run pays for another's.
pub(crate) async fn create(server: &Config) -> Result<Config> {
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("prismoid_bench_{}_{count}", std::process::id());
    execute(
        server,
        &format!("CREATE DATABASE {name} TEMPLATE template0"),
    )
    .await?;
    execute(server, "CHECKPOINT").await?;
    let mut config = server.clone();
    config.dbname(name);
    Ok(config)
}

/// Drops a database.
pub(crate) async fn drop(server: &Config, database: &Config) -> Result<()> {
    let name = database.get_dbname().unwrap_or_default();
    execute(server, &format!("DROP DATABASE {name} WITH (FORCE)")).await
}
