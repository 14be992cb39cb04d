-- blind
CREATE STATISTICS users_stats (dependencies) ON age, team_id FROM users;
-- statistics `users_stats` is added
