//! Functions, procedures and aggregates.

use schema::{Argument, ArgumentMode, Expression, Function, FunctionKind, QualifiedName};

use crate::catalog::{Catalog, Oid};
use crate::privilege;
use crate::row::Row;
use crate::script::{Filter, Kind, is_own};
use crate::version::{SQL_BODIES, Version};

pub(crate) const KIND: Kind = Kind {
    tag: "function",
    query,
    read,
};

/// Those that the server makes along with a range type belong to it.
fn query(version: Version, filter: &Filter) -> String {
    format!(
        "SELECT 'function', p.oid, n.nspname, p.proname, p.prokind, {acl}, \
         coalesce(p.proallargtypes, p.proargtypes::oid[]), array_to_string(p.proargmodes, ''), to_json(p.proargnames), \
         CASE WHEN p.pronargdefaults > 0 THEN (SELECT json_agg(pg_get_function_arg_default(p.oid, x) ORDER BY x) \
         FROM generate_series(1, coalesce(cardinality(p.proallargtypes), p.pronargs)) x) END, \
         CASE WHEN p.prokind <> 'p' THEN pg_get_function_result(p.oid) END, l.lanname, p.provolatile, p.proisstrict, p.prosecdef, p.proleakproof, p.proparallel, \
         CASE WHEN p.procost <> CASE WHEN l.lanname IN ('internal', 'c') THEN 1 ELSE 100 END THEN p.procost END, \
         CASE WHEN p.prorows <> CASE WHEN p.proretset THEN 1000 ELSE 0 END THEN p.prorows END, \
         to_json(p.proconfig), {body}, p.prosrc, {aggregate} \
         FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang \
         LEFT JOIN pg_aggregate g ON g.aggfnoid = p.oid \
         WHERE {namespace} AND {own} AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass \
         AND d.objid = p.oid AND d.deptype = 'i')",
        acl = privilege::list("p.proacl", "p.proowner"),
        body = version.either(SQL_BODIES, "pg_get_function_sqlbody(p.oid)", "NULL"),
        aggregate = AGGREGATE,
        namespace = filter.namespace("n"),
        own = is_own("pg_proc", "p.oid"),
    )
}

/// The options of an aggregate that are not the defaults, in `pg_dump`'s order. Whether the final function
/// may change the state is a default of its own for ordered sets.
const AGGREGATE: &str = "CASE WHEN g.aggfnoid IS NOT NULL THEN concat_ws(', ', \
    'SFUNC = ' || g.aggtransfn::regproc, 'STYPE = ' || format_type(g.aggtranstype, NULL), \
    'SSPACE = ' || nullif(g.aggtransspace, 0), \
    'FINALFUNC = ' || nullif(g.aggfinalfn, 0)::regproc, \
    CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END, \
    'FINALFUNC_MODIFY = ' || CASE WHEN g.aggfinalmodify <> CASE g.aggkind WHEN 'n' THEN 'r' ELSE 'w' END THEN \
    CASE g.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END, \
    'COMBINEFUNC = ' || nullif(g.aggcombinefn, 0)::regproc, \
    'SERIALFUNC = ' || nullif(g.aggserialfn, 0)::regproc, \
    'DESERIALFUNC = ' || nullif(g.aggdeserialfn, 0)::regproc, \
    'INITCOND = ' || quote_literal(g.agginitval), \
    'MSFUNC = ' || nullif(g.aggmtransfn, 0)::regproc, \
    'MINVFUNC = ' || nullif(g.aggminvtransfn, 0)::regproc, \
    'MSTYPE = ' || format_type(nullif(g.aggmtranstype, 0), NULL), \
    'MSSPACE = ' || nullif(g.aggmtransspace, 0), \
    'MFINALFUNC = ' || nullif(g.aggmfinalfn, 0)::regproc, \
    CASE WHEN g.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END, \
    'MFINALFUNC_MODIFY = ' || CASE WHEN g.aggmfinalfn <> 0 AND g.aggmfinalmodify <> \
    CASE g.aggkind WHEN 'n' THEN 'r' ELSE 'w' END THEN \
    CASE g.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END, \
    'MINITCOND = ' || quote_literal(g.aggminitval), \
    'SORTOP = ' || (SELECT o.oprname FROM pg_operator o WHERE o.oid = g.aggsortop), \
    CASE WHEN g.aggkind = 'h' THEN 'HYPOTHETICAL' END) END";

fn read(catalog: &mut Catalog, row: &mut Row<'_>) {
    let oid: Oid = row.number();
    let name = QualifiedName::new(row.text(), row.text());
    let kind = match row.letter() {
        'p' => FunctionKind::Procedure,
        'a' => FunctionKind::Aggregate,
        'w' => FunctionKind::Window,
        _ => FunctionKind::Function,
    };
    let privileges = privilege::beyond_public(row.next(), "EXECUTE");
    let mut function = Function {
        kind,
        arguments: arguments(catalog, row),
        returns: row.optional(),
        language: row.string(),
        volatility: row.letter(),
        strict: row.flag(),
        security_definer: row.flag(),
        leakproof: row.flag(),
        parallel: row.letter(),
        cost: row.optional(),
        rows: row.optional(),
        configuration: row.texts(),
        privileges,
        comment: catalog.comment("pg_proc", oid, 0),
        ..Function::default()
    };
    let statement = row.optional();
    let source = row.string();
    function.sql_body = statement.is_some();
    function.body = match kind {
        FunctionKind::Aggregate => row.string(),
        FunctionKind::Function | FunctionKind::Procedure | FunctionKind::Window => {
            statement.unwrap_or(source)
        }
    };
    catalog.functions.push((name, function));
}

fn arguments(catalog: &Catalog, row: &mut Row<'_>) -> Vec<Argument> {
    let types: Vec<Oid> = row.numbers();
    let modes = row.text().as_bytes();
    let names = row.texts();
    let defaults = row.texts();
    let arguments = types.into_iter().enumerate().map(|(at, ty)| Argument {
        mode: match modes.get(at) {
            Some(b'o') => ArgumentMode::Out,
            Some(b'b') => ArgumentMode::InOut,
            Some(b'v') => ArgumentMode::Variadic,
            Some(b't') => ArgumentMode::Table,
            Some(_) | None => ArgumentMode::In,
        },
        name: names.get(at).filter(|name| !name.is_empty()).cloned(),
        ty: catalog.ty(ty, None),
        default: None,
    });
    let mut arguments: Vec<Argument> = arguments.collect();
    // Those that give something back have an empty text.
    for (argument, default) in arguments.iter_mut().zip(defaults) {
        argument.default = Some(default)
            .filter(|it| !it.is_empty())
            .map(Expression::new);
    }
    arguments
}

/// The types of the input arguments.
pub(crate) fn key(function: &Function) -> String {
    let inputs = function
        .arguments
        .iter()
        .filter(|argument| !matches!(argument.mode, ArgumentMode::Out | ArgumentMode::Table));
    let types: Vec<String> = inputs.map(|argument| argument.ty.to_string()).collect();
    types.join(", ")
}
