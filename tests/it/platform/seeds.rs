//! The seeds on a real server: what they hold, that loading them again changes nothing, and what
//! the database does with their rows.

use tokio_postgres::Client;

use super::{catalog, migrated::MIGRATIONS, read};
use crate::support::Database;

/// Rows of each table after the development seeds.
const DEVELOPMENT: [(&str, i64); 10] = [
    ("breakout_events", 3),
    ("cache_metadata", 3),
    ("chart_preferences", 2),
    ("market_data", 7),
    ("supply_demand_zones", 5),
    ("trade_journal", 5),
    ("user_preferences", 6),
    ("user_settings", 2),
    ("watchlist_items", 7),
    ("watchlists", 3),
];

/// Tables whose rows belong to users.
const OF_USERS: [&str; 6] = [
    "chart_preferences",
    "trade_journal",
    "user_preferences",
    "user_settings",
    "watchlist_items",
    "watchlists",
];

async fn migrated() -> (Database, Client) {
    let database = Database::empty().await;
    let client = database.session().await;
    for migration in MIGRATIONS {
        catalog::run(&client, &read(format!("{migration}.sql"))).await;
    }
    (database, client)
}

async fn load(client: &Client, seed: &str) {
    let sql = read(format!("seeds/{seed}.sql"));
    catalog::run(client, &format!("BEGIN;\n{sql}\nCOMMIT;")).await;
}

async fn number(client: &Client, query: &str) -> i64 {
    let row = client.query_one(query, &[]).await;
    row.unwrap_or_else(|error| panic!("{error:?}\n{query}"))
        .get(0)
}

async fn counts(client: &Client) -> Vec<(&'static str, i64)> {
    let mut counts = Vec::new();
    for (table, _) in DEVELOPMENT {
        let rows = number(client, &format!("SELECT count(*) FROM {table}")).await;
        counts.push((table, rows));
    }
    counts
}

#[tokio::test]
async fn development_can_be_loaded_again() {
    let (_database, client) = migrated().await;
    for _ in 0..2 {
        load(&client, "development").await;
        assert_eq!(counts(&client).await, DEVELOPMENT);
    }
}

/// On another day the dates move, and what a developer changed or deleted is as it should be.
#[tokio::test]
async fn development_can_be_loaded_on_another_day() {
    let (_database, client) = migrated().await;
    load(&client, "development").await;
    // From the oldest on, for two bars of one day would collide.
    for days_ago in (0..=6).rev() {
        let age = format!(
            "UPDATE market_data SET date = date - INTERVAL '3 days' WHERE id = 'dev_n225_{days_ago}'"
        );
        catalog::run(&client, &age).await;
    }
    catalog::run(
        &client,
        "UPDATE trade_journal SET timestamp = timestamp - INTERVAL '3 days';
        UPDATE user_settings SET theme = 'auto' WHERE user_id = 'user_dev_1';
        DELETE FROM watchlists WHERE id = 'dev_watchlist_2';
        DELETE FROM supply_demand_zones WHERE id = 'dev_zone_4';",
    )
    .await;
    load(&client, "development").await;
    assert_eq!(counts(&client).await, DEVELOPMENT);
    let kept = "SELECT count(*) FROM user_settings WHERE theme = 'auto'";
    assert_eq!(number(&client, kept).await, 1);
    let today = "SELECT count(*) FROM market_data WHERE date = CURRENT_DATE";
    assert_eq!(number(&client, today).await, 1);
    let trades = "SELECT count(*) FROM trade_journal WHERE timestamp >= CURRENT_DATE - 6";
    assert_eq!(number(&client, trades).await, 5);
}

#[tokio::test]
async fn production_holds_nothing_of_users() {
    let (_database, client) = migrated().await;
    load(&client, "production").await;
    let first = counts(&client).await;
    load(&client, "production").await;
    assert_eq!(counts(&client).await, first);
    let of_users: Vec<_> = first
        .iter()
        .filter(|(table, rows)| OF_USERS.contains(table) && *rows > 0)
        .collect();
    assert!(of_users.is_empty(), "{of_users:?}");
    assert!(first.iter().any(|(_, rows)| *rows > 0), "the seed is empty");
}

