-- Expressions of tables as their objects change: what they name follows, and a cascade takes what uses
-- something and leaves what only has a word in common with it.

CREATE TYPE mood AS ENUM ('sad', 'fair', 'it''s');
CREATE TABLE person (
    id int PRIMARY KEY,
    now mood DEFAULT 'fair' CHECK (now <> 'sad'),
    moods mood[] DEFAULT ARRAY['fair']::mood[],
    note text DEFAULT 'fair',
    word text DEFAULT 'it''s'
);
CREATE INDEX fair_people ON person (id) WHERE now = 'fair' OR note = 'fair';
CREATE INDEX by_mood ON person ((now = 'it''s'));
CREATE VIEW fair_people_view AS SELECT id, now = 'fair' AS fair FROM person WHERE note <> 'fair';
CREATE POLICY fair ON person USING (now IN ('fair', 'it''s'));
CREATE DOMAIN good_mood AS mood DEFAULT 'fair' CHECK (VALUE <> 'sad');
ALTER TYPE mood RENAME VALUE 'fair' TO 'so so';
ALTER TYPE mood RENAME VALUE 'it''s' TO 'is';
ALTER TYPE mood RENAME VALUE 'sad' TO 'it''s sad';

-- A function and a column of one name.
CREATE FUNCTION ranking(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n';
CREATE TABLE ranked (
    id int DEFAULT ranking(1),
    ranking int DEFAULT 0,
    twice int GENERATED ALWAYS AS (ranking * 2) STORED,
    called int GENERATED ALWAYS AS (ranking(id)) STORED,
    CONSTRAINT by_column CHECK (ranking > 0),
    CONSTRAINT by_function CHECK (ranking(id) > 0)
);
CREATE INDEX of_column ON ranked (id) WHERE ranking > 0;
CREATE INDEX of_function ON ranked (ranking(ranking));
CREATE INDEX where_function ON ranked (id) WHERE ranking(id) > 0;
DROP FUNCTION ranking CASCADE;

-- A column of a table that got another name.
CREATE TABLE old_name (
    a int,
    b int,
    c int GENERATED ALWAYS AS (a + b) STORED,
    d int,
    EXCLUDE USING btree (b WITH =) WHERE (a > 1),
    CHECK (a > 0),
    CHECK (b > 0 AND a > 0),
    CHECK (d > 0)
);
CREATE INDEX ON old_name ((a + 1));
CREATE INDEX ON old_name (d) WHERE a IS NULL;
CREATE INDEX ON old_name (d) WHERE b IS NULL;
CREATE POLICY by_a ON old_name USING (a > 0);
CREATE POLICY by_d ON old_name USING (d > 0);
ALTER TABLE old_name RENAME TO new_name;
ALTER TABLE new_name RENAME a TO e;
ALTER TABLE new_name RENAME d TO "D x";
ALTER TABLE new_name DROP COLUMN e CASCADE;

-- What was copied names the columns of the copy.
CREATE TABLE original (a int CHECK (a > 0), b int DEFAULT 1, c int GENERATED ALWAYS AS (a + 1) STORED);
CREATE INDEX ON original ((a * 2)) WHERE a < 9;
CREATE TABLE copy (LIKE original INCLUDING ALL, d int);
CREATE TABLE heir (d int CHECK (d > a)) INHERITS (original);
ALTER TABLE copy RENAME COLUMN a TO z;
ALTER TABLE original RENAME COLUMN a TO y;
ALTER TABLE original DROP COLUMN y CASCADE;

CREATE TABLE whole (at date NOT NULL, n int, CHECK (n > 0)) PARTITION BY RANGE (at);
CREATE TABLE part PARTITION OF whole FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (n);
CREATE TABLE part_of_part PARTITION OF part FOR VALUES IN (1, 2);
CREATE INDEX ON whole ((extract(year FROM at)));
CREATE INDEX ON whole (n) WHERE at > '2024-02-01';
ALTER TABLE whole RENAME COLUMN at TO day;
ALTER TABLE part_of_part RENAME TO leaf;

-- Domains and types in expressions.
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TABLE typed (a text DEFAULT (1::positive)::text, b text CHECK (b::positive > 1), c positive);
CREATE INDEX ON typed ((b::positive));
DROP DOMAIN positive CASCADE;

-- Constants as keys of an index.
CREATE TABLE site (id int);
CREATE UNIQUE INDEX one_site ON site ((true));
CREATE INDEX ON site ((1), id);
