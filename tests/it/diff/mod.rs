//! Plans between generated states, on a real server: each leads exactly to the state after, and
//! loses no row that it does not tell of.
//!
//! `PRISMOID_PAIRS=FROM..TO` tries other pairs than those of every run.

mod generate;
mod inherited;

use std::env;
use std::ops::Range;

use ::introspect::Options;
use diff::{Change, Loss, Script, TableChange};
use schema::Schema;
use tokio_postgres::Client;

use crate::introspect;
use crate::support::Database;
use generate::State;

fn pairs() -> Range<u64> {
    let named = env::var("PRISMOID_PAIRS").ok();
    let named = named.as_deref().and_then(|text| text.split_once(".."));
    let parsed = named.and_then(|(from, to)| Some(from.parse().ok()?..to.parse().ok()?));
    parsed.unwrap_or(0..6)
}

/// The two states of a pair; the share of what differs grows from pair to pair and begins again.
fn states(number: u64) -> [State; 2] {
    let percent = usize::try_from(number % 6).unwrap_or(0) * 15 + 5;
    [1, 2].map(|own| State {
        shared: number,
        own: number * 2 + own + 1_000_000,
        percent,
    })
}

async fn run(client: &Client, sql: &str) -> Result<(), String> {
    let result = client.batch_execute(sql).await;
    result.map_err(|error| match error.as_db_error() {
        Some(error) => format!("{}\n{sql}", error.message()),
        None => format!("{error}\n{sql}"),
    })
}

/// Runs a plan as the runner does: file by file, in a transaction or statement by statement.
async fn follow(client: &Client, plan: &Script) -> Result<(), String> {
    for file in plan.files() {
        if file.transaction {
            run(client, &format!("BEGIN;\n{file}\nCOMMIT;")).await?;
            continue;
        }
        let text = file.to_string();
        let id = diag::Sources::new().add("plan", &text);
        for statement in sql::parse(id, &text).0.statements() {
            run(client, statement.text()).await?;
        }
    }
    Ok(())
}

/// What still differs, in words; the order of columns is nothing that a plan could change.
fn differences(found: &Schema, wanted: &Schema) -> Vec<String> {
    let changes = diff::changes(found, wanted);
    let told = changes.iter().filter(|change| {
        !matches!(
            change,
            Change::Table {
                change: TableChange::ColumnOrder,
                ..
            }
        )
    });
    told.map(ToString::to_string).collect()
}

/// A state, made in an empty database, with a row in every table that takes one.
async fn make(state: State, rows: bool) -> Result<(Database, Schema), String> {
    let database = Database::empty().await;
    let client = database.session().await;
    run(&client, &state.script()).await?;
    let schema = introspect::read(&database, &Options::default()).await;
    if rows {
        for name in schema.tables.keys() {
            // Not every table takes a row of nothing but defaults.
            for _ in 0..2 {
                let _ = run(
                    &client,
                    &format!("INSERT INTO {} DEFAULT VALUES", name.sql()),
                )
                .await;
            }
        }
    }
    Ok((database, schema))
}

async fn counts(database: &Database, schema: &Schema) -> Vec<(String, String)> {
    let mut counts = Vec::new();
    for name in schema.tables.keys() {
        let count = database
            .query(&format!("SELECT count(*) FROM {}", name.sql()))
            .await;
        counts.push((name.sql(), count));
    }
    counts
}

/// One plan, tried.
async fn try_plan(from: State, to: State, options: &diff::Options) -> Result<(), String> {
    let (_wanted, after) = make(to, false).await?;
    let (database, before) = make(from, false).await?;
    let plan = diff::plan(&before, &after, options);
    let fail = |reason: String| format!("{reason}\n\n{plan}");
    follow(&database.session().await, &plan)
        .await
        .map_err(fail)?;
    let found = introspect::read(&database, &Options::default()).await;
    let left = differences(&found, &after);
    if !left.is_empty() {
        return Err(fail(format!("left: {left:#?}")));
    }
    Ok(())
}

/// The same with rows: a plan that a value stops may stop, but what runs to its end keeps each row
/// that it did not name as lost.
async fn try_rows(from: State, to: State, options: &diff::Options) -> Result<bool, String> {
    let (_wanted, after) = make(to, false).await?;
    let (database, before) = make(from, true).await?;
    let plan = diff::plan(&before, &after, options);
    let earlier = counts(&database, &before).await;
    if follow(&database.session().await, &plan).await.is_err() {
        return Ok(false);
    }
    let later = counts(&database, &after).await;
    let losses = plan.losses();
    for (table, count) in earlier {
        let is_lost = losses
            .iter()
            .any(|loss| matches!(loss, Loss::Table(name) if name.sql() == table));
        let kept = later.iter().any(|it| *it == (table.clone(), count.clone()));
        // The rows of partitions are also their parents'.
        if !is_lost && !kept && !table.contains("log") {
            return Err(format!("{table} had {count} rows: {later:?}\n\n{plan}"));
        }
    }
    Ok(true)
}

#[tokio::test]
async fn plans_lead_to_the_wanted_state() {
    let mut failed = Vec::new();
    for number in pairs() {
        let [from, to] = states(number);
        let options = if number % 2 == 0 {
            diff::Options::online()
        } else {
            diff::Options::offline()
        };
        if let Err(reason) = try_plan(from, to, &options).await {
            failed.push(format!("pair {number}: {reason}"));
        }
    }
    let all = pairs().count();
    assert!(
        failed.is_empty(),
        "{} of {all} failed:\n{}",
        failed.len(),
        failed.join("\n\n")
    );
}

#[tokio::test]
async fn plans_keep_rows() {
    let mut ended = 0;
    for number in pairs() {
        let [from, to] = states(number);
        let options = diff::Options::online();
        match try_rows(from, to, &options).await {
            Ok(yes) => ended += u32::from(yes),
            Err(reason) => panic!("pair {number}: {reason}"),
        }
    }
    assert!(ended > 0, "no plan came to its end with rows");
}

#[tokio::test]
async fn nothing_leads_from_a_state_to_itself() {
    for number in pairs().step_by(4) {
        let [state, _] = states(number);
        let (_one, before) = make(state, false).await.unwrap_or_else(|it| panic!("{it}"));
        let (_other, after) = make(state, false).await.unwrap_or_else(|it| panic!("{it}"));
        let plan = diff::plan(&before, &after, &diff::Options::online());
        assert!(
            plan.is_empty() && plan.changes.is_empty(),
            "{number}:\n{plan}"
        );
    }
}
