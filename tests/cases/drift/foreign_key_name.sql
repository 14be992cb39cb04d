-- seen
ALTER TABLE users RENAME CONSTRAINT users_team_id_fkey TO users_team;
-- table `users`: constraint `users_team_id_fkey` is called `users_team`
