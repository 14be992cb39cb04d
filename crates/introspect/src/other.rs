//! Objects of rare kinds, each as the statement that makes it.

use schema::{Expression, Other};

use crate::catalog::Catalog;
use crate::privilege;
use crate::row::Row;
use crate::script::{Filter, Kind, is_own};
use crate::version::{COLLATION_LOCALE, COLLATION_RULES, ICU_LOCALE, Version};

pub(crate) const KIND: Kind = Kind {
    tag: "other",
    query,
    read,
};

/// Objects with a schema, and then those without.
fn query(version: Version, filter: &Filter) -> String {
    let parts = [
        collations(version, filter),
        conversions(filter),
        configurations(filter),
        dictionaries(filter),
        operators(filter),
        classes(filter),
        families(filter),
        base_types(filter),
        CASTS.replace("OWN", &is_own("pg_cast", "c.oid")),
        wrappers(),
        servers(),
        MAPPINGS.to_owned(),
        METHODS.replace("OWN", &is_own("pg_am", "a.oid")),
        TRANSFORMS.replace("OWN", &is_own("pg_transform", "t.oid")),
        LANGUAGES.replace("OWN", &is_own("pg_language", "l.oid")),
        SUBSCRIPTIONS.to_owned(),
    ];
    parts.join(" UNION ALL ")
}

fn read(catalog: &mut Catalog, row: &mut Row<'_>) {
    let (kind, identity) = (row.string(), row.string());
    let definition = Expression::new(row.text());
    let class = row.text();
    let oid = row.number();
    let class = crate::comment::CATALOGS.into_iter().find(|it| *it == class);
    let other = Other {
        definition,
        comment: class.and_then(|class| catalog.comment(class, oid, 0)),
        privileges: privilege::granted(row.next()),
        ..Other::default()
    };
    catalog.schema.others.insert((kind, identity), other);
}

/// The name of an object for people, and for a statement.
fn names(name: &str) -> (String, String) {
    (
        format!("CASE WHEN n.nspname <> 'public' THEN n.nspname || '.' ELSE '' END || {name}"),
        format!(
            "CASE WHEN n.nspname <> 'public' THEN quote_ident(n.nspname) || '.' ELSE '' END || quote_ident({name})"
        ),
    )
}

/// `OPTIONS (a 'x')` of an array of texts, or null.
fn options(array: &str) -> String {
    format!(
        "(SELECT ' OPTIONS (' || string_agg(quote_ident(split_part(o, '=', 1)) || ' ' || \
         quote_literal(substr(o, position('=' in o) + 1)), ', ') || ')' FROM unnest({array}) o)"
    )
}

fn collations(version: Version, filter: &Filter) -> String {
    let locale = if version.has(COLLATION_LOCALE) {
        "c.colllocale"
    } else {
        version.either(ICU_LOCALE, "c.colliculocale", "NULL::text")
    };
    let rules = version.either(COLLATION_RULES, "c.collicurules", "NULL::text");
    let (shown, written) = names("c.collname");
    format!(
        "SELECT 'other', 'collation', {shown}, 'CREATE COLLATION ' || {written} || ' (' || concat_ws(', ', \
         'provider = ' || CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END, \
         CASE WHEN {locale} IS NOT NULL THEN 'locale = ' || quote_literal({locale}) \
         WHEN c.collcollate = c.collctype THEN 'locale = ' || quote_literal(c.collcollate) \
         ELSE 'lc_collate = ' || quote_literal(c.collcollate) || ', lc_ctype = ' || quote_literal(c.collctype) END, \
         CASE WHEN NOT c.collisdeterministic THEN 'deterministic = false' END, \
         'rules = ' || quote_literal({rules})) || ')', 'pg_collation', c.oid, NULL::text \
         FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace WHERE {namespace} AND {own}",
        namespace = filter.namespace("n"),
        own = is_own("pg_collation", "c.oid"),
    )
}

fn conversions(filter: &Filter) -> String {
    let (shown, written) = names("c.conname");
    format!(
        "SELECT 'other', 'conversion', {shown}, 'CREATE ' || CASE WHEN c.condefault THEN 'DEFAULT ' ELSE '' END || \
         'CONVERSION ' || {written} || ' FOR ' || quote_literal(pg_encoding_to_char(c.conforencoding)) || ' TO ' || \
         quote_literal(pg_encoding_to_char(c.contoencoding)) || ' FROM ' || c.conproc::regproc, 'pg_conversion', c.oid, NULL \
         FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace WHERE {namespace} AND {own}",
        namespace = filter.namespace("n"),
        own = is_own("pg_conversion", "c.oid"),
    )
}

