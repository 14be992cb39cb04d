-- Migration: 001_initial_schema
-- Description: Undoes the initial schema; every table goes with its rows
-- Author: ULT platform team
-- Date: 2026-11-22
-- Depends on: none

-- A table takes its indexes and triggers with it.
DROP TABLE cache_metadata;
DROP TABLE user_preferences;
DROP TABLE breakout_events;
DROP TABLE supply_demand_zones;
DROP TABLE trade_journal;
DROP TABLE market_data;

DROP FUNCTION set_updated_at();

DROP TYPE zone_type;
DROP TYPE trade_status;
