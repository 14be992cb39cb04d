-- Example data for development. Loading it again adds nothing: what a developer has changed stays
-- as it is, and what has a date moves with the current day.

-- Two users: settings, chart preferences, preferences.

INSERT INTO user_settings (id, user_id, theme, language, timezone, notifications_enabled, email_alerts)
VALUES
    ('dev_settings_1', 'user_dev_1', 'dark', 'ja', 'Asia/Tokyo', true, true),
    ('dev_settings_2', 'user_dev_2', 'light', 'en', 'America/New_York', true, false)
ON CONFLICT DO NOTHING;

INSERT INTO chart_preferences (id, user_id, chart_type, indicators, timeframe, overlay_volume)
VALUES
    ('dev_chart_1', 'user_dev_1', 'candlestick', ARRAY['SMA20', 'SMA50', 'RSI'], '1d', true),
    ('dev_chart_2', 'user_dev_2', 'line', ARRAY['EMA12', 'MACD'], '1h', false)
ON CONFLICT DO NOTHING;

INSERT INTO user_preferences (id, user_id, key, value)
VALUES
    ('dev_preference_1', 'user_dev_1', 'default_symbol', '^N225'),
    ('dev_preference_2', 'user_dev_1', 'risk_per_trade_percent', '2'),
    ('dev_preference_3', 'user_dev_1', 'confirm_orders', 'true'),
    ('dev_preference_4', 'user_dev_2', 'default_symbol', 'AAPL'),
    ('dev_preference_5', 'user_dev_2', 'risk_per_trade_percent', '1'),
    ('dev_preference_6', 'user_dev_2', 'confirm_orders', 'false')
ON CONFLICT DO NOTHING;

-- Three watchlists with seven items.

INSERT INTO watchlists (id, user_id, name, description, is_default)
VALUES
    ('dev_watchlist_1', 'user_dev_1', '日本株', '主要な指数と銘柄', true),
    ('dev_watchlist_2', 'user_dev_1', 'US tech', NULL, false),
    ('dev_watchlist_3', 'user_dev_2', 'Daily', 'Looked at every morning', true)
ON CONFLICT DO NOTHING;

-- A list that a developer has deleted came back above, with its items here.
INSERT INTO watchlist_items (id, watchlist_id, symbol, sort_order, notes)
VALUES
    ('dev_item_1', 'dev_watchlist_1', '^N225', 0, '日経平均'),
    ('dev_item_2', 'dev_watchlist_1', '7203.T', 1, 'トヨタ自動車'),
    ('dev_item_3', 'dev_watchlist_1', '6758.T', 2, 'ソニーグループ'),
    ('dev_item_4', 'dev_watchlist_2', 'AAPL', 0, NULL),
    ('dev_item_5', 'dev_watchlist_2', 'NVDA', 1, NULL),
    ('dev_item_6', 'dev_watchlist_3', '^GSPC', 0, NULL),
    ('dev_item_7', 'dev_watchlist_3', 'MSFT', 1, 'Earnings soon')
ON CONFLICT DO NOTHING;

-- A week of ^N225, today included. The week moves, so its rows are made anew; a day that was
-- loaded from elsewhere keeps its prices.

DELETE FROM market_data WHERE id LIKE 'dev\_n225\__';

INSERT INTO market_data (id, symbol, date, open, high, low, close, volume)
SELECT 'dev_n225_' || days_ago, '^N225', CURRENT_DATE - days_ago, open, high, low, close, volume
FROM (VALUES
    (6, 38120.5000, 38466.9000, 38002.1000, 38405.6600, 1125000000),
    (5, 38390.2000, 38711.4000, 38320.7500, 38683.9300, 1098000000),
    (4, 38702.0000, 38745.3000, 38290.4000, 38356.0600, 1210000000),
    (3, 38401.1000, 38820.8000, 38377.6000, 38787.3800, 1187000000),
    (2, 38815.0000, 39120.2500, 38760.9000, 39098.6800, 1264000000),
    (1, 39050.7000, 39077.2000, 38615.3000, 38703.5100, 1302000000),
    (0, 38740.4000, 39012.6000, 38690.1500, 38946.9300, 1143000000)
) AS bar (days_ago, open, high, low, close, volume)
ON CONFLICT DO NOTHING;

