-- Migration: 001_initial_schema
-- Description: Market data, trade journal, zones, breakouts, preferences, cache; updated_at kept by triggers
-- Author: ULT platform team
-- Date: 2026-11-22
-- Depends on: none

-- Types

CREATE TYPE trade_status AS ENUM ('OPEN', 'CLOSED', 'CANCELLED');

CREATE TYPE zone_type AS ENUM ('SUPPORT', 'RESISTANCE');

-- Tables

CREATE TABLE market_data (
    id         VARCHAR(30)    NOT NULL,
    symbol     VARCHAR(20)    NOT NULL,
    date       TIMESTAMP(3)   NOT NULL,
    open       DECIMAL(18, 4) NOT NULL,
    high       DECIMAL(18, 4) NOT NULL,
    low        DECIMAL(18, 4) NOT NULL,
    close      DECIMAL(18, 4) NOT NULL,
    volume     BIGINT         NOT NULL,
    created_at TIMESTAMP(3)   NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP(3)   NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT market_data_pkey PRIMARY KEY (id)
);

CREATE TABLE trade_journal (
    id             VARCHAR(30)    NOT NULL,
    timestamp      TIMESTAMP(3)   NOT NULL,
    symbol         VARCHAR(20)    NOT NULL,
    entry_price    DECIMAL(18, 4) NOT NULL,
    exit_price     DECIMAL(18, 4),
    profit         DECIMAL(18, 4),
    profit_percent DECIMAL(8, 4),
    signal_type    VARCHAR(50)    NOT NULL,
    indicator      VARCHAR(50)    NOT NULL,
    status         trade_status   NOT NULL DEFAULT 'OPEN',
    notes          TEXT,
    created_at     TIMESTAMP(3)   NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at     TIMESTAMP(3)   NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT trade_journal_pkey PRIMARY KEY (id)
);

CREATE TABLE supply_demand_zones (
    id         VARCHAR(30)    NOT NULL,
    symbol     VARCHAR(20)    NOT NULL,
    price      DECIMAL(18, 4) NOT NULL,
    volume     BIGINT         NOT NULL,
    zone_type  zone_type      NOT NULL,
    strength   DECIMAL(5, 4)  NOT NULL,
    created_at TIMESTAMP(3)   NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP(3)   NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT supply_demand_zones_pkey PRIMARY KEY (id),
    CONSTRAINT supply_demand_zones_strength_check CHECK (strength BETWEEN 0 AND 1)
);

CREATE TABLE breakout_events (
    id           VARCHAR(30)    NOT NULL,
    symbol       VARCHAR(20)    NOT NULL,
    direction    VARCHAR(20)    NOT NULL,
    price        DECIMAL(18, 4) NOT NULL,
    volume       BIGINT         NOT NULL,
    is_confirmed BOOLEAN        NOT NULL DEFAULT false,
    zone_id      VARCHAR(30),
    timestamp    TIMESTAMP(3)   NOT NULL,
    created_at   TIMESTAMP(3)   NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at   TIMESTAMP(3)   NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT breakout_events_pkey PRIMARY KEY (id),
    CONSTRAINT breakout_events_direction_check CHECK (direction IN ('bullish', 'bearish')),
    -- A breakout stays true when its zone is deleted.
    CONSTRAINT breakout_events_zone_id_fkey FOREIGN KEY (zone_id)
        REFERENCES supply_demand_zones (id) ON DELETE SET NULL ON UPDATE CASCADE
);

CREATE TABLE user_preferences (
    id         VARCHAR(30)  NOT NULL,
    user_id    VARCHAR(50)  NOT NULL,
    key        VARCHAR(100) NOT NULL,
    value      TEXT         NOT NULL,
    created_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT user_preferences_pkey PRIMARY KEY (id)
);

CREATE TABLE cache_metadata (
    id         VARCHAR(30)  NOT NULL,
    key        VARCHAR(255) NOT NULL,
    symbol     VARCHAR(20),
    data_type  VARCHAR(50)  NOT NULL,
    expires_at TIMESTAMP(3) NOT NULL,
    created_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT cache_metadata_pkey PRIMARY KEY (id),
    CONSTRAINT cache_metadata_data_type_check CHECK (data_type IN ('ohlcv', 'indicator', 'prediction'))
);

-- Indexes. A unique index also serves searches by its leading columns: market_data needs none on
-- symbol alone, user_preferences none on user_id.

CREATE UNIQUE INDEX market_data_symbol_date_key ON market_data (symbol, date);
CREATE INDEX market_data_date_idx ON market_data (date);

CREATE INDEX trade_journal_symbol_idx ON trade_journal (symbol);
CREATE INDEX trade_journal_timestamp_idx ON trade_journal (timestamp);
CREATE INDEX trade_journal_status_idx ON trade_journal (status);

CREATE INDEX supply_demand_zones_symbol_idx ON supply_demand_zones (symbol);
CREATE INDEX supply_demand_zones_zone_type_idx ON supply_demand_zones (zone_type);

CREATE INDEX breakout_events_symbol_idx ON breakout_events (symbol);
CREATE INDEX breakout_events_timestamp_idx ON breakout_events (timestamp);
-- Deleting a zone looks for its breakouts.
CREATE INDEX breakout_events_zone_id_idx ON breakout_events (zone_id);

CREATE UNIQUE INDEX user_preferences_user_id_key_key ON user_preferences (user_id, key);

CREATE UNIQUE INDEX cache_metadata_key_key ON cache_metadata (key);
CREATE INDEX cache_metadata_symbol_idx ON cache_metadata (symbol);
CREATE INDEX cache_metadata_data_type_idx ON cache_metadata (data_type);
CREATE INDEX cache_metadata_expires_at_idx ON cache_metadata (expires_at);

-- Triggers

CREATE FUNCTION set_updated_at() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := CURRENT_TIMESTAMP;
    RETURN NEW;
END;
$$;

CREATE TRIGGER market_data_set_updated_at
    BEFORE UPDATE ON market_data
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TRIGGER trade_journal_set_updated_at
    BEFORE UPDATE ON trade_journal
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TRIGGER supply_demand_zones_set_updated_at
    BEFORE UPDATE ON supply_demand_zones
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TRIGGER breakout_events_set_updated_at
    BEFORE UPDATE ON breakout_events
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TRIGGER user_preferences_set_updated_at
    BEFORE UPDATE ON user_preferences
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TRIGGER cache_metadata_set_updated_at
    BEFORE UPDATE ON cache_metadata
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
