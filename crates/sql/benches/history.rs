//! How fast scripts are read and a history is folded: one large script, and 1,000 migrations and more.
//!
//! Run it with `cargo bench -p prismoid-sql`.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use diag::Sources;

/// The best of several runs.
fn best<T>(runs: u32, mut run: impl FnMut() -> T) -> Duration {
    let times = (0..runs).map(|_| {
        let start = Instant::now();
        std::hint::black_box(run());
        start.elapsed()
    });
    times.min().unwrap_or_default()
}

/// A migration as projects have them: a table, its indexes, a key to an earlier table, a change.
fn migration(number: usize) -> String {
    let mut sql = format!("-- Migration: {number:03}_add_thing\n");
    let _ = write!(
        sql,
        "CREATE TABLE \"Thing{number}\" (\n    \"id\" TEXT NOT NULL,\n    \"createdAt\" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,\n    \
         \"name\" VARCHAR(255) NOT NULL,\n    \"amount\" DECIMAL(18,4) DEFAULT 0,\n    \"ownerId\" TEXT,\n\n    \
         CONSTRAINT \"Thing{number}_pkey\" PRIMARY KEY (\"id\")\n);\n\
         CREATE UNIQUE INDEX \"Thing{number}_name_key\" ON \"Thing{number}\"(\"name\");\n\
         CREATE INDEX ON \"Thing{number}\" (lower(\"name\")) WHERE \"amount\" > 0;\n\
         ALTER TABLE \"Thing{number}\" ADD COLUMN \"note\" JSONB, ALTER COLUMN \"amount\" SET NOT NULL;\n"
    );
    if number > 0 {
        let _ = writeln!(
            sql,
            "ALTER TABLE \"Thing{number}\" ADD CONSTRAINT \"Thing{number}_ownerId_fkey\" FOREIGN KEY (\"ownerId\") \
             REFERENCES \"Thing{}\"(\"id\") ON DELETE SET NULL ON UPDATE CASCADE;",
            number - 1
        );
    }
    sql
}

/// A migration of a kind that changes what earlier ones made: names that other texts mention, and drops
/// that must be looked for in every expression.
fn change(number: usize) -> String {
    let mut sql = format!(
        "CREATE TABLE thing{number} (\n    id bigserial PRIMARY KEY,\n    amount numeric DEFAULT 0 CHECK (amount >= 0),\n    \
         twice numeric GENERATED ALWAYS AS (amount * 2) STORED,\n    note text DEFAULT lower('X')\n);\n\
         CREATE INDEX thing{number}_note ON thing{number} (note) WHERE amount > 0;\n\
         CREATE VIEW seen{number} AS SELECT id, amount FROM thing{number} WHERE note <> '';\n\
         CREATE FUNCTION called{number}() RETURNS int LANGUAGE sql AS 'SELECT 1';\n"
    );
    if let Some(before) = number.checked_sub(1) {
        let _ = writeln!(
            sql,
            "ALTER TABLE thing{before} RENAME COLUMN amount TO total;\nALTER TABLE thing{before} DROP COLUMN id CASCADE;\n\
             DROP FUNCTION called{before}();"
        );
    }
    if let Some(before) = number.checked_sub(2).filter(|at| at % 2 == 0) {
        let _ = writeln!(sql, "DROP TABLE thing{before} CASCADE;");
    }
    sql
}

/// Prints how long it takes to read and to fold a history.
#[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
fn history(what: &str, files: &[String]) {
    let bytes: usize = files.iter().map(String::len).sum();
    let mut sources = Sources::new();
    let ids: Vec<_> = files
        .iter()
        .enumerate()
        .map(|(at, text)| sources.add(format!("{at:05}.sql"), text))
        .collect();
    let read = || -> Vec<prismoid_sql::Script> {
        ids.iter()
            .map(|id| prismoid_sql::parse(*id, sources.get(*id).text()).0)
            .collect()
    };
    let scripts = read();
    let runs = if files.len() > 1000 { 1 } else { 5 };
    let parse = best(runs, read);
    let fold = best(runs, || prismoid_sql::fold(&scripts));
    println!(
        "{} migrations that {what}, {bytes} bytes: parse {parse:?} ({} MB/s), fold and resolve {fold:?}",
        files.len(),
        rate(bytes, parse)
    );
}

/// Bytes a microsecond are megabytes a second.
fn rate(bytes: usize, time: Duration) -> u128 {
    bytes as u128 / time.as_micros().max(1)
}

#[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
fn main() {
    let files: Vec<String> = (0..1000).map(migration).collect();
    history("add", &files);
    history("add", &(0..10_000).map(migration).collect::<Vec<_>>());
    history("change", &(0..1000).map(change).collect::<Vec<_>>());
    history("change", &(0..2000).map(change).collect::<Vec<_>>());

    let mut sources = Sources::new();
    let mut rows = String::from("INSERT INTO t (a, b, c) VALUES\n");
    for number in 0..100_000 {
        let _ = writeln!(rows, "({number}, 'some text {number}', now()),");
    }
    rows.push_str("(0, '', now());\n");
    let id = sources.add("rows.sql", rows.as_str());
    let insert = best(5, || prismoid_sql::parse(id, &rows));
    println!(
        "100,000 rows, {} bytes: parse {insert:?} ({} MB/s)",
        rows.len(),
        rate(rows.len(), insert)
    );

    let script: String = files.concat();
    let tokens = best(5, || lexer::tokens(&script).count());
    println!(
        "tokens of {} bytes: {tokens:?} ({} MB/s)",
        script.len(),
        rate(script.len(), tokens)
    );
}
