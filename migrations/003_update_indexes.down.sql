-- Migration: 003_update_indexes
-- Description: Undoes the composite and partial indexes, checks, views and cleanup; no rows are lost
-- Author: ULT platform team
-- Date: 2026-11-22
-- Depends on: 002_add_user_preferences

DROP FUNCTION cleanup_expired_cache();

DROP VIEW recent_market_data;
DROP VIEW trade_performance_summary;
DROP VIEW active_trades;

ALTER TABLE trade_journal
    DROP CONSTRAINT trade_journal_exit_price_check,
    DROP CONSTRAINT trade_journal_entry_price_check;

ALTER TABLE market_data
    DROP CONSTRAINT market_data_volume_check,
    DROP CONSTRAINT market_data_low_check,
    DROP CONSTRAINT market_data_high_check,
    DROP CONSTRAINT market_data_open_check;

DROP INDEX trade_journal_open_timestamp_idx;
DROP INDEX trade_journal_closed_profit_idx;
DROP INDEX market_data_recent_idx;

DROP INDEX trade_journal_symbol_timestamp_idx;
DROP INDEX market_data_date_symbol_idx;
DROP INDEX market_data_symbol_date_idx;