/// With the dictionaries of each kind of token.
fn configurations(filter: &Filter) -> String {
    let (shown, written) = names("c.cfgname");
    format!(
        "SELECT 'other', 'text search configuration', {shown}, concat_ws(E';\\n', \
         'CREATE TEXT SEARCH CONFIGURATION ' || {written} || ' (PARSER = ' || (SELECT quote_ident(p.prsname) FROM pg_ts_parser p WHERE p.oid = c.cfgparser) || ')', \
         (SELECT string_agg('ALTER TEXT SEARCH CONFIGURATION ' || {written} || ' ADD MAPPING FOR ' || m.alias || ' WITH ' || m.dictionaries, E';\\n' ORDER BY m.alias) \
         FROM (SELECT t.alias, string_agg(x.mapdict::regdictionary::text, ', ' ORDER BY x.mapseqno) AS dictionaries \
         FROM pg_ts_config_map x JOIN ts_token_type(c.cfgparser) t ON t.tokid = x.maptokentype WHERE x.mapcfg = c.oid GROUP BY t.alias) m)), \
         'pg_ts_config', c.oid, NULL FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace WHERE {namespace} AND {own}",
        namespace = filter.namespace("n"),
        own = is_own("pg_ts_config", "c.oid"),
    )
}

fn dictionaries(filter: &Filter) -> String {
    let (shown, written) = names("d.dictname");
    format!(
        "SELECT 'other', 'text search dictionary', {shown}, 'CREATE TEXT SEARCH DICTIONARY ' || {written} || ' (' || concat_ws(', ', \
         'TEMPLATE = ' || (SELECT quote_ident(t.tmplname) FROM pg_ts_template t WHERE t.oid = d.dicttemplate), d.dictinitoption) || ')', \
         'pg_ts_dict', d.oid, NULL FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace WHERE {namespace} AND {own}",
        namespace = filter.namespace("n"),
        own = is_own("pg_ts_dict", "d.oid"),
    )
}

fn operators(filter: &Filter) -> String {
    let side = |side: &str| {
        format!(
            "CASE WHEN o.{side} = 0 THEN 'NONE' ELSE replace(format_type(o.{side}, NULL), '\"', '') END"
        )
    };
    let other = |field: &str| {
        format!("(SELECT x.oprname FROM pg_operator x WHERE x.oid = o.{field} AND x.oprcode <> 0)")
    };
    format!(
        "SELECT 'other', 'operator', CASE WHEN n.nspname <> 'public' THEN n.nspname || '.' ELSE '' END || o.oprname || '(' || {left} || ', ' || {right} || ')', \
         'CREATE OPERATOR ' || CASE WHEN n.nspname <> 'public' THEN quote_ident(n.nspname) || '.' ELSE '' END || o.oprname || ' (' || concat_ws(', ', \
         'FUNCTION = ' || o.oprcode::regproc, 'LEFTARG = ' || format_type(nullif(o.oprleft, 0), NULL), \
         'RIGHTARG = ' || format_type(nullif(o.oprright, 0), NULL), 'COMMUTATOR = ' || {commutator}, 'NEGATOR = ' || {negator}, \
         'RESTRICT = ' || nullif(o.oprrest, 0)::regproc, 'JOIN = ' || nullif(o.oprjoin, 0)::regproc, \
         CASE WHEN o.oprcanhash THEN 'HASHES' END, CASE WHEN o.oprcanmerge THEN 'MERGES' END) || ')', \
         'pg_operator', o.oid, NULL FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace \
         WHERE o.oprcode <> 0 AND {namespace} AND {own}",
        left = side("oprleft"),
        right = side("oprright"),
        commutator = other("oprcom"),
        negator = other("oprnegate"),
        namespace = filter.namespace("n"),
        own = is_own("pg_operator", "o.oid"),
    )
}

