-- blind
ALTER TABLE users DISABLE TRIGGER users_touch;
-- trigger `users_touch` of `users`: it is disabled
