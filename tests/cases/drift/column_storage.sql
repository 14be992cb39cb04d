-- blind
ALTER TABLE users ALTER COLUMN name SET STORAGE EXTERNAL;
-- table `users`: column `name` is stored in another way
