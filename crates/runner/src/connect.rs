//! How the runner reaches the server: two connections, opened by whoever knows how.

use std::error::Error as StdError;
use std::future::{Future, poll_fn};
use std::ops::Deref;
use std::pin::Pin;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres::{AsyncMessage, Client, Config, Connection, NoTls, Socket};

/// Why no connection could be opened.
pub type ConnectError = Box<dyn StdError + Send + Sync>;

/// The future of [`Connect::connect`].
pub type Connecting<'a> = Pin<Box<dyn Future<Output = Result<Session, ConnectError>> + Send + 'a>>;

/// Something that opens connections to one database.
///
/// Implemented for [`tokio_postgres::Config`] (without TLS), for [`Secure`] (with any TLS connector)
/// and, under the feature `pool`, for a `deadpool_postgres::Pool`. Each call must give another
/// session of the server: a pooler that hands out a server connection per transaction does not
/// work, and the runner refuses it.
pub trait Connect: Send + Sync {
    /// Opens a connection.
    fn connect(&self) -> Connecting<'_>;
}

/// A connection that the runner has for itself. It is closed at the end.
pub struct Session {
    client: Holder,
    task: Option<JoinHandle<()>>,
    notices: Option<UnboundedReceiver<String>>,
}

enum Holder {
    Own(Client),
    Lent(Box<dyn Deref<Target = Client> + Send + Sync>),
}

impl Session {
    /// Drives a new connection on a task of its own.
    pub fn spawn<S, T>(client: Client, mut connection: Connection<S, T>) -> Self
    where
        S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
        T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
    {
        let (sender, notices) = unbounded_channel();
        let task = tokio::spawn(async move {
            while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
                forward(&sender, &message);
            }
        });
        Self {
            client: Holder::Own(client),
            task: Some(task),
            notices: Some(notices),
        }
    }

    /// A client whose connection is driven elsewhere. It should close when it is dropped, since
    /// the settings of its session are not put back.
    pub fn lent(client: impl Deref<Target = Client> + Send + Sync + 'static) -> Self {
        Self {
            client: Holder::Lent(Box::new(client)),
            task: None,
            notices: None,
        }
    }

    pub(crate) fn client(&self) -> &Client {
        match &self.client {
            Holder::Own(client) => client,
            Holder::Lent(client) => client,
        }
    }

    /// A message of the server that belongs to no reply: what `RAISE NOTICE` says.
    pub(crate) fn notice(&mut self) -> Option<String> {
        self.notices.as_mut()?.try_recv().ok()
    }

    /// Says goodbye to the server and waits until it is said.
    pub(crate) async fn close(mut self) {
        let task = self.task.take();
        drop(self);
        if let Some(task) = task {
            let limit = std::time::Duration::from_secs(1);
            // Past the limit the runtime ends the task; the server notices the closed socket.
            drop(tokio::time::timeout(limit, task).await);
        }
    }
}

/// A runner that is dropped in the middle closes its sockets at once.
impl Drop for Session {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

fn forward(sender: &UnboundedSender<String>, message: &AsyncMessage) {
    if let AsyncMessage::Notice(notice) = message {
        let text = format!("{}: {}", notice.severity(), notice.message());
        // Nobody listens any more when the session is closing.
        drop(sender.send(text));
    }
}

/// The name under which the runner's sessions are listed in `pg_stat_activity`, unless the
/// configuration names one.
const APPLICATION_NAME: &str = "prismoid";

fn named(config: &Config) -> Config {
    let mut config = config.clone();
    if config.get_application_name().is_none() {
        config.application_name(APPLICATION_NAME);
    }
    config
}

/// Without TLS.
impl Connect for Config {
    fn connect(&self) -> Connecting<'_> {
        Box::pin(async move {
            let (client, connection) = named(self).connect(NoTls).await?;
            Ok(Session::spawn(client, connection))
        })
    }
}

/// A server that is reached through TLS.
#[derive(Debug, Clone)]
pub struct Secure<T> {
    /// Where the server is.
    pub config: Config,
    /// What opens the TLS connections.
    pub connector: T,
}

impl<T> Connect for Secure<T>
where
    T: MakeTlsConnect<Socket> + Clone + Send + Sync + 'static,
    T::Stream: Send + 'static,
    T::TlsConnect: Send,
    <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
{
    fn connect(&self) -> Connecting<'_> {
        Box::pin(async move {
            let connector = self.connector.clone();
            let (client, connection) = named(&self.config).connect(connector).await?;
            Ok(Session::spawn(client, connection))
        })
    }
}

/// Connections are taken out of the pool for good: a migration may change their settings.
#[cfg(feature = "pool")]
impl Connect for deadpool_postgres::Pool {
    fn connect(&self) -> Connecting<'_> {
        Box::pin(async move {
            let object = self.get().await?;
            Ok(Session::lent(Lent(deadpool_postgres::Object::take(object))))
        })
    }
}

#[cfg(feature = "pool")]
struct Lent(deadpool_postgres::ClientWrapper);

#[cfg(feature = "pool")]
impl Deref for Lent {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.0
    }
}