-- Five journal entries: three closed, one open, one cancelled.

INSERT INTO trade_journal (
    id, timestamp, symbol, entry_price, exit_price, profit, profit_percent, signal_type, indicator, status, notes
)
SELECT
    id, CURRENT_DATE - days_ago + TIME '01:30', symbol, entry_price, exit_price, profit, profit_percent,
    signal_type, indicator, status::trade_status, notes
FROM (VALUES
    ('dev_trade_1', 6, '^N225', 38150.0000, 38650.0000, 500.0000, 1.3106, 'buy', 'SMA_CROSS', 'CLOSED', '移動平均のゴールデンクロス'),
    ('dev_trade_2', 5, '7203.T', 2850.0000, 2793.0000, -57.0000, -2.0000, 'buy', 'RSI', 'CLOSED', 'Stopped out'),
    ('dev_trade_3', 4, '^N225', 38700.0000, 38370.0000, 330.0000, 0.8527, 'sell', 'SUPPLY_ZONE', 'CLOSED', NULL),
    ('dev_trade_4', 2, 'AAPL', 228.5000, NULL, NULL, NULL, 'buy', 'MACD', 'OPEN', NULL),
    ('dev_trade_5', 1, '6758.T', 13200.0000, NULL, NULL, NULL, 'buy', 'BREAKOUT', 'CANCELLED', 'Limit not reached')
) AS trade (
    id, days_ago, symbol, entry_price, exit_price, profit, profit_percent, signal_type, indicator, status, notes
)
ON CONFLICT (id) DO UPDATE SET timestamp = excluded.timestamp;

-- Five zones and three breakouts.

INSERT INTO supply_demand_zones (id, symbol, price, volume, zone_type, strength)
VALUES
    ('dev_zone_1', '^N225', 38000.0000, 5400000000, 'SUPPORT', 0.8500),
    ('dev_zone_2', '^N225', 38700.0000, 3900000000, 'RESISTANCE', 0.6500),
    ('dev_zone_3', '^N225', 39200.0000, 4700000000, 'RESISTANCE', 0.9000),
    ('dev_zone_4', '7203.T', 2780.0000, 61000000, 'SUPPORT', 0.7000),
    ('dev_zone_5', 'AAPL', 235.0000, 182000000, 'RESISTANCE', 0.5500)
ON CONFLICT DO NOTHING;

INSERT INTO breakout_events (id, symbol, direction, price, volume, is_confirmed, zone_id, timestamp)
VALUES
    ('dev_breakout_1', '^N225', 'bullish', 38760.9000, 1264000000, true, 'dev_zone_2', CURRENT_DATE - 2 + TIME '02:15'),
    ('dev_breakout_2', '7203.T', 'bearish', 2779.0000, 14200000, false, 'dev_zone_4', CURRENT_DATE - 1 + TIME '04:45'),
    ('dev_breakout_3', '^N225', 'bearish', 38690.1500, 1143000000, false, NULL, CURRENT_DATE + TIME '00:20')
ON CONFLICT (id) DO UPDATE SET timestamp = excluded.timestamp;

-- Three cache entries, the last one already stale.

INSERT INTO cache_metadata (id, key, symbol, data_type, expires_at)
VALUES
    ('dev_cache_1', 'ohlcv:^N225:1d', '^N225', 'ohlcv', CURRENT_DATE + 1),
    ('dev_cache_2', 'indicator:^N225:RSI:14', '^N225', 'indicator', CURRENT_DATE + 1),
    ('dev_cache_3', 'prediction:AAPL:1w', 'AAPL', 'prediction', CURRENT_DATE - 1)
ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at;
