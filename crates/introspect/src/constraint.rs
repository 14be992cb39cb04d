//! Constraints of tables and domains.

use schema::{
    Check, Constraint, Deferral, Exclusion, ForeignKey, Index, Key, MatchType, QualifiedName,
    ReferentialAction,
};

use crate::catalog::{Catalog, Oid};
use crate::column::expression;
use crate::row::Row;
use crate::script::{Filter, Kind};
use crate::version::{ENFORCEMENT, PERIODS, SET_COLUMNS, Version};

pub(crate) const KIND: Kind = Kind {
    tag: "constraint",
    query,
    read,
};

pub(crate) const OF_DOMAIN: Kind = Kind {
    tag: "domain constraint",
    query: of_domains,
    read: read_of_domain,
};

/// A foreign key to a partitioned table has a row for each of its partitions, beside its own row:
/// those are the server's own matter.
fn query(version: Version, filter: &Filter) -> String {
    format!(
        "SELECT 'constraint', k.oid, k.conrelid, k.conname, k.contype, k.condeferrable, k.condeferred, \
         k.convalidated, k.conislocal, {enforced}, {period}, k.conindid, k.conkey, \
         CASE WHEN k.contype = 'f' THEN k.confrelid END, rn.nspname, r.relname, \
         (SELECT json_agg(a.attname ORDER BY x.at) FROM unnest(k.confkey) WITH ORDINALITY x(number, at) \
         JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = x.number), \
         k.confdeltype, k.confupdtype, k.confmatchtype, {set_columns}, \
         CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid, true) END, k.connoinherit, \
         (SELECT json_agg(o.oprname ORDER BY x.at) FROM unnest(k.conexclop) WITH ORDINALITY x(operator, at) \
         JOIN pg_operator o ON o.oid = x.operator) \
         FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid \
         JOIN pg_namespace n ON n.oid = c.relnamespace \
         LEFT JOIN pg_class r ON r.oid = k.confrelid LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace \
         WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND {namespace} \
         AND NOT (k.contype = 'f' AND k.conparentid <> 0 AND EXISTS (SELECT FROM pg_constraint parent \
         WHERE parent.oid = k.conparentid AND parent.conrelid = k.conrelid)) ORDER BY k.oid",
        enforced = version.either(ENFORCEMENT, "k.conenforced", "true"),
        period = version.either(PERIODS, "k.conperiod", "false"),
        set_columns = version.either(SET_COLUMNS, "k.confdelsetcols", "NULL"),
        namespace = filter.namespace("n"),
    )
}

/// What every constraint has.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a column of the catalog"
)]
struct Common {
    relation: Oid,
    name: String,
    kind: char,
    deferral: Deferral,
    validated: bool,
    inherited: bool,
    not_enforced: bool,
    period: bool,
    index: Option<Index>,
    columns: Vec<String>,
    comment: Option<String>,
}

fn read(catalog: &mut Catalog, row: &mut Row<'_>) {
    let oid = row.number();
    let mut common = Common {
        relation: row.number(),
        name: row.string(),
        kind: row.letter(),
        deferral: deferral(row.flag(), row.flag()),
        validated: row.flag(),
        inherited: !row.flag(),
        not_enforced: !row.flag(),
        period: row.flag(),
        index: None,
        columns: Vec::new(),
        comment: catalog.comment("pg_constraint", oid, 0),
    };
    let index: Oid = row.number();
    if common.kind != 'f' {
        common.index = catalog.indexes.remove(&index);
    }
    let relation = common.relation;
    common.columns = catalog.attribute_names(relation, &row.numbers::<i16>());
    let constraint = match common.kind {
        'p' => Constraint::PrimaryKey(key(common)),
        'u' => Constraint::Unique(key(common)),
        'f' => foreign_key(catalog, common, row),
        'c' => check(common, row),
        _ => exclusion(common, row),
    };
    if let Some(table) = catalog.table(relation) {
        table.constraints.push(constraint);
    }
}

