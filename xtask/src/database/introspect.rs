//! A database's catalogs, read as a schema.

use ::schema::Schema;
use introspect::{Options, Version};
use tokio_postgres::{Client, SimpleQueryMessage};

use super::{Address, refused, unreachable, wait};
use crate::codes;
use crate::context::Context;
use crate::failure::{Failure, Result};

/// A session that reads catalogs.
pub(crate) struct Catalogs {
    client: Client,
    version: Version,
}

impl Catalogs {
    /// Connects. The server names its version while it does, so that no query is needed for it.
    pub(crate) async fn open(address: &Address) -> Result<Self> {
        let (client, connection) = address
            .config
            .connect(address.connector.clone())
            .await
            .map_err(|e| unreachable(&e, address))?;
        let named = connection.parameter("server_version").map(str::to_owned);
        // The end of the connection shows at the client's next call.
        tokio::spawn(async move {
            let _ = connection.await;
        });
        let version = named.as_deref().and_then(Version::parse);
        match version {
            Some(version) if version.major() >= OLDEST => Ok(Self { client, version }),
            Some(_) | None => Err(too_old(address, named.as_deref().unwrap_or("unknown"))),
        }
    }

    /// Everything that the database contains now.
    pub(crate) async fn read(&self, options: &Options) -> Result<Schema> {
        let script = introspect::script(self.version, options);
        let messages = self.client.simple_query(&script).await;
        let messages = messages.map_err(|e| refused(&e))?;
        let rows = messages.iter().filter_map(|message| {
            let SimpleQueryMessage::Row(row) = message else {
                return None;
            };
            Some((0..row.len()).map(|field| row.get(field)).collect())
        });
        Ok(introspect::read(rows))
    }
}

/// The oldest version whose catalogs are known.
const OLDEST: u32 = 13;

fn too_old(address: &Address, version: &str) -> Failure {
    let message = format!("{address} is a server of version {version}");
    Failure::new(&codes::UNKNOWN_SERVER_VERSION, message)
        .help(format!("use PostgreSQL {OLDEST} or newer"))
}

/// The schema of a database. The project's own table of history is none of it.
pub(crate) fn introspect(ctx: &Context, address: &Address) -> Result<Schema> {
    let options = options(ctx)?;
    wait(async { Catalogs::open(address).await?.read(&options).await })
}

/// What is read for a project: everything but the tables of history.
fn options(ctx: &Context) -> Result<Options> {
    Ok(Options {
        schemas: Vec::new(),
        without: ctx.layout()?.history_tables(),
    })
}
