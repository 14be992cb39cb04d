CREATE EXTENSION citext;
CREATE EXTENSION IF NOT EXISTS hstore;
CREATE SCHEMA ext;
CREATE EXTENSION pg_trgm WITH SCHEMA ext;
CREATE EXTENSION ltree SCHEMA ext VERSION '1.1';
CREATE TABLE t (email citext PRIMARY KEY, emails citext[], h hstore, path ext.ltree, name text);
CREATE INDEX ON t USING gin (name ext.gin_trgm_ops);
CREATE INDEX ON t USING gist (name ext.gist_trgm_ops (siglen = 32), path);
