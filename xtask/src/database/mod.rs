//! The database that a command works on: which one it is, and the way to it.

mod failure;
mod tls;
mod url;

use std::path::Path;

use runner::Secure;
use tokio_postgres::Client;

use crate::context::{Context, DEVELOPMENT};
use crate::failure::Result;
use crate::server::Running;

pub(crate) use failure::{refused, refused_at, unreachable};
pub(crate) use url::Address;

/// Runs what waits for a database, and only that, on this thread.
pub(crate) fn wait<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| crate::failure::file("start", Path::new("the event loop"), &e))?;
    runtime.block_on(future)
}

/// The database of a command: the flag's, the environment's, that of `.env`, else the embedded
/// development server's.
pub(crate) fn address(ctx: &Context) -> Result<Address> {
    match named(ctx)? {
        Some(address) => Ok(address),
        None => Address::parse(&embedded(ctx)?.url(DEVELOPMENT), "the development server"),
    }
}

/// The database that somebody named, if anybody did.
fn named(ctx: &Context) -> Result<Option<Address>> {
    if let Some(url) = &ctx.options.database_url {
        return Address::parse(url, "--database-url").map(Some);
    }
    if let Some(url) = variable(std::env::var("DATABASE_URL").ok()) {
        return Address::parse(&url, "DATABASE_URL").map(Some);
    }
    let file = ctx.layout()?.root.join(".env");
    let from_file = dotenvy::from_path_iter(&file).ok().and_then(|variables| {
        let mut pairs = variables.flatten();
        pairs.find_map(|(name, value)| (name == "DATABASE_URL").then_some(value))
    });
    match variable(from_file) {
        Some(url) => Address::parse(&url, "DATABASE_URL in .env").map(Some),
        None => Ok(None),
    }
}

/// An empty variable counts as none, as it does in a shell's `${NAME:-}`.
fn variable(value: Option<String>) -> Option<String> {
    value.filter(|value| !value.trim().is_empty())
}

/// The embedded development server, started if need be, with its database.
pub(crate) fn embedded(ctx: &Context) -> Result<Running> {
    let running = ctx.server()?.ensure(&|verb, text| ctx.say(verb, text))?;
    create(&running, DEVELOPMENT)?;
    Ok(running)
}

/// Makes a database on the embedded server if it is not there.
fn create(running: &Running, name: &str) -> Result<()> {
    let address = Address::parse(&running.url("postgres"), "the development server")?;
    wait(async {
        let client = connect(&address).await?;
        let present = client
            .query_opt("SELECT FROM pg_database WHERE datname = $1", &[&name])
            .await
            .map_err(|e| refused(&e))?;
        if present.is_none() {
            let sql = format!("CREATE DATABASE \"{name}\"");
            client.batch_execute(&sql).await.map_err(|e| refused(&e))?;
        }
        Ok(())
    })
}

/// Drops a database of the embedded server with whoever uses it, and makes it anew.
pub(crate) fn recreate(running: &Running, name: &str) -> Result<()> {
    let address = Address::parse(&running.url("postgres"), "the development server")?;
    wait(async {
        let client = connect(&address).await?;
        for sql in [
            format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"),
            format!("CREATE DATABASE \"{name}\""),
        ] {
            client.batch_execute(&sql).await.map_err(|e| refused(&e))?;
        }
        Ok(())
    })
}

/// Connects to a database.
pub(crate) async fn connect(address: &Address) -> Result<Client> {
    let (client, connection) = address
        .config
        .connect(address.connector.clone())
        .await
        .map_err(|e| unreachable(&e, address))?;
    // The end of the connection shows at the client's next call.
    tokio::spawn(async move {
        let _ = connection.await;
    });
    Ok(client)
}

/// The runner opens its connections as everything else does.
impl runner::Connect for Address {
    fn connect(&self) -> runner::Connecting<'_> {
        Box::pin(async move {
            let secure = Secure {
                config: self.config.clone(),
                connector: self.connector.clone(),
            };
            secure.connect().await
        })
    }
}
