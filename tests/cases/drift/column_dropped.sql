-- seen
ALTER TABLE users DROP COLUMN age;
-- table `users`: column `age` goes, with its values
-- table `users`: check `users_age_check` goes (age >= 0)
