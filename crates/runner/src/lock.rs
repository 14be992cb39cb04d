//! The lock of a runner: who holds it may change the database, and nobody else.
//!
//! It is two advisory locks of two sessions. The *guard* session asks for the first one again and
//! again: a session that waits inside `pg_advisory_lock` has a snapshot, for which a
//! CREATE INDEX CONCURRENTLY of the holder would wait, for ever. The *work* session takes the
//! second: when a runner is killed, its guard ends at once but a statement of its work session goes
//! on, and the next runner must not start before that.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::{Duration, Instant};

use tokio_postgres::Client;

use crate::connect::{Connect, Session};
use crate::history::{Look, TableName, Writer, look};
use crate::watch::holder;
use crate::wire::{first_row, number, query, truth};
use crate::{Error, Event, Options};

/// The two sessions of a run, and what it found.
pub(crate) struct Locked<'a> {
    pub(crate) options: &'a Options,
    /// Holds the lock, watches, cancels.
    pub(crate) guard: Session,
    /// Runs the migrations.
    pub(crate) work: Session,
    /// The server's process of `work`.
    pub(crate) work_pid: i64,
    /// The guard's lock.
    pub(crate) key: i64,
    /// What there is, read under the lock.
    pub(crate) look: Look,
    pub(crate) writer: Writer,
}

/// Takes the lock with a session that has looked already, and opens the session for the work.
pub(crate) async fn take<'a>(
    guard: Session,
    connect: &dyn Connect,
    options: &'a Options,
    name: &TableName,
    before: &Look,
) -> Result<Locked<'a>, Error> {
    let key = key(before, "guard");
    let opening = async { connect.connect().await.map_err(Error::no_connection) };
    let (work, taken) = tokio::join!(opening, acquire(guard.client(), key, options));
    let (mut work, guard_pid) = (work?, taken?);
    let work_pid = settle(&guard, guard_pid, &work, key, options).await?;
    acquire(work.client(), self::key(before, "work"), options).await?;
    let look = look(guard.client(), name).await?;
    let writer = Writer::new(
        &look.table,
        options.applied_by.as_deref(),
        &options.tool_version,
    );
    if !look.exists {
        let created = query(work.client(), &look.table.creation(look.has_schema)).await;
        created.map_err(|error| Error::history_unreadable(&look.table, error))?;
    }
    // "relation already exists, skipping" is nothing that the user should read.
    while work.notice().is_some() {}
    Ok(Locked {
        options,
        guard,
        work,
        work_pid,
        key,
        look,
        writer,
    })
}

impl Locked<'_> {
    /// Gives the locks back and closes the sessions, so that the next runner need not wait.
    pub(crate) async fn release(self) {
        let unlock = "SELECT pg_catalog.pg_advisory_unlock_all()";
        let (guard, work) = (self.guard, self.work);
        // A session that is lost has lost its locks too.
        let (first, second) =
            tokio::join!(query(work.client(), unlock), query(guard.client(), unlock));
        drop((first, second));
        tokio::join!(work.close(), guard.close());
    }

    /// An expression that is NULL while the guard holds its lock, and fails when it does not.
    pub(crate) fn proof(&self) -> String {
        format!(
            "nullif(1 / (NOT pg_catalog.pg_try_advisory_xact_lock({}))::integer, 1)",
            self.key
        )
    }

    /// Puts the session back to what every migration starts with.
    pub(crate) fn reset(&self) -> String {
        let settings = settings(self.options);
        format!("RESET SESSION AUTHORIZATION;RESET ROLE;RESET ALL;{settings};")
    }
}

fn settings(options: &Options) -> String {
    format!(
        "SET standard_conforming_strings = on;SET lock_timeout = {}",
        options.lock_timeout_ms
    )
}

