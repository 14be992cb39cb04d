//! The catalogs of a real server, read as a schema: they say what the fold of the same script says.
//!
//! A script of one's own is tried with
//! `PRISMOID_CASE=FILE cargo test -p prismoid-tests --test it -- introspect::cases`.

#![expect(
    clippy::panic,
    reason = "a test fails by panicking, also outside of its own function"
)]

mod compare;
mod left_out;

use std::path::{Path, PathBuf};
use std::{env, fs};

use diag::Sources;
use introspect::{Options, Version};
use schema::Schema;
use tokio_postgres::SimpleQueryMessage;

pub(crate) use compare::differences;

use crate::support::Database;

/// What a database contains.
pub(crate) async fn read(database: &Database, options: &Options) -> Schema {
    let version = database.query("SHOW server_version").await;
    let version = Version::parse(&version).expect("the server has a version");
    let script = introspect::script(version, options);
    let messages = database.session().await.simple_query(&script).await;
    let messages = messages.unwrap_or_else(|error| panic!("{error:?}"));
    let rows = messages.iter().filter_map(|message| {
        let SimpleQueryMessage::Row(row) = message else {
            return None;
        };
        Some((0..row.len()).map(|at| row.get(at)).collect())
    });
    introspect::read(rows)
}

/// Applies a script statement by statement, each in a transaction of its own, and compares what is
/// there then with what the script is understood to make.
async fn check(name: &str, text: &str) -> Vec<String> {
    let mut sources = Sources::new();
    let id = sources.add(name, text);
    let (script, findings) = sql::parse(id, text);
    assert!(findings.is_empty(), "{name}: {findings:#?}");
    let database = Database::empty().await;
    let client = database.session().await;
    for statement in script.statements() {
        let done = client.batch_execute(statement.text()).await;
        done.unwrap_or_else(|error| panic!("{name}: {}: {error:?}", statement.text()));
    }
    let live = read(&database, &Options::default()).await;
    let (folded, findings) = sql::fold(&[script]);
    let mut said: Vec<String> = findings.iter().map(|it| it.message.clone()).collect();
    said.extend(folded.opaque.iter().map(|it| it.reason.clone()));
    said.extend(differences(&folded, &live));
    said
}

/// The case that the environment names, or all of them.
fn paths() -> Vec<PathBuf> {
    if let Some(path) = env::var_os("PRISMOID_CASE") {
        return vec![path.into()];
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/introspect");
    let entries = fs::read_dir(&folder).expect("the folder of cases");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "{} has no cases", folder.display());
    paths
}

#[tokio::test]
async fn cases_are_as_the_fold_understands_them() {
    let mut report = String::new();
    for path in paths() {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{error}"));
        let name = path.display().to_string();
        let said = check(&name, &text).await;
        if !said.is_empty() {
            let said = said.join("\n").replace('\n', "\n  ");
            report.extend(["\n", &name, "\n  ", &said, "\n"]);
        }
    }
    assert!(
        report.is_empty(),
        "`-` is what the fold says, `+` what the server says{report}"
    );
}
