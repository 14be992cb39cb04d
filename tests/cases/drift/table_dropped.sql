-- seen
DROP TABLE notes;
-- table `notes` goes, with its rows
