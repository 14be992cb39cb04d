//! Seeds load into a database with all migrations, and loading them again changes nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use ::schema::{QualifiedName, Schema, quote_identifier, quote_literal};
use diag::{Diagnostic, SourceId, Sources, Span};
use serde_json::{Value, json};
use tokio_postgres::{Client, SimpleQueryMessage};

use crate::codes;
use crate::context::Context;
use crate::database::{Throwaway, connect, refused, refused_at, wait};
use crate::failure::{Result, file};

/// Loads every file of seeds twice, each into a copy of the database. Returns what JSON says of each,
/// and the findings.
pub(super) fn load_twice(
    ctx: &Context,
    database: &Throwaway,
    live: &Schema,
    sources: &mut Sources,
) -> Result<(Vec<Value>, Vec<Diagnostic>)> {
    let (mut values, mut findings) = (Vec::new(), Vec::new());
    for path in files(ctx)? {
        let name = ctx.layout()?.shown(&path);
        let text = fs::read_to_string(&path).map_err(|e| file("read", &path, &e))?;
        let source = sources.add(name.as_str(), text.as_str());
        let copy = database.copy()?;
        let found = wait(async {
            let client = connect(&copy.address).await?;
            twice(&client, live, source, sources).await
        })?;
        values.push(json!({ "file": name, "ok": found.is_none() }));
        match found {
            Some(finding) => findings.push(finding),
            None => ctx.terminal.done("Loaded", format!("{name} twice")),
        }
    }
    Ok((values, findings))
}

/// The seeds of all environments, by name.
fn files(ctx: &Context) -> Result<Vec<PathBuf>> {
    let folder = &ctx.layout()?.seeds;
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(Vec::new());
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "sql"));
    paths.sort();
    Ok(paths)
}

async fn twice(
    client: &Client,
    live: &Schema,
    source: SourceId,
    sources: &Sources,
) -> Result<Option<Diagnostic>> {
    if let Err(finding) = load(client, source, sources).await {
        return Ok(Some(finding));
    }
    let first = counts(client, live).await?;
    if let Err(finding) = load(client, source, sources).await {
        return Ok(Some(finding.note("it was loaded for the second time")));
    }
    let second = counts(client, live).await?;
    let grown: Vec<String> = second
        .iter()
        .filter_map(|(table, rows)| {
            let before = first.get(table).copied().unwrap_or_default();
            (before != *rows).then(|| {
                format!("`{table}` has {before} rows after the first time, {rows} after the second")
            })
        })
        .collect();
    if grown.is_empty() {
        return Ok(None);
    }
    let message = "loading these seeds again changes the number of rows";
    let finding = Diagnostic::error(&codes::SEEDS_NOT_IDEMPOTENT, message)
        .at(Span::new(source, 0, 0), "")
        .help("end each INSERT with ON CONFLICT … DO NOTHING or DO UPDATE");
    Ok(Some(grown.into_iter().fold(finding, Diagnostic::note)))
}

/// All of it or nothing, as `seed` does it.
async fn load(
    client: &Client,
    source: SourceId,
    sources: &Sources,
) -> std::result::Result<(), Diagnostic> {
    let fault = |error: &tokio_postgres::Error| {
        let failure = refused_at(error, source, sources);
        let mut findings = failure.findings.into_iter();
        findings
            .next()
            .unwrap_or_else(|| Diagnostic::error(&codes::DATABASE_ERROR, error.to_string()))
    };
    client.batch_execute("BEGIN").await.map_err(|e| fault(&e))?;
    let text = sources.get(source).text();
    client.batch_execute(text).await.map_err(|e| fault(&e))?;
    client.batch_execute("COMMIT").await.map_err(|e| fault(&e))
}

/// The number of rows of every table.
async fn counts(client: &Client, live: &Schema) -> Result<BTreeMap<String, u64>> {
    let queries: Vec<String> = live.tables.keys().map(count).collect();
    if queries.is_empty() {
        return Ok(BTreeMap::new());
    }
    let messages = client.simple_query(&queries.join(" UNION ALL ")).await;
    let messages = messages.map_err(|e| refused(&e))?;
    let rows = messages.iter().filter_map(|message| {
        let SimpleQueryMessage::Row(row) = message else {
            return None;
        };
        Some((row.get(0)?.to_owned(), row.get(1)?.parse().ok()?))
    });
    Ok(rows.collect())
}

fn count(table: &QualifiedName) -> String {
    format!(
        "SELECT {}, count(*) FROM ONLY {}.{}",
        quote_literal(&table.to_string()),
        quote_identifier(&table.schema),
        quote_identifier(&table.name)
    )
}
