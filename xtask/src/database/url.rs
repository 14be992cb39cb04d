//! The address of a database, as users write it.

use std::fmt;

use tokio_postgres::Config;
use tokio_postgres::config::Host;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::tls::{Taken, Tls};
use crate::codes;
use crate::failure::{Failure, Result};

/// A database and where its address came from. Shown without the password.
#[derive(Clone)]
pub(crate) struct Address {
    pub(crate) config: Config,
    /// Opens connections that are encrypted as the URL asks for.
    pub(super) connector: MakeRustlsConnect,
    /// The flag or variable that said so.
    pub(crate) origin: &'static str,
}

/// Parameters that Prisma knows in a URL and PostgreSQL does not; they mean nothing here.
const PRISMA_PARAMETERS: [&str; 8] = [
    "connection_limit",
    "pool_timeout",
    "pgbouncer",
    "statement_cache_size",
    "socket_timeout",
    "sslidentity",
    "sslpassword",
    "single_use_connections",
];

impl Address {
    /// Reads `postgres://…`, or libpq's `key=value` form. Prisma's own parameters are understood.
    pub(crate) fn parse(url: &str, origin: &'static str) -> Result<Self> {
        let mut tls = Tls::default();
        let (url, schema) = for_driver(url.trim(), &mut tls);
        let mut config: Config = url.parse().map_err(|e: tokio_postgres::Error| {
            let reason = std::error::Error::source(&e).map(ToString::to_string);
            // The text itself is not repeated: it may hold a password.
            Failure::new(
                &codes::BAD_DATABASE_URL,
                format!("{origin} is not the URL of a PostgreSQL database"),
            )
            .note(reason.unwrap_or_else(|| e.to_string()))
            .help("write `postgres://USER:PASSWORD@HOST:PORT/DATABASE`")
        })?;
        if let Some(schema) = schema {
            let present = config.get_options().unwrap_or_default();
            let path = schema.replace('\\', "\\\\").replace(' ', "\\ ");
            let options = format!("{present} -c search_path={path}");
            config.options(options.trim_start());
        }
        if config.get_application_name().is_none() {
            config.application_name("prismoid");
        }
        Ok(Self {
            config,
            connector: tls.connector()?,
            origin,
        })
    }

    /// The database's name; PostgreSQL takes the user's where none is given.
    pub(crate) fn database(&self) -> &str {
        let user = || self.config.get_user().unwrap_or("postgres");
        self.config.get_dbname().unwrap_or_else(user)
    }
}

/// `postgres://user@host:port/database`: never the password.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let user = self.config.get_user().unwrap_or("postgres");
        let host = match self.config.get_hosts().first() {
            Some(Host::Tcp(name)) => name.clone(),
            #[cfg(unix)]
            Some(Host::Unix(path)) => path.display().to_string(),
            None => "localhost".to_owned(),
        };
        let port = self.config.get_ports().first().unwrap_or(&5432);
        write!(f, "postgres://{user}@{host}:{port}/{}", self.database())
    }
}

/// For diagnostics of this program, as little as for people.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} ({})", self.origin)
    }
}

/// Leaves in a URL, or in `key=value` pairs, what the driver knows: the rest, and the value of
/// `schema`.
fn for_driver(url: &str, tls: &mut Tls) -> (String, Option<String>) {
    let mut schema = None;
    let mut keep = |pair: &str| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        if key == "schema" {
            schema = Some(value.to_owned());
        }
        if key == "schema" || PRISMA_PARAMETERS.contains(&key) {
            return None;
        }
        match tls.take(key, value) {
            Taken::No => Some(pair.to_owned()),
            Taken::Whole => None,
            Taken::Instead(other) => Some(other.to_owned()),
        }
    };
    // Quoted values of the second form may hold spaces: such a text goes to the driver as it is.
    let text = match url.split_once('?') {
        Some((base, query)) => {
            let kept: Vec<String> = query.split('&').filter_map(keep).collect();
            let mark = if kept.is_empty() { "" } else { "?" };
            format!("{base}{mark}{}", kept.join("&"))
        }
        None if url.contains("://") || url.contains('\'') => url.to_owned(),
        None => {
            let kept: Vec<String> = url.split_whitespace().filter_map(&mut keep).collect();
            kept.join(" ")
        }
    };
    (text, schema)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        let cases = [
            (
                "postgres://ann:secret@db.example:6432/shop?schema=sales&connection_limit=5",
                "postgres://ann@db.example:6432/shop",
            ),
            (
                "host=db.example user=ann password=secret dbname=shop",
                "postgres://ann@db.example:5432/shop",
            ),
            (
                "postgresql://ann:p%40ss@localhost",
                "postgres://ann@localhost:5432/ann",
            ),
        ];
        for (url, expected) in cases {
            let address = Address::parse(url, "a test").unwrap();
            assert_eq!(address.to_string(), expected);
            assert!(!format!("{address:?}").contains("secret"));
        }
    }

    #[test]
    fn a_schema_parameter_becomes_the_search_path() {
        let address = Address::parse("postgres://a@b/c?schema=sales&sslmode=disable", "a test");
        assert_eq!(
            address.unwrap().config.get_options(),
            Some("-c search_path=sales")
        );
    }

    #[test]
    fn libpqs_words_for_certificates_are_understood() {
        use tokio_postgres::config::SslMode;
        let cases = [
            ("postgres://a@b/c", SslMode::Prefer, "Nothing"),
            ("postgres://a@b/c?sslmode=allow", SslMode::Prefer, "Nothing"),
            (
                "postgres://a@b/c?sslmode=require",
                SslMode::Require,
                "Nothing",
            ),
            (
                "postgres://a@b/c?sslmode=verify-ca",
                SslMode::Require,
                "Authority",
            ),
            (
                "postgres://a@b/c?sslmode=verify-full&schema=x",
                SslMode::Require,
                "Host",
            ),
            (
                "postgres://a@b/c?sslrootcert=ca.pem&sslmode=require",
                SslMode::Require,
                "Authority",
            ),
            (
                "postgres://a@b/c?sslmode=verify-full&sslrootcert=ca.pem",
                SslMode::Require,
                "Host",
            ),
            (
                "host=b user=a sslmode=verify-full sslrootcert=system",
                SslMode::Require,
                "Host",
            ),
            (
                "postgres://a@b/c?sslmode=require&sslaccept=strict",
                SslMode::Require,
                "Host",
            ),
        ];
        for (url, mode, verify) in cases {
            let mut tls = Tls::default();
            let config: Config = for_driver(url, &mut tls).0.parse().unwrap();
            assert_eq!(config.get_ssl_mode(), mode, "{url}");
            assert!(
                format!("{tls:?}").contains(&format!("verify: {verify},")),
                "{url}"
            );
        }
    }

    #[test]
    fn a_bad_url_is_not_repeated() {
        for url in [
            "mysql://ann:secret@host/db",
            "postgres://ann:secret@host:port/db",
            "secret",
        ] {
            let failure = Address::parse(url, "DATABASE_URL").unwrap_err();
            let text = format!("{:?}", failure.findings);
            assert!(!text.contains("secret"), "{text}");
        }
    }
}
