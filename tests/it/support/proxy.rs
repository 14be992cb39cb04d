//! A proxy between a client and a server that understands where messages begin and end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio_postgres::Config;
use tokio_postgres::config::Host;

/// Which message of a conversation a [`Proxy`] cuts it at. Counted over all its connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// The client's n-th query does not reach the server any more.
    BeforeQuery(usize),
    /// The client's n-th query reaches the server, and no reply comes back.
    AfterQuery(usize),
    /// The server's n-th reply was given, and does not reach the client.
    BeforeReply(usize),
}

/// Listens on a port of its own and forwards to the server.
pub(crate) struct Proxy {
    port: u16,
    state: Arc<State>,
}

struct State {
    cut: Cut,
    queries: AtomicUsize,
    replies: AtomicUsize,
    /// The moment of the cut: everything stands still from here on.
    reached: Notify,
    /// The client is dead: all connections are closed.
    closed: tokio::sync::watch::Sender<bool>,
}

/// Where a server listens by TCP.
pub(crate) fn address(config: &Config) -> (String, u16) {
    let host = config.get_hosts().iter().find_map(|host| match host {
        Host::Tcp(name) => Some(name.clone()),
        Host::Unix(_) => None,
    });
    let port = config.get_ports().first().copied().unwrap_or(5432);
    (host.unwrap_or_else(|| "127.0.0.1".to_owned()), port)
}

impl Proxy {
    /// Starts one, on the test's runtime.
    pub(crate) async fn start(server: &Config, cut: Cut) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        let state = Arc::new(State {
            cut,
            queries: AtomicUsize::new(0),
            replies: AtomicUsize::new(0),
            reached: Notify::new(),
            closed: tokio::sync::watch::Sender::new(false),
        });
        let (address, shared) = (address(server), Arc::clone(&state));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&address).await.expect("the server");
                tokio::spawn(forward(client, server, Arc::clone(&shared)));
            }
        });
        Self { port, state }
    }

    /// Its port on 127.0.0.1.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Returns at the cut.
    pub(crate) async fn reached(&self) {
        self.state.reached.notified().await;
    }

    /// Closes all connections.
    pub(crate) fn close(&self) {
        self.state.closed.send_replace(true);
    }
}

async fn forward(client: TcpStream, server: TcpStream, state: Arc<State>) {
    // Each message is written by itself: waiting to send it together with the next one would cost a
    // delay for each. A socket that cannot is only slower.
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    let mut closed = state.closed.subscribe();
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let up = async {
        let startup = frame(&mut from_client, false).await?;
        to_server.write_all(&startup).await.ok()?;
        loop {
            let message = frame(&mut from_client, true).await?;
            let is_query = message.first() == Some(&b'Q');
            let number = usize::from(is_query)
                + state
                    .queries
                    .fetch_add(usize::from(is_query), Ordering::SeqCst);
            if is_query && state.cut == Cut::BeforeQuery(number) {
                return stop(&state).await;
            }
            to_server.write_all(&message).await.ok()?;
            if is_query && state.cut == Cut::AfterQuery(number) {
                return stop(&state).await;
            }
        }
    };
    let down = async {
        loop {
            let message = frame(&mut from_server, true).await?;
            let is_ready = message.first() == Some(&b'Z');
            let number = usize::from(is_ready)
                + state
                    .replies
                    .fetch_add(usize::from(is_ready), Ordering::SeqCst);
            if is_ready && state.cut == Cut::BeforeReply(number) {
                return stop(&state).await;
            }
            to_client.write_all(&message).await.ok()?;
        }
    };
    tokio::select! {
        _ = async { tokio::join!(up, down) } => {}
        _ = closed.wait_for(|closed| *closed) => {}
    }
}

/// Tells the test, and does nothing more until it closes the connections.
async fn stop(state: &State) -> Option<()> {
    state.reached.notify_one();
    std::future::pending().await
}

/// Reads one message; the first of a client has no type.
pub(crate) async fn frame(from: &mut (impl AsyncRead + Unpin), typed: bool) -> Option<Vec<u8>> {
    let head = usize::from(typed);
    let mut message = vec![0; head + 4];
    from.read_exact(&mut message).await.ok()?;
    let length = message
        .get(head..)?
        .try_into()
        .ok()
        .map(u32::from_be_bytes)?;
    let start = message.len();
    message.resize(head + length as usize, 0);
    from.read_exact(message.get_mut(start..)?).await.ok()?;
    Some(message)
}
