-- seen
ALTER TABLE users ALTER COLUMN mood DROP NOT NULL;
-- table `users`: column `mood` changes from mood not null default 'fair' to mood default 'fair'::mood
