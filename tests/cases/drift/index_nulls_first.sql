-- blind
DROP INDEX users_name_idx;
CREATE INDEX users_name_idx ON users (name NULLS FIRST);
-- table `users`: index `users_name_idx` goes (name)
-- table `users`: index `users_name_idx` is added (name nulls first)