/// Polls for an advisory lock of the session; returns the session's process.
async fn acquire(client: &Client, key: i64, options: &Options) -> Result<i64, Error> {
    let sql = format!("SELECT pg_catalog.pg_try_advisory_lock({key}), pg_catalog.pg_backend_pid()");
    let started = Instant::now();
    let mut pause = Pause::new(20, 1_000);
    let mut told = None;
    loop {
        let sets = query(client, &sql).await.map_err(Error::connection_lost)?;
        if let Some(row) = first_row(&sets)
            && truth(row, 0)
        {
            return Ok(number(row, 1));
        }
        let holder = holder(client, key).await.map_err(Error::connection_lost)?;
        let pid = holder.as_ref().map(|it| it.pid);
        if told != Some(pid) {
            options.tell(&Event::WaitingForRunner {
                holder: holder.clone(),
            });
            told = Some(pid);
        }
        let waited_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        if options
            .runner_wait_ms
            .is_some_and(|limit| waited_ms >= limit)
        {
            return Err(Error::runner_busy(holder.as_ref(), waited_ms));
        }
        tokio::select! {
            () = pause.wait() => {}
            () = options.cancelled() => return Err(Error::cancelled(None)),
        }
    }
}

/// Prepares the work session, and finds out whether a pooler mixes sessions up. An open transaction
/// pins its session, so that a pooler must serve the other connection from another one; it is done
/// in both orders, since a pooler may lend what was given back last or what was given back first.
async fn settle(
    guard: &Session,
    guard_pid: i64,
    work: &Session,
    key: i64,
    options: &Options,
) -> Result<i64, Error> {
    let (guard, work) = (guard.client(), work.client());
    let ask = async |client: &Client, before: &str| {
        let sql = format!("{before}SELECT pg_catalog.pg_backend_pid(), {}", holds(key));
        let sets = query(client, &sql).await.map_err(Error::connection_lost)?;
        Ok(first_row(&sets).map_or((0, false), |row| (number(row, 0), truth(row, 1))))
    };
    let (guard_pinned, visible) = ask(guard, "BEGIN;").await?;
    let (work_pid, _) = ask(work, "").await?;
    let (guard_freed, _) = ask(guard, "COMMIT;").await?;
    let (work_pinned, _) = ask(work, "BEGIN;").await?;
    let (guard_again, _) = ask(guard, "").await?;
    let (work_freed, _) = ask(work, &format!("COMMIT;{};", settings(options))).await?;
    let evidence = if work_pid == guard_pid {
        "two connections got one session of the server"
    } else if [guard_pinned, guard_freed, guard_again] != [guard_pid; 3]
        || [work_pinned, work_freed] != [work_pid; 2]
    {
        "the process of the server changed between two queries"
    } else if !visible {
        "a lock that was taken is not there"
    } else {
        return Ok(work_pid);
    };
    Err(Error::pooling(evidence))
}

/// Whether the session itself holds a lock.
fn holds(key: i64) -> String {
    format!(
        "EXISTS (SELECT FROM pg_catalog.pg_locks WHERE {} AND pid = pg_catalog.pg_backend_pid())",
        is_key(key)
    )
}

/// The condition on `pg_locks` for an advisory lock of this database.
pub(crate) fn is_key(key: i64) -> String {
    let bits = key.cast_unsigned();
    format!(
        "locktype = 'advisory' AND objsubid = 1 AND granted AND classid = {high} AND objid = {low} \
         AND database = (SELECT oid FROM pg_catalog.pg_database \
         WHERE datname = pg_catalog.current_database())",
        high = bits >> 32,
        low = bits & 0xffff_ffff,
    )
}

/// The key of a lock: the same for all runners of one history. FNV-1a over the names.
fn key(look: &Look, role: &str) -> i64 {
    let parts = [
        "prismoid",
        &look.database,
        &look.table.schema,
        &look.table.table,
        role,
    ];
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash.cast_signed()
}

/// Waits longer each time, never twice the same, so that runners do not march in step.
#[derive(Debug)]
pub(crate) struct Pause {
    next_ms: u64,
    longest_ms: u64,
}

impl Pause {
    pub(crate) fn new(first_ms: u64, longest_ms: u64) -> Self {
        Self {
            next_ms: first_ms,
            longest_ms,
        }
    }

    /// The next wait: between half of it and all of it.
    pub(crate) fn next_ms(&mut self) -> u64 {
        let whole = self.next_ms.max(2);
        self.next_ms = (whole * 2).min(self.longest_ms);
        // The standard library's only source of randomness is good enough to spread waits.
        whole / 2 + RandomState::new().hash_one(whole) % (whole / 2)
    }

    pub(crate) async fn wait(&mut self) {
        let ms = self.next_ms();
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }
}
