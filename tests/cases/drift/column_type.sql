-- seen
ALTER TABLE users ALTER COLUMN name TYPE varchar;
-- table `users`: column `name` changes from text to character varying
