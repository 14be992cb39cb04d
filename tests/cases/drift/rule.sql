-- blind
CREATE RULE teams_keep AS ON DELETE TO teams DO INSTEAD NOTHING;
-- rule `teams_keep` of `teams` is added
