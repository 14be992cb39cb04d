-- blind
ALTER TABLE notes SET UNLOGGED;
-- sequence `notes_id_seq` counts from 1 by 1 up to 9223372036854775807
-- table `notes`: it is not logged any more
