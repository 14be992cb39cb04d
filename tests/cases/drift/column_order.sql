-- blind
ALTER TABLE teams DROP COLUMN id CASCADE;
ALTER TABLE teams ADD COLUMN id integer PRIMARY KEY;
ALTER TABLE users ADD CONSTRAINT users_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE SET NULL ON UPDATE CASCADE;
-- table `teams`: its columns stand in another order
