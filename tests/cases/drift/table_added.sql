-- seen
CREATE TABLE extra (id integer);
-- table `extra` is added (1 column)
