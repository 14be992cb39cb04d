//! Which table inherits from which, and which is a partition of which.

use crate::catalog::Catalog;
use crate::row::Row;
use crate::script::{Filter, Kind};
use crate::version::Version;

pub(crate) const KIND: Kind = Kind {
    tag: "parent",
    query,
    read,
};

fn query(_: Version, _: &Filter) -> String {
    "SELECT 'parent', i.inhrelid, n.nspname, c.relname FROM pg_inherits i \
     JOIN pg_class c ON c.oid = i.inhparent JOIN pg_namespace n ON n.oid = c.relnamespace \
     WHERE c.relkind IN ('r', 'p', 'f') ORDER BY i.inhrelid, i.inhseqno"
        .to_owned()
}

fn read(catalog: &mut Catalog, row: &mut Row<'_>) {
    let Some(table) = catalog.table(row.number()) else {
        return;
    };
    let parent = schema::QualifiedName::new(row.text(), row.text());
    match &mut table.partition_of {
        Some(partition) => partition.parent = parent,
        None => table.inherits.push(parent),
    }
}
