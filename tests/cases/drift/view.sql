-- blind
CREATE OR REPLACE VIEW happy_users AS SELECT id, email FROM users WHERE mood >= 'fair';
-- view `happy_users`: its query changes
