//! Sequences, and the columns that own them.

use schema::{QualifiedName, Sequence};

use crate::catalog::{Catalog, Oid};
use crate::privilege;
use crate::row::Row;
use crate::script::{Filter, Kind, is_own};
use crate::version::Version;

pub(crate) const KIND: Kind = Kind {
    tag: "sequence",
    query,
    read,
};

fn query(_: Version, filter: &Filter) -> String {
    format!(
        "SELECT 'sequence', c.oid, n.nspname, c.relname, {acl}, c.relpersistence = 'u', \
         t.typname, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, \
         d.refobjid, d.refobjsubid \
         FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid \
         JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = s.seqtypid \
         LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid \
         AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i') \
         WHERE {namespace} AND {relation} AND {own}",
        acl = privilege::list("c.relacl", "c.relowner"),
        namespace = filter.namespace("n"),
        relation = filter.relation("c", "n"),
        own = is_own("pg_class", "c.oid"),
    )
}

fn read(catalog: &mut Catalog, row: &mut Row<'_>) {
    let oid: Oid = row.number();
    let name = QualifiedName::new(row.text(), row.text());
    let privileges = privilege::granted(row.next());
    let mut sequence = Sequence {
        owned_by: None,
        unlogged: row.flag(),
        ty: row.string(),
        start: row.number(),
        increment: row.number(),
        minimum: row.number(),
        maximum: row.number(),
        cache: row.number(),
        cycle: row.flag(),
        comment: catalog.comment("pg_class", oid, 0),
        privileges,
        origin: schema::Origin::default(),
    };
    if let Some(owner) = row.optional_number::<Oid>() {
        let number = row.number();
        let column = catalog.attribute(owner, number).map(str::to_owned);
        // Without its table the sequence is none of what is read.
        let (Some(column), Some(table)) = (column, catalog.relation(owner).cloned()) else {
            return;
        };
        let columns = catalog.table(owner).map(|table| table.columns.iter_mut());
        for owning in columns.into_iter().flatten().filter(|it| it.name == column) {
            owning.sequence = Some(name.clone());
        }
        sequence.owned_by = Some((table, column));
    }
    catalog.schema.sequences.insert(name, sequence);
}
