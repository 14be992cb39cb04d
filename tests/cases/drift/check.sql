-- blind
ALTER TABLE users ADD CONSTRAINT users_name_check CHECK (name <> '');
-- table `users`: check `users_name_check` is added (name <> ''::text)
