-- seen
ALTER TABLE users ALTER COLUMN seen_at TYPE timestamp(6);
-- table `users`: column `seen_at` changes from timestamp(3) without time zone not null default now() to timestamp(6) without time zone not null default now()
