-- What a database contains, one line per object, in PostgreSQL's own words: two databases are equal
-- when these lines are. The system's schemas and what belongs to an extension are left out.
-- Objects appear by kind, then name; columns in their order. Kinds that only SQL can declare come
-- with a name that says so: check, partial-index, view, function, trigger.
WITH
user_schema AS (
    SELECT oid, nspname
    FROM pg_namespace
    WHERE nspname NOT IN ('pg_catalog', 'information_schema') AND nspname !~ '^pg_(toast|temp)'
),
extension_member AS (
    SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
),
relation AS (
    SELECT c.oid, c.relkind, c.relpersistence, format('%I.%I', s.nspname, c.relname) AS name
    FROM pg_class c
    JOIN user_schema s ON s.oid = c.relnamespace
    WHERE (('pg_class'::regclass)::oid, c.oid) NOT IN (SELECT classid, objid FROM extension_member)
),
line (kind, name, position, detail) AS (
    SELECT 'schema', quote_ident(nspname), 0, '' FROM user_schema
    UNION ALL
    SELECT 'extension', quote_ident(e.extname), 0, format('in %I', n.nspname)
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    UNION ALL
    SELECT 'enum', format('%I.%I', s.nspname, t.typname), 0, (
        SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder)
        FROM pg_enum WHERE enumtypid = t.oid
    )
    FROM pg_type t JOIN user_schema s ON s.oid = t.typnamespace
    WHERE t.typtype = 'e'
    UNION ALL
    SELECT 'sequence', r.name, 0, concat_ws(' ',
        format_type(q.seqtypid, NULL), 'start', q.seqstart, 'increment', q.seqincrement,
        'min', q.seqmin, 'max', q.seqmax, 'cache', q.seqcache, CASE WHEN q.seqcycle THEN 'cycle' END,
        (SELECT 'owned by ' || d.refobjid::regclass || '.' || quote_ident(a.attname)
         FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
         WHERE d.objid = r.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')))
    FROM relation r JOIN pg_sequence q ON q.seqrelid = r.oid
    UNION ALL
    SELECT 'table', name, 0, concat_ws(' ', relkind, relpersistence)
    FROM relation WHERE relkind IN ('r', 'p', 'f')
    UNION ALL
    SELECT 'column', r.name,
        (row_number() OVER (PARTITION BY r.oid ORDER BY a.attnum))::integer,
        concat_ws(' ',
            quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
            CASE WHEN a.attnotnull THEN 'not null' END,
            CASE WHEN a.attgenerated = '' THEN 'default ' ELSE 'generated ' END
                || pg_get_expr(d.adbin, d.adrelid),
            CASE a.attidentity WHEN 'a' THEN 'identity always' WHEN 'd' THEN 'identity by default' END,
            CASE WHEN a.attcollation <> t.typcollation THEN 'collate ' || a.attcollation::regcollation END)
    FROM relation r
    JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
    WHERE r.relkind IN ('r', 'p', 'f')
    UNION ALL
    SELECT CASE k.contype WHEN 'c' THEN 'check' ELSE 'constraint' END, r.name, 0,
        quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid)
    FROM relation r JOIN pg_constraint k ON k.conrelid = r.oid
    WHERE k.contype NOT IN ('t', 'n')
    UNION ALL
    SELECT CASE WHEN i.indpred IS NULL THEN 'index' ELSE 'partial-index' END, t.name, 0,
        pg_get_indexdef(i.indexrelid) || CASE WHEN i.indisvalid THEN '' ELSE ' INVALID' END
    FROM pg_index i JOIN relation t ON t.oid = i.indrelid
    UNION ALL
    SELECT 'view', name, 0, concat_ws(' ', relkind, pg_get_viewdef(oid))
    FROM relation WHERE relkind IN ('v', 'm')
    UNION ALL
    SELECT 'function', format('%I.%I', s.nspname, p.proname), 0,
        CASE WHEN p.prokind IN ('f', 'p') THEN pg_get_functiondef(p.oid)
             ELSE pg_get_function_identity_arguments(p.oid) END
    FROM pg_proc p JOIN user_schema s ON s.oid = p.pronamespace
    WHERE (('pg_proc'::regclass)::oid, p.oid) NOT IN (SELECT classid, objid FROM extension_member)
    UNION ALL
    SELECT 'trigger', r.name, 0, pg_get_triggerdef(g.oid)
    FROM pg_trigger g JOIN relation r ON r.oid = g.tgrelid
    WHERE NOT g.tgisinternal
)
SELECT concat_ws(' ', kind, name, regexp_replace(detail, '\s+', ' ', 'g')) AS line
FROM line
ORDER BY kind COLLATE "C", name COLLATE "C", position, detail COLLATE "C";
