-- Migration: 002_add_user_preferences
-- Description: Settings and chart preferences of users, watchlists with their items
-- Author: ULT platform team
-- Date: 2026-11-22
-- Depends on: 001_initial_schema

-- Tables

CREATE TABLE user_settings (
    id                    VARCHAR(30)  NOT NULL,
    user_id               VARCHAR(50)  NOT NULL,
    theme                 VARCHAR(20)  NOT NULL DEFAULT 'dark',
    language              VARCHAR(10)  NOT NULL DEFAULT 'ja',
    timezone              VARCHAR(50)  NOT NULL DEFAULT 'Asia/Tokyo',
    notifications_enabled BOOLEAN      NOT NULL DEFAULT true,
    email_alerts          BOOLEAN      NOT NULL DEFAULT false,
    created_at            TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at            TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT user_settings_pkey PRIMARY KEY (id),
    CONSTRAINT user_settings_theme_check CHECK (theme IN ('light', 'dark', 'auto')),
    CONSTRAINT user_settings_language_check CHECK (language IN ('ja', 'en'))
);

CREATE TABLE chart_preferences (
    id             VARCHAR(30)  NOT NULL,
    user_id        VARCHAR(50)  NOT NULL,
    chart_type     VARCHAR(20)  NOT NULL DEFAULT 'candlestick',
    indicators     TEXT[]       DEFAULT ARRAY[]::TEXT[],
    timeframe      VARCHAR(10)  NOT NULL DEFAULT '1d',
    overlay_volume BOOLEAN      NOT NULL DEFAULT true,
    created_at     TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at     TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT chart_preferences_pkey PRIMARY KEY (id),
    CONSTRAINT chart_preferences_chart_type_check CHECK (chart_type IN ('candlestick', 'line', 'area')),
    CONSTRAINT chart_preferences_timeframe_check
        CHECK (timeframe IN ('1m', '5m', '15m', '1h', '4h', '1d', '1w', '1mo'))
);

CREATE TABLE watchlists (
    id          VARCHAR(30)  NOT NULL,
    user_id     VARCHAR(50)  NOT NULL,
    name        VARCHAR(100) NOT NULL,
    description TEXT,
    is_default  BOOLEAN      NOT NULL DEFAULT false,
    created_at  TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at  TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT watchlists_pkey PRIMARY KEY (id)
);

CREATE TABLE watchlist_items (
    id           VARCHAR(30)  NOT NULL,
    watchlist_id VARCHAR(30)  NOT NULL,
    symbol       VARCHAR(20)  NOT NULL,
    added_at     TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    sort_order   INTEGER      NOT NULL DEFAULT 0,
    notes        TEXT,

    CONSTRAINT watchlist_items_pkey PRIMARY KEY (id),
    CONSTRAINT watchlist_items_watchlist_id_fkey FOREIGN KEY (watchlist_id)
        REFERENCES watchlists (id) ON DELETE CASCADE ON UPDATE CASCADE
);

-- Indexes. The unique index of watchlist_items also serves searches by watchlist_id and the
-- foreign key.

CREATE UNIQUE INDEX user_settings_user_id_key ON user_settings (user_id);

CREATE UNIQUE INDEX chart_preferences_user_id_key ON chart_preferences (user_id);

CREATE INDEX watchlists_user_id_idx ON watchlists (user_id);

CREATE UNIQUE INDEX watchlist_items_watchlist_id_symbol_key ON watchlist_items (watchlist_id, symbol);
CREATE INDEX watchlist_items_symbol_idx ON watchlist_items (symbol);

-- Triggers

CREATE TRIGGER user_settings_set_updated_at
    BEFORE UPDATE ON user_settings
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TRIGGER chart_preferences_set_updated_at
    BEFORE UPDATE ON chart_preferences
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TRIGGER watchlists_set_updated_at
    BEFORE UPDATE ON watchlists
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
