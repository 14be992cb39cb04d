//! A pooler as some stand before PostgreSQL: it lends a server's session for one transaction.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;
use tokio_postgres::Config;

use super::proxy::{address, frame};

/// Which free session a [`Pooler`] lends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lend {
    /// The one that was given back last: one session serves all while nothing runs at once.
    Last,
    /// The one that was given back first: sessions change with every transaction.
    First,
    /// Each client has its own until so many transactions were run, and then they change.
    OwnUntil(usize),
}

struct Shared {
    server: (String, u16),
    lend: Lend,
    free: Mutex<VecDeque<TcpStream>>,
    transactions: AtomicUsize,
}

/// Starts one on the test's runtime; returns its port on 127.0.0.1.
pub(crate) async fn pooler(server: &Config, lend: Lend) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("its address").port();
    let shared = Arc::new(Shared {
        server: address(server),
        lend,
        free: Mutex::new(VecDeque::new()),
        transactions: AtomicUsize::new(0),
    });
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(serve(client, Arc::clone(&shared)));
        }
    });
    port
}

/// Serves a client until it leaves.
async fn serve(mut client: TcpStream, shared: Arc<Shared>) -> Option<()> {
    client.set_nodelay(true).ok()?;
    let startup = frame(&mut client, false).await?;
    // Two sessions for each client, so that there is always another one to lend.
    let (mine, greeting) = shared.open(&startup).await?;
    let (other, _) = shared.open(&startup).await?;
    client.write_all(&greeting).await.ok()?;
    let mut mine = Some(mine);
    shared.free.lock().await.push_back(other);
    loop {
        let mut message = frame(&mut client, true).await?;
        if message.first() == Some(&b'X') {
            shared.free.lock().await.extend(mine);
            return Some(());
        }
        let mut server = shared.take(&mut mine).await?;
        loop {
            server.write_all(&message).await.ok()?;
            let (reply, in_transaction) = reply(&mut server).await?;
            client.write_all(&reply).await.ok()?;
            if !in_transaction {
                break;
            }
            message = frame(&mut client, true).await?;
        }
        shared.give_back(server, &mut mine).await;
    }
}

impl Shared {
    /// Opens a session of the server; returns it with its greeting.
    async fn open(&self, startup: &[u8]) -> Option<(TcpStream, Vec<u8>)> {
        let mut server = TcpStream::connect(&self.server).await.ok()?;
        server.write_all(startup).await.ok()?;
        let (greeting, _) = reply(&mut server).await?;
        Some((server, greeting))
    }

    fn keeps_own(&self) -> bool {
        match self.lend {
            Lend::Last | Lend::First => false,
            Lend::OwnUntil(count) => self.transactions.load(Ordering::SeqCst) < count,
        }
    }

    async fn take(&self, mine: &mut Option<TcpStream>) -> Option<TcpStream> {
        self.transactions.fetch_add(1, Ordering::SeqCst);
        if self.keeps_own() {
            return mine.take();
        }
        let mut free = self.free.lock().await;
        free.extend(mine.take());
        match self.lend {
            Lend::Last => free.pop_back(),
            Lend::First | Lend::OwnUntil(_) => free.pop_front(),
        }
    }

    async fn give_back(&self, server: TcpStream, mine: &mut Option<TcpStream>) {
        if self.keeps_own() {
            *mine = Some(server);
        } else {
            self.free.lock().await.push_back(server);
        }
    }
}

/// Reads up to the end of a reply; returns it and whether a transaction is open.
async fn reply(server: &mut TcpStream) -> Option<(Vec<u8>, bool)> {
    let mut reply = Vec::new();
    loop {
        let message = frame(server, true).await?;
        reply.extend_from_slice(&message);
        if message.first() == Some(&b'Z') {
            return Some((reply, message.last() != Some(&b'I')));
        }
    }
}
