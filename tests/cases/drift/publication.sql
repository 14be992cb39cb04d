-- blind
CREATE PUBLICATION everything FOR TABLE users;
-- publication `everything` is added
