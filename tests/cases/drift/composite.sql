-- blind
ALTER TYPE address ADD ATTRIBUTE zip text;
-- composite type `address`: attribute `zip` is added (text)
