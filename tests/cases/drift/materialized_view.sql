-- blind
DROP MATERIALIZED VIEW team_sizes;
-- materialized view `team_sizes` goes
