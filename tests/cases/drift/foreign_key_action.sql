-- seen
ALTER TABLE users DROP CONSTRAINT users_team_id_fkey,
    ADD CONSTRAINT users_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE CASCADE ON UPDATE CASCADE;
-- table `users`: foreign key `users_team_id_fkey` goes
-- table `users`: foreign key `users_team_id_fkey` is added
