//! The database that a command works on: which one it is, and the way to it.

mod failure;
mod introspect;
mod throwaway;
mod tls;
mod url;

use std::path::Path;

use runner::Secure;
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

use crate::codes;
use crate::context::{Context, DEVELOPMENT};
use crate::failure::{Failure, Result};
use crate::server::Running;

pub(crate) use failure::{refused, refused_at, unreachable};
pub(crate) use introspect::{Catalogs, introspect};
pub(crate) use throwaway::Throwaway;
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
    let from_environment = std::env::var_os(VARIABLE);
    if let Some(url) = set(from_environment.map(|value| value.to_string_lossy().into_owned())) {
        return Address::parse(&url, VARIABLE).map(Some);
    }
    match set(from_file(&ctx.layout()?.root.join(".env"))?) {
        Some(url) => Address::parse(&url, "DATABASE_URL in .env").map(Some),
        None => Ok(None),
    }
}

/// The variable that names the database.
const VARIABLE: &str = "DATABASE_URL";

/// The variable's value in a file of variables, if there is one. A file that cannot be read is no
/// reason to work on another database than it may have named.
fn from_file(path: &Path) -> Result<Option<String>> {
    if !path.is_file() {
        return Ok(None);
    }
    // The reason is left out where it would repeat a line, which may hold a password.
    let unreadable = |reason: String| {
        Failure::new(&codes::FILE_ACCESS, "cannot read the variables in `.env`")
            .note(reason)
            .help("write a line for each: `NAME=\"value\"`")
    };
    let variables = dotenvy::from_path_iter(path).map_err(|e| unreadable(e.to_string()))?;
    let mut found = None;
    for (index, variable) in variables.enumerate() {
        let (name, value) = variable
            .map_err(|_| unreadable(format!("variable {} is not in this form", index + 1)))?;
        if name == VARIABLE {
            found = Some(value);
        }
    }
    Ok(found)
}

/// An empty variable counts as none, as it does in a shell's `${NAME:-}`.
fn set(value: Option<String>) -> Option<String> {
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
            if let Err(error) = client.batch_execute(&sql).await {
                // Another process may have made it in the meantime.
                let made = [SqlState::DUPLICATE_DATABASE, SqlState::UNIQUE_VIOLATION];
                if !error.code().is_some_and(|code| made.contains(code)) {
                    return Err(refused(&error));
                }
            }
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