#[tokio::test]
async fn both_can_be_loaded_into_one_database() {
    let (_database, client) = migrated().await;
    load(&client, "production").await;
    load(&client, "development").await;
    load(&client, "production").await;
    assert_eq!(counts(&client).await, DEVELOPMENT);
}

#[tokio::test]
async fn views_trigger_and_cleanup_work() {
    let (_database, client) = migrated().await;
    load(&client, "development").await;
    let cases = [
        ("SELECT count(*) FROM active_trades", 1),
        ("SELECT count(*) FROM recent_market_data", 7),
        (
            "SELECT total_trades FROM trade_performance_summary WHERE symbol = '^N225'",
            2,
        ),
        (
            "SELECT winning_trades FROM trade_performance_summary WHERE symbol = '^N225'",
            2,
        ),
        (
            "SELECT losing_trades FROM trade_performance_summary WHERE symbol = '7203.T'",
            1,
        ),
        (
            "SELECT total_profit::bigint FROM trade_performance_summary WHERE symbol = '^N225'",
            830,
        ),
        ("SELECT cleanup_expired_cache()::bigint", 1),
        ("SELECT cleanup_expired_cache()::bigint", 0),
        ("SELECT count(*) FROM cache_metadata", 2),
    ];
    for (query, expected) in cases {
        assert_eq!(number(&client, query).await, expected, "{query}");
    }
    let touch = "UPDATE watchlists SET updated_at = '2000-01-01', name = name";
    catalog::run(&client, touch).await;
    let stale = "SELECT count(*) FROM watchlists WHERE updated_at < CURRENT_DATE - 1";
    assert_eq!(number(&client, stale).await, 0);
}

#[tokio::test]
async fn checks_refuse_impossible_rows() {
    let (_database, client) = migrated().await;
    load(&client, "development").await;
    let cases = [
        (
            "UPDATE market_data SET open = 0, low = 0",
            "market_data_open_check",
        ),
        (
            "UPDATE market_data SET high = open - 1",
            "market_data_high_check",
        ),
        (
            "UPDATE market_data SET low = close + 1",
            "market_data_low_check",
        ),
        (
            "UPDATE market_data SET volume = -1",
            "market_data_volume_check",
        ),
        (
            "UPDATE trade_journal SET entry_price = 0",
            "trade_journal_entry_price_check",
        ),
        (
            "UPDATE trade_journal SET exit_price = -1",
            "trade_journal_exit_price_check",
        ),
        (
            "UPDATE supply_demand_zones SET strength = 1.1",
            "supply_demand_zones_strength_check",
        ),
        (
            "UPDATE breakout_events SET direction = 'up'",
            "breakout_events_direction_check",
        ),
        (
            "UPDATE breakout_events SET zone_id = 'none'",
            "breakout_events_zone_id_fkey",
        ),
        (
            "UPDATE cache_metadata SET data_type = 'x'",
            "cache_metadata_data_type_check",
        ),
        (
            "UPDATE user_settings SET theme = 'blue'",
            "user_settings_theme_check",
        ),
        (
            "UPDATE user_settings SET language = 'de'",
            "user_settings_language_check",
        ),
        (
            "UPDATE chart_preferences SET chart_type = 'pie'",
            "chart_preferences_chart_type_check",
        ),
        (
            "UPDATE chart_preferences SET timeframe = '2m'",
            "chart_preferences_timeframe_check",
        ),
    ];
    for (statement, constraint) in cases {
        let error = client.batch_execute(statement).await.expect_err(statement);
        let error = error.as_db_error().expect("an error of the server");
        assert_eq!(error.constraint(), Some(constraint), "{statement}");
    }
    catalog::run(&client, "DELETE FROM supply_demand_zones").await;
    let orphans = "SELECT count(*) FROM breakout_events WHERE zone_id IS NOT NULL";
    assert_eq!(number(&client, orphans).await, 0);
    catalog::run(&client, "DELETE FROM watchlists").await;
    assert_eq!(
        number(&client, "SELECT count(*) FROM watchlist_items").await,
        0
    );
}
