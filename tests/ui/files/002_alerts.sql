CREATE TABLE alerts (id bigint);
