-- seen
ALTER TABLE users ALTER COLUMN mood SET DEFAULT 'sad';
-- table `users`: column `mood` changes from mood not null default 'fair' to mood not null default 'sad'::mood
