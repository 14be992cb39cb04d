-- seen
ALTER TABLE users ADD COLUMN age_next integer GENERATED ALWAYS AS (age + 1) STORED;
-- table `users`: column `age_next` is added (integer generated as age + 1)