fn classes(filter: &Filter) -> String {
    let (shown, written) = names("c.opcname");
    let members = "SELECT string_agg(m.text, ', ' ORDER BY m.kind DESC, m.number) FROM (\
        SELECT 'OPERATOR ' || p.amopstrategy || ' ' || o.oprname || '(' || format_type(p.amoplefttype, NULL) || ', ' || format_type(p.amoprighttype, NULL) || ')' AS text, 'o' AS kind, p.amopstrategy AS number \
        FROM pg_depend d JOIN pg_amop p ON p.oid = d.objid JOIN pg_operator o ON o.oid = p.amopopr \
        WHERE d.classid = 'pg_amop'::regclass AND d.refclassid = 'pg_opclass'::regclass AND d.refobjid = c.oid \
        UNION ALL SELECT 'FUNCTION ' || p.amprocnum || ' ' || p.amproc::regprocedure, 'f', p.amprocnum \
        FROM pg_depend d JOIN pg_amproc p ON p.oid = d.objid \
        WHERE d.classid = 'pg_amproc'::regclass AND d.refclassid = 'pg_opclass'::regclass AND d.refobjid = c.oid) m";
    format!(
        "SELECT 'other', 'operator class', {shown} || ' USING ' || a.amname, 'CREATE OPERATOR CLASS ' || {written} || \
         CASE WHEN c.opcdefault THEN ' DEFAULT' ELSE '' END || ' FOR TYPE ' || format_type(c.opcintype, NULL) || ' USING ' || a.amname || \
         CASE WHEN f.opfname <> c.opcname THEN ' FAMILY ' || quote_ident(f.opfname) ELSE '' END || ' AS ' || concat_ws(', ', ({members}), \
         'STORAGE ' || format_type(nullif(c.opckeytype, 0), NULL)), 'pg_opclass', c.oid, NULL \
         FROM pg_opclass c JOIN pg_namespace n ON n.oid = c.opcnamespace JOIN pg_am a ON a.oid = c.opcmethod \
         JOIN pg_opfamily f ON f.oid = c.opcfamily WHERE {namespace} AND {own}",
        namespace = filter.namespace("n"),
        own = is_own("pg_opclass", "c.oid"),
    )
}

/// A class without a family of another name has one of its own, which comes and goes with it.
fn families(filter: &Filter) -> String {
    let (shown, written) = names("f.opfname");
    format!(
        "SELECT 'other', 'operator family', {shown} || ' USING ' || a.amname, \
         'CREATE OPERATOR FAMILY ' || {written} || ' USING ' || a.amname, 'pg_opfamily', f.oid, NULL \
         FROM pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace JOIN pg_am a ON a.oid = f.opfmethod \
         WHERE {namespace} AND {own} AND NOT EXISTS (SELECT FROM pg_opclass c WHERE c.opcfamily = f.oid \
         AND c.opcname = f.opfname AND c.opcnamespace = f.opfnamespace)",
        namespace = filter.namespace("n"),
        own = is_own("pg_opfamily", "f.oid"),
    )
}

/// Types with functions of their own for input and output.
fn base_types(filter: &Filter) -> String {
    let (shown, written) = names("t.typname");
    let function = |field: &str| format!("nullif(t.{field}, 0)::regproc");
    format!(
        "SELECT 'other', 'type', {shown}, 'CREATE TYPE ' || {written} || CASE WHEN t.typisdefined THEN ' (' || concat_ws(', ', \
         'INPUT = ' || t.typinput, 'OUTPUT = ' || t.typoutput, 'RECEIVE = ' || {receive}, 'SEND = ' || {send}, \
         'TYPMOD_IN = ' || {modifiers}, 'INTERNALLENGTH = ' || nullif(t.typlen, -1), CASE WHEN t.typbyval THEN 'PASSEDBYVALUE' END, \
         'ALIGNMENT = ' || CASE t.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'd' THEN 'double' END, \
         'STORAGE = ' || CASE t.typstorage WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' WHEN 'x' THEN 'extended' END) || ')' ELSE '' END, \
         'pg_type', t.oid, NULL FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace \
         WHERE t.typtype IN ('b', 'p') AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid) AND {namespace} AND {own}",
        receive = function("typreceive"),
        send = function("typsend"),
        modifiers = function("typmodin"),
        namespace = filter.namespace("n"),
        own = is_own("pg_type", "t.oid"),
    )
}

