-- seen
CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
-- table `events` is added (1 column)
