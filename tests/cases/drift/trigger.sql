-- blind
CREATE TRIGGER teams_touch AFTER INSERT ON teams EXECUTE FUNCTION touch();
-- trigger `teams_touch` of `teams` is added
