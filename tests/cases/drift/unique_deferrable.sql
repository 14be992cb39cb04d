-- blind
ALTER TABLE users DROP CONSTRAINT users_email_key,
    ADD CONSTRAINT users_email_key UNIQUE (email) DEFERRABLE INITIALLY DEFERRED;
-- table `users`: unique constraint `users_email_key` goes (email)
-- table `users`: unique constraint `users_email_key` is added (email, deferred)
