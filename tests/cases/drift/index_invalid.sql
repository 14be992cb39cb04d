-- blind
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'users_name_idx'::regclass;
-- table `users`: index `users_name_idx` goes (name)
-- table `users`: index `users_name_idx` is added (name, left invalid by a failed build)
