-- blind
CREATE TABLE audit.log (id integer);
-- table `audit.log` is added (1 column)
