-- blind
ALTER TABLE users ALTER CONSTRAINT users_team_id_fkey DEFERRABLE;
-- table `users`: foreign key `users_team_id_fkey` is checked at another time
