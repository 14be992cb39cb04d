//! A proxy that delays what it forwards, as a network does: everything by the same time, without
//! limiting how much is on its way.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::unbounded_channel;
use tokio::time::{Instant, sleep_until};
use tokio_postgres::Config;
use tokio_postgres::config::Host;

use crate::Result;

/// The proxy's port on 127.0.0.1.
pub(crate) struct Slow(u16);

impl Slow {
    /// The same database, reached through the proxy.
    pub(crate) fn of(&self, database: &Config) -> Config {
        let mut config = Config::new();
        config.host("127.0.0.1").port(self.0);
        config.user(database.get_user().unwrap_or("postgres"));
        config.dbname(database.get_dbname().unwrap_or_default());
        if let Some(password) = database.get_password() {
            config.password(password);
        }
        config
    }
}

/// Starts it.
pub(crate) async fn proxy(server: &Config, one_way_ms: u64) -> Result<Slow> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    let host = match server.get_hosts().first() {
        Some(Host::Tcp(host)) => host.clone(),
        _ => return Err("the server must be reached by TCP".into()),
    };
    let address = (host, server.get_ports().first().copied().unwrap_or(5432));
    let delay = Duration::from_millis(one_way_ms);
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let Ok(server) = TcpStream::connect(&address).await else {
                return;
            };
            let _ = (client.set_nodelay(true), server.set_nodelay(true));
            let (from_client, to_client) = client.into_split();
            let (from_server, to_server) = server.into_split();
            tokio::spawn(forward(from_client, to_server, delay));
            tokio::spawn(forward(from_server, to_client, delay));
        }
    });
    Ok(Slow(port))
}

async fn forward(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin + Send + 'static,
    delay: Duration,
) {
    let (sender, mut receiver) = unbounded_channel::<(Instant, Vec<u8>)>();
    tokio::spawn(async move {
        while let Some((due, bytes)) = receiver.recv().await {
            sleep_until(due).await;
            if to.write_all(&bytes).await.is_err() {
                return;
            }
        }
        let _ = to.shutdown().await;
    });
    let mut buffer = vec![0; 64 << 10];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        let bytes = buffer[..length].to_vec();
        if sender.send((Instant::now() + delay, bytes)).is_err() {
            return;
        }
    }
}
