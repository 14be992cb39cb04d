-- blind
ALTER DOMAIN positive ADD CONSTRAINT positive_small CHECK (VALUE < 100);
-- domain `positive`: check `positive_small` is added