fn deferral(deferrable: bool, deferred: bool) -> Deferral {
    match (deferrable, deferred) {
        (_, true) => Deferral::InitiallyDeferred,
        (true, false) => Deferral::InitiallyImmediate,
        (false, false) => Deferral::NotDeferrable,
    }
}

fn key(common: Common) -> Key {
    let index = common.index.unwrap_or_default();
    Key {
        name: common.name,
        columns: common.columns,
        include: index.include,
        nulls_not_distinct: index.nulls_not_distinct,
        without_overlaps: common.period,
        deferral: common.deferral,
        storage: index.storage,
        inherited: common.inherited,
        comment: common.comment,
        origin: schema::Origin::default(),
    }
}

fn foreign_key(catalog: &Catalog, common: Common, row: &mut Row<'_>) -> Constraint {
    row.next();
    let references = QualifiedName::new(row.text(), row.text());
    Constraint::ForeignKey(ForeignKey {
        name: common.name,
        columns: common.columns,
        references,
        referenced_columns: row.texts(),
        on_delete: action(row.letter()),
        on_update: action(row.letter()),
        match_type: match row.letter() {
            'f' => MatchType::Full,
            _ => MatchType::Simple,
        },
        on_delete_columns: catalog.attribute_names(common.relation, &row.numbers::<i16>()),
        deferral: common.deferral,
        validated: common.validated,
        not_enforced: common.not_enforced,
        inherited: common.inherited,
        comment: common.comment,
        origin: schema::Origin::default(),
    })
}

fn action(letter: char) -> ReferentialAction {
    match letter {
        'r' => ReferentialAction::Restrict,
        'c' => ReferentialAction::Cascade,
        'n' => ReferentialAction::SetNull,
        'd' => ReferentialAction::SetDefault,
        _ => ReferentialAction::NoAction,
    }
}

/// How many fields of foreign keys stand before those of checks.
const OF_FOREIGN_KEYS: usize = 8;

fn check(common: Common, row: &mut Row<'_>) -> Constraint {
    Constraint::Check(Check {
        name: common.name,
        expression: expression(row.nth(OF_FOREIGN_KEYS)).unwrap_or_default(),
        no_inherit: row.flag(),
        validated: common.validated,
        not_enforced: common.not_enforced,
        inherited: common.inherited,
        comment: common.comment,
        origin: schema::Origin::default(),
    })
}

fn exclusion(common: Common, row: &mut Row<'_>) -> Constraint {
    row.nth(OF_FOREIGN_KEYS + 1);
    let index = common.index.unwrap_or_default();
    Constraint::Exclusion(Exclusion {
        name: common.name,
        method: index.method,
        elements: index.elements.into_iter().zip(row.texts()).collect(),
        predicate: index.predicate,
        deferral: common.deferral,
        storage: index.storage,
        inherited: common.inherited,
        comment: common.comment,
        origin: schema::Origin::default(),
    })
}

fn of_domains(version: Version, _: &Filter) -> String {
    format!(
        "SELECT 'domain constraint', k.oid, k.contypid, k.conname, pg_get_expr(k.conbin, 0, true), \
         k.convalidated, {enforced} FROM pg_constraint k \
         WHERE k.contypid <> 0 AND k.contype = 'c' ORDER BY k.oid",
        enforced = version.either(ENFORCEMENT, "k.conenforced", "true"),
    )
}

fn read_of_domain(catalog: &mut Catalog, row: &mut Row<'_>) {
    let comment = catalog.comment("pg_constraint", row.number(), 0);
    let Some((_, domain)) = catalog.domains.get_mut(&row.number()) else {
        return;
    };
    domain.checks.push(Check {
        name: row.string(),
        expression: expression(row.next()).unwrap_or_default(),
        validated: row.flag(),
        not_enforced: !row.flag(),
        comment,
        ..Check::default()
    });
}
