-- blind
ALTER TABLE users REPLICA IDENTITY FULL;
-- table `users`: its replica identity changes
