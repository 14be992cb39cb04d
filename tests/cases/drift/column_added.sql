-- seen
ALTER TABLE users ADD COLUMN nick text;
-- table `users`: column `nick` is added (text)
