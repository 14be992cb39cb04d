-- blind
ALTER TABLE users DROP CONSTRAINT users_email_key,
    ADD CONSTRAINT users_email_key UNIQUE NULLS NOT DISTINCT (email);
-- table `users`: unique constraint `users_email_key` goes (email)
-- table `users`: unique constraint `users_email_key` is added (email, nulls not distinct)
