//! Indexes. Those of constraints are kept for the constraint to take what it needs.

use std::collections::BTreeMap;

use schema::{Index, IndexStorage, ReplicaIdentity};

use crate::catalog::{Catalog, Oid};
use crate::row::Row;
use crate::script::{Filter, Kind};
use crate::version::{NULLS_NOT_DISTINCT, Version};
use crate::{column, element, printed};

pub(crate) const KIND: Kind = Kind {
    tag: "index",
    query,
    read,
};

/// The server prints the elements: a collation, an operator class and an order only where they are not the
/// defaults.
fn query(version: Version, filter: &Filter) -> String {
    format!(
        "SELECT 'index', i.indexrelid, i.indrelid, c.relname, i.indisunique, am.amname, i.indkey, \
         i.indnkeyatts, {nulls}, pg_get_indexdef(i.indexrelid, 0, true), \
         pg_get_expr(i.indpred, i.indrelid, true), to_json(c.reloptions), s.spcname, \
         i.indisvalid, i.indisclustered, i.indisreplident, t.relkind, \
         (SELECT json_build_array(pn.nspname, p.relname) FROM pg_inherits h JOIN pg_class p ON p.oid = h.inhparent \
         JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE h.inhrelid = c.oid), \
         CASE WHEN c.relkind = 'I' THEN EXISTS (SELECT FROM pg_inherits h WHERE h.inhparent = c.oid) OR NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhparent = t.oid) END, \
         (SELECT json_agg(a.attnum || '=' || a.attstattarget) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attstattarget >= 0), \
         EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')) \
         FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid \
         JOIN pg_namespace n ON n.oid = t.relnamespace JOIN pg_am am ON am.oid = c.relam \
         LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace \
         WHERE t.relkind IN ('r', 'p', 'm') AND {namespace} ORDER BY i.indexrelid",
        nulls = version.either(NULLS_NOT_DISTINCT, "i.indnullsnotdistinct", "false"),
        namespace = filter.namespace("n"),
    )
}

fn read(catalog: &mut Catalog, row: &mut Row<'_>) {
    let oid: Oid = row.number();
    let relation: Oid = row.number();
    let name = row.string();
    let unique = row.flag();
    let method = row.string();
    let numbers: Vec<i16> = row.numbers();
    let key_count: usize = row.number();
    let nulls_not_distinct = row.flag();
    let printed = printed::elements(row.text()).into_iter().zip(&numbers);
    let mut index = Index {
        name,
        unique,
        method,
        elements: printed
            .map(|(text, number)| element::read(text, *number == 0))
            .collect(),
        include: catalog.attribute_names(relation, numbers.get(key_count..).unwrap_or_default()),
        nulls_not_distinct,
        predicate: column::expression(row.next()),
        storage: IndexStorage {
            options: row.options(),
            tablespace: row.optional(),
        },
        comment: catalog.comment("pg_class", oid, 0),
        ..Index::default()
    };
    let valid = row.flag();
    let clustered = row.flag();
    let identity = row.flag();
    let partitioned = row.letter() == 'p';
    index.part_of = crate::types::qualified(row);
    let has_parts = row.flag();
    // An index of a partitioned table is invalid as long as a partition lacks its part.
    index.only = partitioned && !valid && !has_parts;
    index.invalid = !valid && !partitioned;
    index.statistics = statistics(row.options());
    let of_constraint = row.flag();
    if let Some(table) = catalog.table(relation) {
        if clustered {
            table.clustered_on = Some(index.name.clone());
        }
        if identity {
            table.replica_identity = ReplicaIdentity::Index(index.name.clone());
        }
    }
    if of_constraint {
        catalog.indexes.insert(oid, index);
    } else if let Some(table) = catalog.table(relation) {
        table.indexes.push(index);
    } else if let Some((_, view)) = catalog.views.get_mut(&relation) {
        view.indexes.push(index);
    }
}

fn statistics(targets: BTreeMap<String, String>) -> BTreeMap<u16, i32> {
    let targets = targets.into_iter();
    targets
        .filter_map(|(number, target)| Some((number.parse().ok()?, target.parse().ok()?)))
        .collect()
}
