//! Rewrite rules, other than those that are a view's query.

use schema::{Expression, Rule};

use crate::catalog::{Catalog, Oid};
use crate::row::Row;
use crate::script::{Filter, Kind};
use crate::version::Version;
use crate::{printed, trigger};

pub(crate) const KIND: Kind = Kind {
    tag: "rule",
    query,
    read,
};

fn query(_: Version, filter: &Filter) -> String {
    format!(
        "SELECT 'rule', r.oid, r.ev_class, r.rulename, r.ev_enabled, pg_get_ruledef(r.oid, true) \
         FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class \
         JOIN pg_namespace n ON n.oid = c.relnamespace \
         WHERE r.rulename <> '_RETURN' AND {namespace} ORDER BY r.oid",
        namespace = filter.namespace("n"),
    )
}

fn read(catalog: &mut Catalog, row: &mut Row<'_>) {
    let oid: Oid = row.number();
    let relation: Oid = row.number();
    let rule = Rule {
        name: row.string(),
        enabled: trigger::firing(row.letter()),
        definition: Expression::new(printed::behind_rule_name(row.text())),
        comment: catalog.comment("pg_rewrite", oid, 0),
        ..Rule::default()
    };
    if let Some(table) = catalog.table(relation) {
        table.rules.push(rule);
    } else if let Some((_, view)) = catalog.views.get_mut(&relation) {
        view.rules.push(rule);
    }
}
