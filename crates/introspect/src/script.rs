//! The script: one query for each kind of object, in one snapshot.

use schema::HISTORY_TABLES;

use crate::catalog::Catalog;
use crate::row::Row;
use crate::version::Version;
use crate::{
    column, comment, constraint, event_trigger, index, inheritance, namespace, other, policy,
    privilege, publication, relation, routine, rule, sequence, statistics, trigger, types,
};

/// What is read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The schemas; none for all but PostgreSQL's own.
    pub schemas: Vec<String>,
    /// Tables that are left out besides [`HISTORY_TABLES`], each with its schema or without.
    pub without: Vec<String>,
}

/// A kind of rows: their query, which begins with the tag, and what is made of each.
pub(crate) struct Kind {
    pub(crate) tag: &'static str,
    pub(crate) query: fn(Version, &Filter) -> String,
    pub(crate) read: fn(&mut Catalog, &mut Row<'_>),
}

/// In an order in which each row finds what it refers to.
pub(crate) const KINDS: &[Kind] = &[
    comment::KIND,
    namespace::KIND,
    namespace::EXTENSION,
    types::KIND,
    relation::KIND,
    column::KIND,
    inheritance::KIND,
    types::ENUM,
    types::RANGE,
    types::DOMAIN,
    sequence::KIND,
    index::KIND,
    constraint::KIND,
    constraint::OF_DOMAIN,
    routine::KIND,
    trigger::KIND,
    policy::KIND,
    rule::KIND,
    event_trigger::KIND,
    statistics::KIND,
    publication::KIND,
    publication::TABLE,
    privilege::DEFAULT,
    other::KIND,
];

/// One text with all queries, to be sent as it is: it reads in a transaction of its own, which
/// changes nothing and is over at its end.
pub fn script(version: Version, options: &Options) -> String {
    let filter = Filter::new(options);
    let mut text = String::from(BEGIN);
    for kind in KINDS {
        text.push_str(&(kind.query)(version, &filter));
        text.push_str(";\n");
    }
    text.push_str("COMMIT");
    text
}

/// Expressions are printed in one way whatever the session's settings: these are `pg_dump`'s, but for
/// the search path. With that, names in `public` need no schema.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SET LOCAL search_path = public;
SET LOCAL datestyle = 'ISO';
SET LOCAL intervalstyle = 'postgres';
SET LOCAL timezone = 'UTC';
SET LOCAL bytea_output = 'hex';
SET LOCAL extra_float_digits = 1;
SET LOCAL quote_all_identifiers = off;
SET LOCAL row_security = off;
SET LOCAL jit = off;
";

/// Conditions that the options come to.
pub(crate) struct Filter {
    schemas: Option<String>,
    without: String,
}

impl Filter {
    fn new(options: &Options) -> Self {
        let literals = |names: &mut dyn Iterator<Item = &str>| {
            let quoted: Vec<String> = names.map(schema::quote_literal).collect();
            quoted.join(", ")
        };
        let schemas = (!options.schemas.is_empty())
            .then(|| literals(&mut options.schemas.iter().map(String::as_str)));
        let given = options.without.iter().map(String::as_str);
        Self {
            schemas,
            without: literals(&mut HISTORY_TABLES.into_iter().chain(given)),
        }
    }

    /// The condition that a row of `pg_namespace` is among the schemas.
    pub(crate) fn namespace(&self, alias: &str) -> String {
        match &self.schemas {
            Some(list) => format!("{alias}.nspname IN ({list})"),
            None => {
                format!("{alias}.nspname !~ '^pg_' AND {alias}.nspname <> 'information_schema'")
            }
        }
    }

    /// The condition that a relation is no table of history.
    pub(crate) fn relation(&self, class: &str, namespace: &str) -> String {
        format!(
            "{class}.relname NOT IN ({list}) AND {namespace}.nspname || '.' || {class}.relname NOT IN ({list})",
            list = self.without
        )
    }
}

/// The condition that an object of a catalog belongs to no extension.
pub(crate) fn is_own(catalog: &str, oid: &str) -> String {
    format!(
        "NOT EXISTS (SELECT FROM pg_depend own WHERE own.classid = '{catalog}'::regclass \
         AND own.objid = {oid} AND own.deptype = 'e')"
    )
}
