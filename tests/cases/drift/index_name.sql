-- seen
ALTER INDEX users_name_idx RENAME TO users_by_name;
-- table `users`: index `users_name_idx` is called `users_by_name`
