-- blind
ALTER TABLE users SET (fillfactor = 70);
-- table `users`: its storage parameters change
