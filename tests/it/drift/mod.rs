//! Single changes of a live database, each of which must be seen: `tests/cases/drift/*.sql`, made to
//! what `base.sql` builds. The first line of a case says whether Prisma's own differ sees such a
//! change, `seen` or `blind`; its last lines, comments, are what must be said of it. With
//! `UPDATE_CASES=1` in the environment these are written anew: read the diff.
//!
//! What undoes the change must bring the database back.

use std::path::{Path, PathBuf};
use std::{env, fs};

use diag::Sources;
use diff::{Change, Options};
use introspect::Version;
use schema::Schema;
use tokio_postgres::{Client, SimpleQueryMessage};

use crate::support::Database;

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/cases/drift");

/// A case: a change, and what is said of it.
struct Case {
    path: PathBuf,
    /// Whether Prisma's differ sees it.
    is_seen: bool,
    sql: String,
    expected: String,
}

impl Case {
    fn read(path: PathBuf) -> Self {
        let text = fs::read_to_string(&path).expect("a case is text");
        let is_comment = |line: &&str| line.starts_with("-- ");
        let count = text.lines().rev().take_while(is_comment).count();
        let lines: Vec<&str> = text.lines().collect();
        let (sql, expected) = lines.split_at(lines.len() - count);
        Self {
            path,
            is_seen: lines.first() == Some(&"-- seen"),
            sql: sql.join("\n") + "\n",
            expected: expected.iter().flat_map(|line| [*line, "\n"]).collect(),
        }
    }

    fn name(&self) -> String {
        let stem = self.path.file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    }
}

fn cases() -> Vec<Case> {
    let entries = fs::read_dir(CASES).expect("the folder of cases");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| !path.ends_with("base.sql")).collect();
    paths.sort();
    paths.into_iter().map(Case::read).collect()
}

/// What the session sees, in its transaction.
async fn live(client: &Client, version: Version) -> Schema {
    let script = introspect::script(version, &introspect::Options::default());
    // Its own transaction is for reading alone and would not see what is not committed.
    let script = script.split_once(";\n").map_or("", |(_, rest)| rest);
    let script = script.trim_end_matches("COMMIT");
    let messages = client.simple_query(script).await.expect("the catalogs");
    let rows = messages.iter().filter_map(|message| {
        let SimpleQueryMessage::Row(row) = message else {
            return None;
        };
        Some((0..row.len()).map(|at| row.get(at)).collect())
    });
    let mut schema = introspect::read(rows);
    sql::resolve(&mut schema);
    schema
}

fn words(changes: &[Change<'_>]) -> String {
    let words = changes.iter().map(ToString::to_string);
    words
        .flat_map(|it| ["-- ".to_owned(), it, "\n".to_owned()])
        .collect()
}

/// What the base is understood to build.
fn folded(text: &str) -> Schema {
    let mut sources = Sources::new();
    let id = sources.add("base.sql", text);
    let (script, findings) = sql::parse(id, text);
    assert!(findings.is_empty(), "{findings:#?}");
    let (schema, findings) = sql::fold(&[script]);
    assert!(findings.is_empty(), "{findings:#?}");
    schema
}

#[tokio::test]
async fn every_single_change_is_seen_and_undone() {
    let base = fs::read_to_string(Path::new(CASES).join("base.sql")).expect("the base");
    let database = Database::empty().await;
    let version = database.query("SHOW server_version").await;
    let version = Version::parse(&version).expect("a version");
    let client = database.session().await;
    client.batch_execute(&base).await.expect("the base is made");
    let before = live(&client, version).await;
    let folded = folded(&base);
    assert_eq!(words(&diff::changes(&folded, &before)), "", "false drift");

    let update = env::var_os("UPDATE_CASES").is_some();
    let (mut seen, mut blind, mut failures) = (0, 0, Vec::new());
    for case in cases() {
        client.batch_execute("BEGIN").await.expect("a transaction");
        let made = client.batch_execute(&case.sql).await;
        made.unwrap_or_else(|error| failures.push(format!("{}: {error:?}", case.name())));
        let after = live(&client, version).await;
        let said = words(&diff::changes(&folded, &after));
        if said.is_empty() {
            failures.push(format!("{}: not seen", case.name()));
        } else if update {
            fs::write(&case.path, format!("{}{said}", case.sql)).expect("the case is written");
        } else if said != case.expected {
            failures.push(format!("{}:\n{said}", case.name()));
        }
        let (seen_too, count) = (case.is_seen, usize::from(!said.is_empty()));
        *(if seen_too { &mut seen } else { &mut blind }) += count;

        let script = diff::plan(&after, &before, &Options::offline()).to_string();
        let undone = client.batch_execute(&script).await;
        if let Err(error) = undone {
            failures.push(format!(
                "{} is not undone: {error:?}\n{script}",
                case.name()
            ));
        } else {
            let left = words(&diff::changes(&before, &live(&client, version).await));
            // No statement puts a column before others.
            if !left.lines().all(|line| line.ends_with("in another order")) {
                failures.push(format!("{}: after its undoing\n{left}", case.name()));
            }
        }
        client
            .batch_execute("ROLLBACK")
            .await
            .expect("the base again");
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    assert_eq!((seen, blind), (19, 40), "of 59 changes");
}
