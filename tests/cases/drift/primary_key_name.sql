-- seen
ALTER TABLE users RENAME CONSTRAINT users_pkey TO users_primary;
-- table `users`: constraint `users_pkey` is called `users_primary`
