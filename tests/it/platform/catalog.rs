//! What a database contains, as text that can be compared.

use tokio_postgres::Client;

/// The kinds of object that a schema file has no words for.
const ONLY_SQL: [&str; 5] = ["check", "partial-index", "view", "function", "trigger"];

/// Every object of the database, one line each; see `catalog.sql`.
pub(super) async fn read(client: &Client) -> Vec<String> {
    let rows = client.query(include_str!("catalog.sql"), &[]).await;
    let rows = rows.expect("the catalog");
    rows.iter().map(|row| row.get(0)).collect()
}

/// The lines without those of objects that only SQL can declare.
pub(super) fn sayable(lines: Vec<String>) -> Vec<String> {
    let is_sayable = |line: &String| {
        let kind = line.split(' ').next().unwrap_or_default();
        !ONLY_SQL.contains(&kind)
    };
    lines.into_iter().filter(is_sayable).collect()
}

/// Runs a script and reads the catalog, then takes everything back.
pub(super) async fn after(client: &Client, scripts: &[&str]) -> Vec<String> {
    run(client, "BEGIN").await;
    for script in scripts {
        run(client, script).await;
    }
    let lines = read(client).await;
    run(client, "ROLLBACK").await;
    lines
}

/// Runs a script, which must succeed.
pub(super) async fn run(client: &Client, script: &str) {
    if let Err(error) = client.batch_execute(script).await {
        panic!("{error:?}\n{script}");
    }
}

/// Two catalogs must be equal; what is in one alone is shown.
#[track_caller]
pub(super) fn assert_equal(name: &str, expected: &[String], found: &[String]) {
    let only = |of: &[String], other: &[String], sign: &str| -> Vec<String> {
        of.iter()
            .filter(|line| !other.contains(line))
            .map(|line| format!("{sign} {line}"))
            .collect()
    };
    let differences = [only(expected, found, "-"), only(found, expected, "+")].concat();
    assert!(
        expected == found,
        "{name}: expected (-) and found (+) differ:\n{}",
        differences.join("\n")
    );
}
