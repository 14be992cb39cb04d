//! Publications of logical replication.

use schema::{Publication, PublishedTable};

use crate::catalog::{Catalog, Oid};
use crate::column::expression;
use crate::row::Row;
use crate::script::{Filter, Kind, is_own};
use crate::version::{PUBLISHED_PARTS, Version};

pub(crate) const KIND: Kind = Kind {
    tag: "publication",
    query,
    read,
};

pub(crate) const TABLE: Kind = Kind {
    tag: "published table",
    query: tables,
    read: read_table,
};

fn query(version: Version, _: &Filter) -> String {
    let schemas = version.either(
        PUBLISHED_PARTS,
        "(SELECT json_agg(n.nspname ORDER BY n.nspname COLLATE \"C\") FROM pg_publication_namespace pn \
         JOIN pg_namespace n ON n.oid = pn.pnnspid WHERE pn.pnpubid = p.oid)",
        "NULL",
    );
    format!(
        "SELECT 'publication', p.oid, p.pubname, p.puballtables, {schemas}, \
         p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate, p.pubviaroot \
         FROM pg_publication p WHERE {own}",
        own = is_own("pg_publication", "p.oid"),
    )
}

fn read(catalog: &mut Catalog, row: &mut Row<'_>) {
    let oid: Oid = row.number();
    let name = row.string();
    let mut publication = Publication {
        all_tables: row.flag(),
        schemas: row.texts(),
        comment: catalog.comment("pg_publication", oid, 0),
        ..Publication::default()
    };
    for operation in ["insert", "update", "delete", "truncate"] {
        if row.flag() {
            publication.operations.push(operation.to_owned());
        }
    }
    publication.via_root = row.flag();
    catalog.publications.insert(oid, name.clone());
    catalog.schema.publications.insert(name, publication);
}

fn tables(version: Version, _: &Filter) -> String {
    let parts = version.either(
        PUBLISHED_PARTS,
        "r.prattrs, pg_get_expr(r.prqual, r.prrelid, true)",
        "NULL, NULL",
    );
    format!("SELECT 'published table', r.prpubid, r.prrelid, {parts} FROM pg_publication_rel r")
}

fn read_table(catalog: &mut Catalog, row: &mut Row<'_>) {
    let publication: Oid = row.number();
    let relation: Oid = row.number();
    let Some(name) = catalog.relation(relation).cloned() else {
        return;
    };
    let mut columns: Vec<i16> = row.numbers();
    columns.sort_unstable();
    let table = PublishedTable {
        columns: catalog.attribute_names(relation, &columns),
        filter: expression(row.next()),
    };
    let publication = catalog.publications.get(&publication);
    let found = publication.and_then(|name| catalog.schema.publications.get_mut(name));
    if let Some(found) = found {
        found.tables.insert(name, table);
    }
}
