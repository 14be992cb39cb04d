-- blind
CREATE SEQUENCE invoices START WITH 1000;
-- sequence `invoices` is added
