//! Databases that prove something and are dropped again.

use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, Once, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use super::{Address, connect, embedded, named, refused, wait};
use crate::context::Context;
use crate::failure::{Failure, Result};

/// A database that is dropped with its value, together with all sessions in it; also when Ctrl-C
/// ends the program. One that a killed program left behind is dropped by the next that needs one.
pub(crate) struct Throwaway {
    /// How to connect to it.
    pub(crate) address: Address,
    name: String,
    server: Address,
}

/// What all their names begin with; then come the time in seconds, the process and a number.
const PREFIX: &str = "prismoid_throwaway_";

/// A database of that age that nobody uses was left behind.
const ABANDONED_S: u64 = 3600;

/// Those that exist now, with their servers.
static LIVING: Mutex<Vec<(String, Address)>> = Mutex::new(Vec::new());

impl Throwaway {
    /// An empty database: on the server of the command's URL where its role may create databases,
    /// else on the embedded development server.
    pub(crate) fn new(ctx: &Context) -> Result<Self> {
        let server = server(ctx)?;
        drop_at_the_end();
        sweep(&server)?;
        Self::on(server, None)
    }

    /// Another database with the same content. Nobody may be connected to this one meanwhile.
    pub(crate) fn copy(&self) -> Result<Self> {
        Self::on(self.server.clone(), Some(&self.name))
    }

    fn on(server: Address, template: Option<&str>) -> Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("{PREFIX}{}_{}_{count}", now_s(), process::id());
        let mut address = server.clone();
        address.config.dbname(&name);
        living().push((name.clone(), server.clone()));
        let made = Self {
            address,
            name,
            server,
        };
        let template = template.unwrap_or("template0");
        let name = &made.name;
        execute(
            &made.server,
            &format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\""),
        )?;
        Ok(made)
    }
}

impl Drop for Throwaway {
    fn drop(&mut self) {
        // What went wrong before is more interesting, and the next run sweeps.
        let _ = discard(&self.name, &self.server);
        living().retain(|(name, _)| *name != self.name);
    }
}

fn living() -> std::sync::MutexGuard<'static, Vec<(String, Address)>> {
    LIVING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn now_s() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

/// Connects, executes, and goes again.
fn execute(server: &Address, sql: &str) -> Result<()> {
    wait(async {
        let client = connect(server).await?;
        client.batch_execute(sql).await.map_err(|e| refused(&e))
    })
}

fn discard(name: &str, server: &Address) -> Result<()> {
    let sql = format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
    execute(server, &sql)
}

/// The server on which databases can be made. Where it is not the one that was named, that is said.
fn server(ctx: &Context) -> Result<Address> {
    if let Some(address) = named(ctx)? {
        match may_create(&address) {
            Ok(true) => return Ok(address),
            Ok(false) => ctx.say(
                "Using",
                &format!("the development server: the role of {address} may not create databases"),
            ),
            // What the caller named must be there; what merely stands in the environment may be down.
            Err(failure) if ctx.options.database_url.is_some() => return Err(failure),
            Err(_) => ctx.say(
                "Using",
                &format!("the development server: {address} cannot be reached"),
            ),
        }
    }
    Address::parse(&embedded(ctx)?.url("postgres"), "the development server")
}

/// Whether the role may create databases.
fn may_create(address: &Address) -> Result<bool> {
    wait(async {
        let client = connect(address).await?;
        let sql = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user";
        let row = client.query_opt(sql, &[]).await.map_err(|e| refused(&e))?;
        Ok(row.is_some_and(|row| row.get(0)))
    })
}

/// Drops what programs left behind that were killed.
fn sweep(server: &Address) -> Result<()> {
    wait(async {
        let client = connect(server).await?;
        let sql = "SELECT datname FROM pg_database d WHERE starts_with(datname, $1) \
            AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = d.datname)";
        let rows = client.query(sql, &[&PREFIX]).await;
        for row in rows.map_err(|e| refused(&e))? {
            let name: String = row.get(0);
            if is_abandoned(&name, now_s()) {
                // Another program may be doing the same, or may have begun to use it.
                let sql = format!("DROP DATABASE IF EXISTS \"{name}\"");
                let _ = client.batch_execute(&sql).await;
            }
        }
        Ok(())
    })
}

fn is_abandoned(name: &str, now_s: u64) -> bool {
    let time = name
        .strip_prefix(PREFIX)
        .and_then(|rest| rest.split('_').next());
    let made_s = time.and_then(|time| time.parse::<u64>().ok());
    made_s.is_some_and(|made_s| made_s + ABANDONED_S < now_s)
}

/// Lets Ctrl-C drop them before the program ends.
fn drop_at_the_end() {
    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| {
        std::thread::spawn(|| {
            let heard = wait(async {
                let heard = tokio::signal::ctrl_c().await;
                heard.map_err(|e| Failure::new(&crate::codes::PROGRAM_FAILED, e.to_string()))
            });
            if heard.is_ok() {
                let left = std::mem::take(&mut *living());
                for (name, server) in left {
                    let _ = discard(&name, &server);
                }
                process::exit(INTERRUPTED);
            }
        });
    });
}

/// What a shell says of a program that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_old_ones_are_abandoned() {
        let cases = [
            ("prismoid_throwaway_1000_77_0", true),
            ("prismoid_throwaway_9000_77_0", false),
            ("prismoid_throwaway_x_77_0", false),
            ("shop", false),
        ];
        for (name, expected) in cases {
            assert_eq!(is_abandoned(name, 10_000), expected, "{name}");
        }
    }
}
