-- Migration: 003_update_indexes
-- Description: Composite and partial indexes, checks of prices, views, cleanup of the cache
-- Author: ULT platform team
-- Date: 2026-11-22
-- Depends on: 002_add_user_preferences
-- prismoid: allow index-blocks-writes released together with 001 and 002: the tables are still empty
-- prismoid: allow check-scans released together with 001 and 002: the tables are still empty
-- prismoid: allow work-under-lock released together with 001 and 002: the tables are still empty

-- Composite indexes, for the newest bars or trades of a symbol, and of a day across symbols

CREATE INDEX market_data_symbol_date_idx ON market_data (symbol, date DESC);
CREATE INDEX market_data_date_symbol_idx ON market_data (date DESC, symbol);
CREATE INDEX trade_journal_symbol_timestamp_idx ON trade_journal (symbol, timestamp DESC);

-- Partial indexes. A predicate must be immutable, so "recent" is a fixed day: a later migration
-- builds the index anew with a later one when too many rows have gathered behind it.

CREATE INDEX market_data_recent_idx ON market_data (symbol, date DESC)
    WHERE date >= TIMESTAMP '2025-01-01 00:00:00';

CREATE INDEX trade_journal_closed_profit_idx ON trade_journal (profit DESC)
    WHERE status = 'CLOSED';

CREATE INDEX trade_journal_open_timestamp_idx ON trade_journal (timestamp DESC)
    WHERE status = 'OPEN';

-- Checks

ALTER TABLE market_data
    ADD CONSTRAINT market_data_open_check CHECK (open > 0),
    ADD CONSTRAINT market_data_high_check CHECK (high >= open AND high >= close),
    ADD CONSTRAINT market_data_low_check CHECK (low <= open AND low <= close),
    ADD CONSTRAINT market_data_volume_check CHECK (volume >= 0);

ALTER TABLE trade_journal
    ADD CONSTRAINT trade_journal_entry_price_check CHECK (entry_price > 0),
    ADD CONSTRAINT trade_journal_exit_price_check CHECK (exit_price > 0);

-- Views

CREATE VIEW active_trades AS
SELECT id, timestamp, symbol, entry_price, signal_type, indicator, notes
FROM trade_journal
WHERE status = 'OPEN'
ORDER BY timestamp DESC;

CREATE VIEW trade_performance_summary AS
SELECT
    symbol,
    count(*) AS total_trades,
    count(*) FILTER (WHERE profit > 0) AS winning_trades,
    count(*) FILTER (WHERE profit < 0) AS losing_trades,
    avg(profit_percent) AS average_profit_percent,
    sum(profit) AS total_profit,
    max(profit) AS best_trade,
    min(profit) AS worst_trade
FROM trade_journal
WHERE status = 'CLOSED'
GROUP BY symbol;

-- The second condition follows from the first and lets the planner use market_data_recent_idx,
-- for a condition on the current day proves nothing to it while it plans.
CREATE VIEW recent_market_data AS
SELECT id, symbol, date, open, high, low, close, volume
FROM market_data
WHERE date >= CURRENT_DATE - INTERVAL '30 days'
  AND date >= TIMESTAMP '2025-01-01 00:00:00'
ORDER BY date DESC, symbol;

-- Functions

CREATE FUNCTION cleanup_expired_cache() RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    deleted integer;
BEGIN
    DELETE FROM cache_metadata WHERE expires_at <= CURRENT_TIMESTAMP;
    GET DIAGNOSTICS deleted = ROW_COUNT;
    RETURN deleted;
END;
$$;
