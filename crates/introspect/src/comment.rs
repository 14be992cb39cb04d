//! Comments.

use crate::catalog::Catalog;
use crate::row::Row;
use crate::script::{Filter, Kind};
use crate::version::Version;

pub(crate) const KIND: Kind = Kind {
    tag: "comment",
    query,
    read,
};

/// The catalogs whose objects may have comments that are kept.
pub(crate) const CATALOGS: [&str; 27] = [
    "pg_class",
    "pg_type",
    "pg_constraint",
    "pg_trigger",
    "pg_policy",
    "pg_rewrite",
    "pg_proc",
    "pg_namespace",
    "pg_event_trigger",
    "pg_statistic_ext",
    "pg_publication",
    "pg_cast",
    "pg_collation",
    "pg_conversion",
    "pg_ts_config",
    "pg_ts_dict",
    "pg_ts_parser",
    "pg_ts_template",
    "pg_operator",
    "pg_opclass",
    "pg_opfamily",
    "pg_foreign_data_wrapper",
    "pg_foreign_server",
    "pg_am",
    "pg_transform",
    "pg_language",
    "pg_subscription",
];

/// Objects of PostgreSQL itself have numbers below 16384; the schema `public` is one of them.
fn query(_: Version, _: &Filter) -> String {
    "SELECT 'comment', classoid::regclass, objoid, objsubid, description FROM pg_description \
     WHERE objoid >= 16384 OR classoid = 'pg_namespace'::regclass"
        .to_owned()
}

fn read(catalog: &mut Catalog, row: &mut Row<'_>) {
    let class = row.text();
    let Some(class) = CATALOGS.into_iter().find(|known| *known == class) else {
        return;
    };
    let key = (class, row.number(), row.number());
    catalog.comments.insert(key, row.string());
}
