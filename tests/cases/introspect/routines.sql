CREATE FUNCTION add(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT a + b';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.at = now();
    RETURN NEW;
END
$$;
CREATE FUNCTION rows_of(n integer) RETURNS TABLE (a integer, "B" text) LANGUAGE sql STABLE ROWS 10 COST 5 AS 'SELECT 1, ''x''';
CREATE FUNCTION series(n bigint) RETURNS SETOF bigint LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS 'SELECT n';
CREATE FUNCTION outs(IN a integer, OUT b integer, INOUT c text, VARIADIC d integer[]) LANGUAGE sql AS 'SELECT 1, ''x''';
CREATE PROCEDURE work(a text, INOUT b integer DEFAULT NULL) LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION standard(a integer) RETURNS integer RETURN a + 1;
CREATE FUNCTION add(a text, b text) RETURNS text LANGUAGE sql RETURN a || b;
CREATE AGGREGATE total (integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
COMMENT ON FUNCTION add(integer, integer) IS 'adds';
ALTER FUNCTION touch() OWNER TO CURRENT_USER;
ALTER FUNCTION series(bigint) RESET ALL;
CREATE OR REPLACE FUNCTION add(a integer, b integer DEFAULT 3) RETURNS integer LANGUAGE sql VOLATILE AS 'SELECT a + b + 0';
CREATE FUNCTION leak() RETURNS boolean LANGUAGE sql LEAKPROOF AS 'SELECT true';
CREATE AGGREGATE middle (numeric) (SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg, COMBINEFUNC = numeric_avg_combine, SERIALFUNC = numeric_avg_serialize, DESERIALFUNC = numeric_avg_deserialize, PARALLEL = SAFE);
