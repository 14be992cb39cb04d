-- What production needs before its first user comes; nothing here belongs to a user. Loading it
-- again changes nothing.
--
-- Settings need no rows: their defaults are the columns' own. Prices, zones and breakouts are
-- fetched or computed. What remains is the cache's entry of the index that every chart opens with:
-- it stands here as stale, so the first request fetches it like any other stale entry.

INSERT INTO cache_metadata (id, key, symbol, data_type, expires_at)
VALUES ('seed_cache_n225', 'ohlcv:^N225:1d', '^N225', 'ohlcv', TIMESTAMP '1970-01-01 00:00:00')
ON CONFLICT DO NOTHING;
