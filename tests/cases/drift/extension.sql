-- blind
CREATE EXTENSION citext;
-- extension `citext` is added
