-- prismoid: no-transaction
DROP INDEX CONCURRENTLY items_id_idx;
