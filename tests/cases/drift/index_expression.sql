-- blind
CREATE INDEX users_lower_idx ON users (lower(email));
-- table `users`: index `users_lower_idx` is added (lower(email::text))
