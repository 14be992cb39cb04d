-- seen
DROP INDEX users_name_idx;
CREATE INDEX users_name_idx ON users (name DESC);
-- table `users`: index `users_name_idx` goes (name)
-- table `users`: index `users_name_idx` is added (name desc)
