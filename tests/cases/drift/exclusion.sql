-- blind
ALTER TABLE users ADD CONSTRAINT users_during_excl EXCLUDE USING gist (team_id WITH =, during WITH &&);
-- table `users`: exclusion constraint `users_during_excl` is added (by gist: team_id =, during &&)
