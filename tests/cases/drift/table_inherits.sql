-- seen
CREATE TABLE guests () INHERITS (teams);
-- table `guests` is added (2 columns)
