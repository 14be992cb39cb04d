-- blind
GRANT SELECT, UPDATE (body) ON notes TO PUBLIC;
-- table `notes`: SELECT for PUBLIC is granted, UPDATE (body) for PUBLIC is granted