/// From a range type to its multirange there is one by itself.
const CASTS: &str = "SELECT 'other', 'cast', '(' || replace(format_type(c.castsource, NULL) || ' AS ' || format_type(c.casttarget, NULL), '\"', '') || ')', \
    'CREATE CAST (' || format_type(c.castsource, NULL) || ' AS ' || format_type(c.casttarget, NULL) || ') ' || \
    CASE c.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || c.castfunc::regprocedure WHEN 'i' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END || \
    CASE c.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END, 'pg_cast', c.oid, NULL \
    FROM pg_cast c WHERE c.oid >= 16384 AND OWN AND NOT EXISTS (SELECT FROM pg_depend d \
    WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'i')";

fn wrappers() -> String {
    format!(
        "SELECT 'other', 'foreign data wrapper', w.fdwname, 'CREATE FOREIGN DATA WRAPPER ' || quote_ident(w.fdwname) || \
         coalesce(' HANDLER ' || nullif(w.fdwhandler, 0)::regproc, '') || coalesce(' VALIDATOR ' || nullif(w.fdwvalidator, 0)::regproc, '') || \
         coalesce({options}, ''), 'pg_foreign_data_wrapper', w.oid, ({acl})::text FROM pg_foreign_data_wrapper w WHERE {own}",
        options = options("w.fdwoptions"),
        acl = privilege::list("w.fdwacl", "w.fdwowner"),
        own = is_own("pg_foreign_data_wrapper", "w.oid"),
    )
}

fn servers() -> String {
    format!(
        "SELECT 'other', 'foreign server', s.srvname, 'CREATE SERVER ' || quote_ident(s.srvname) || \
         coalesce(' TYPE ' || quote_literal(s.srvtype), '') || coalesce(' VERSION ' || quote_literal(s.srvversion), '') || \
         ' FOREIGN DATA WRAPPER ' || quote_ident(w.fdwname) || coalesce({options}, ''), 'pg_foreign_server', s.oid, ({acl})::text \
         FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw WHERE {own}",
        options = options("s.srvoptions"),
        acl = privilege::list("s.srvacl", "s.srvowner"),
        own = is_own("pg_foreign_server", "s.oid"),
    )
}

/// Without the options, which are secrets that not everybody may read.
const MAPPINGS: &str = "SELECT 'other', 'user mapping', u.usename || ' SERVER ' || u.srvname, \
    'CREATE USER MAPPING FOR ' || CASE u.umuser WHEN 0 THEN 'PUBLIC' ELSE quote_ident(u.usename) END || ' SERVER ' || quote_ident(u.srvname), \
    'pg_user_mapping', u.umid, NULL FROM pg_user_mappings u";

const METHODS: &str = "SELECT 'other', 'access method', a.amname, 'CREATE ACCESS METHOD ' || quote_ident(a.amname) || \
    CASE a.amtype WHEN 't' THEN ' TYPE TABLE' ELSE ' TYPE INDEX' END || ' HANDLER ' || a.amhandler, 'pg_am', a.oid, NULL \
    FROM pg_am a WHERE a.oid >= 16384 AND OWN";

const TRANSFORMS: &str = "SELECT 'other', 'transform', replace(format_type(t.trftype, NULL), '\"', '') || ' LANGUAGE ' || l.lanname, \
    'CREATE TRANSFORM FOR ' || format_type(t.trftype, NULL) || ' LANGUAGE ' || quote_ident(l.lanname) || ' (' || concat_ws(', ', \
    'FROM SQL WITH FUNCTION ' || nullif(t.trffromsql, 0)::regprocedure, 'TO SQL WITH FUNCTION ' || nullif(t.trftosql, 0)::regprocedure) || ')', \
    'pg_transform', t.oid, NULL FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang WHERE t.oid >= 16384 AND OWN";

const LANGUAGES: &str = "SELECT 'other', 'language', l.lanname, 'CREATE ' || CASE WHEN l.lanpltrusted THEN 'TRUSTED ' ELSE '' END || \
    'LANGUAGE ' || quote_ident(l.lanname) || ' HANDLER ' || nullif(l.lanplcallfoid, 0)::regproc, 'pg_language', l.oid, NULL \
    FROM pg_language l WHERE l.oid >= 16384 AND OWN";

/// Without the connection, which is a secret that not everybody may read.
const SUBSCRIPTIONS: &str = "SELECT 'other', 'subscription', s.subname, 'CREATE SUBSCRIPTION ' || quote_ident(s.subname) || ' CONNECTION '''' PUBLICATION ' || \
    (SELECT string_agg(quote_ident(p), ', ') FROM unnest(s.subpublications) p), 'pg_subscription', 0, NULL \
    FROM pg_subscription s WHERE s.subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())";
