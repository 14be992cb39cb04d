-- blind
ALTER SEQUENCE users_id_seq INCREMENT BY 10 CACHE 5;
-- sequence `users_id_seq` counts from 1 by 10 up to 2147483647
