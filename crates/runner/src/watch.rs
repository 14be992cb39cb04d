//! Watches the work from the guard's session: who is in its way, and ending it.

use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};
use tokio_postgres::{Client, SimpleQueryRow};

use crate::event::{Blocker, Subject};
use crate::lock::{Locked, is_key};
use crate::wire::{Reply, number, query, text};
use crate::{Event, Options};

/// How long the guard's session may take to answer; the work goes on without it.
const PATIENCE: Duration = Duration::from_secs(2);

/// Columns of `pg_stat_activity` that make a [`Blocker`], after the process.
const ACTIVITY: &str = "a.application_name, a.usename, pg_catalog.host(a.client_addr), a.state, \
     pg_catalog.to_char(coalesce(a.xact_start, a.backend_start) AT TIME ZONE 'UTC', \
     'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), pg_catalog.left(a.query, 200)";

/// Who holds an advisory lock.
pub(crate) async fn holder(
    client: &Client,
    key: i64,
) -> Result<Option<Blocker>, tokio_postgres::Error> {
    let sql = format!(
        "SELECT l.pid, {ACTIVITY} FROM (SELECT pid FROM pg_catalog.pg_locks WHERE {}) AS l \
         LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid",
        is_key(key)
    );
    let sets = query(client, &sql).await?;
    Ok(sets
        .iter()
        .flatten()
        .next()
        .map(|row| blocker(row, String::new())))
}

fn blocker(row: &SimpleQueryRow, wanted: String) -> Blocker {
    Blocker {
        pid: i32::try_from(number(row, 0)).unwrap_or_default(),
        application_name: text(row, 1).to_owned(),
        user: text(row, 2).to_owned(),
        client_address: text(row, 3).to_owned(),
        state: text(row, 4).to_owned(),
        since: text(row, 5).to_owned(),
        query: text(row, 6).to_owned(),
        wanted,
    }
}

/// `ACCESS EXCLUSIVE on public.users`, out of `pg_locks`' names.
fn wanted(mode: &str, relation: &str, locktype: &str) -> String {
    if relation.is_empty() {
        return match locktype {
            "virtualxid" | "transactionid" => "the end of its transaction".to_owned(),
            _ => format!("a lock of type {locktype}"),
        };
    }
    let mut words = String::new();
    for letter in mode.trim_end_matches("Lock").chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_uppercase());
    }
    format!("{words} on {relation}")
}

/// How often to look: several times before a lock times out, and rarely in a long statement.
fn period(options: &Options) -> Duration {
    let quarter = u64::from(options.lock_timeout_ms) / 4;
    Duration::from_millis(if quarter == 0 {
        250
    } else {
        quarter.clamp(5, 250)
    })
}

impl Locked<'_> {
    /// Reads a reply to its end. Meanwhile tells who is in the way, which is left in `blockers`, and
    /// cancels the statement when the run is cancelled.
    pub(crate) async fn follow(
        &mut self,
        reply: &mut Reply,
        subject: &Subject,
        blockers: &mut Vec<Blocker>,
    ) -> Result<(), tokio_postgres::Error> {
        let period = period(self.options);
        let mut tick = interval_at(Instant::now() + period, period);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let result = loop {
            tokio::select! {
                biased;
                result = reply.finish() => break result,
                () = self.options.cancelled() => break self.end(reply).await,
                _ = tick.tick() => self.look_around(subject, blockers).await,
            }
        };
        while let Some(notice) = self.work.notice() {
            self.options.tell(&Event::Notice(notice));
        }
        result
    }

    /// Cancels what the work session runs, again and again until the reply is there: a cancellation
    /// that arrives between two statements has no effect.
    async fn end(&self, reply: &mut Reply) -> Result<(), tokio_postgres::Error> {
        let sql = format!("SELECT pg_catalog.pg_cancel_backend({})", self.work_pid);
        loop {
            // Without the guard only patience is left.
            drop(timeout(PATIENCE, query(self.guard.client(), &sql)).await);
            if let Ok(result) = timeout(Duration::from_millis(50), reply.finish()).await {
                return result;
            }
        }
    }

    async fn look_around(&self, subject: &Subject, blockers: &mut Vec<Blocker>) {
        let Ok(Ok(found)) = timeout(PATIENCE, self.blockers()).await else {
            return;
        };
        let pids = |them: &[Blocker]| them.iter().map(|it| it.pid).collect::<Vec<_>>();
        if !found.is_empty() && pids(&found) != pids(blockers) {
            self.options.tell(&Event::Waiting {
                subject: subject.clone(),
                blockers: found.clone(),
            });
            *blockers = found;
        }
    }

    /// Who is in the way of the work session.
    async fn blockers(&self) -> Result<Vec<Blocker>, tokio_postgres::Error> {
        let pid = self.work_pid;
        let sql = format!(
            "SELECT b.pid, {ACTIVITY}, w.mode, w.relation::pg_catalog.regclass::text, w.locktype \
             FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids({pid})) AS b(pid) \
             LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = b.pid \
             LEFT JOIN LATERAL (SELECT * FROM pg_catalog.pg_locks \
             WHERE pid = {pid} AND NOT granted LIMIT 1) AS w ON true"
        );
        let sets = query(self.guard.client(), &sql).await?;
        let rows = sets.iter().flatten();
        Ok(rows
            .map(|row| blocker(row, wanted(text(row, 7), text(row, 8), text(row, 9))))
            .collect())
    }

    /// Whether the guard's session answers.
    pub(crate) async fn guard_is_alive(&self) -> bool {
        matches!(
            timeout(PATIENCE * 5, query(self.guard.client(), "SELECT")).await,
            Ok(Ok(_))
        )
    }
}

#[cfg(test)]
mod tests {
    use super::wanted;

    #[test]
    fn wanted_in_words() {
        assert_eq!(
            wanted("AccessExclusiveLock", "users", "relation"),
            "ACCESS EXCLUSIVE on users"
        );
        assert_eq!(
            wanted("ShareLock", "", "virtualxid"),
            "the end of its transaction"
        );
        assert_eq!(
            wanted("ExclusiveLock", "", "advisory"),
            "a lock of type advisory"
        );
    }
}
