-- blind
ALTER TABLE users DROP CONSTRAINT users_email_key;
CREATE UNIQUE INDEX users_email_key ON users (email);
-- table `users`: unique constraint `users_email_key` goes (email)
-- table `users`: unique index `users_email_key` is added (email)
