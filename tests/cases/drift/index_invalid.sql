-- blind
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'users_name_idx'::regclass;
-- table `users`: index `users_name_idx` goes
-- table `users`: index `users_name_idx` is added (name)
