-- blind
COMMENT ON COLUMN users.email IS 'where to write to';
-- column `users.email` gets the comment 'where to write to'
