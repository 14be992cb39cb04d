-- blind
ALTER TABLE users ALTER COLUMN name TYPE text COLLATE "C";
-- table `users`: column `name` changes from text to text collate C
