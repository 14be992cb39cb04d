-- blind
ALTER TABLE users DROP CONSTRAINT users_team_id_fkey,
    ADD CONSTRAINT users_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE SET NULL ON UPDATE CASCADE NOT VALID;
-- table `users`: foreign key `users_team_id_fkey` goes (team_id to teams (id), on delete set null, on update cascade)
-- table `users`: foreign key `users_team_id_fkey` is added (team_id to teams (id), on delete set null, on update cascade, not validated)
