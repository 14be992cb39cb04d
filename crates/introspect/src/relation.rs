//! Tables, views and composite types, without their columns.

use schema::{
    Composite, Expression, Foreign, Partition, PartitionKey, QualifiedName, ReplicaIdentity,
    RowSecurity, Table, View,
};

use crate::catalog::{Catalog, Oid};
use crate::row::Row;
use crate::script::{Filter, Kind, is_own};
use crate::version::Version;
use crate::{element, printed, privilege};

pub(crate) const KIND: Kind = Kind {
    tag: "relation",
    query,
    read,
};

fn query(_: Version, filter: &Filter) -> String {
    format!(
        "SELECT 'relation', c.oid, n.nspname, c.relname, c.relkind, c.reltype, {acl}, \
         (SELECT {type_acl} FROM pg_type ct WHERE c.relkind = 'c' AND ct.oid = c.reltype), \
         c.relpersistence = 'u', to_json(c.reloptions), \
         (SELECT to_json(t.reloptions) FROM pg_class t WHERE t.oid = c.reltoastrelid), \
         CASE WHEN a.amname <> 'heap' THEN a.amname END, s.spcname, \
         c.relrowsecurity, c.relforcerowsecurity, CASE WHEN c.relkind <> 'f' THEN c.relreplident END, \
         (SELECT json_build_array(n2.nspname, t2.typname) FROM pg_type t2 JOIN pg_namespace n2 ON n2.oid = t2.typnamespace WHERE t2.oid = c.reloftype), \
         CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid, true) END, \
         CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END, \
         p.partattrs, \
         CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid, true) END, \
         f.srvname, to_json(ft.ftoptions) \
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
         LEFT JOIN pg_am a ON a.oid = c.relam LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace \
         LEFT JOIN pg_partitioned_table p ON p.partrelid = c.oid \
         LEFT JOIN pg_foreign_table ft ON ft.ftrelid = c.oid \
         LEFT JOIN pg_foreign_server f ON f.oid = ft.ftserver \
         WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c') AND {namespace} AND {relation} AND {own}",
        acl = privilege::list("c.relacl", "c.relowner"),
        type_acl = privilege::list("ct.typacl", "ct.typowner"),
        namespace = filter.namespace("n"),
        relation = filter.relation("c", "n"),
        own = is_own("pg_class", "c.oid"),
    )
}

fn read(catalog: &mut Catalog, row: &mut Row<'_>) {
    let oid: Oid = row.number();
    let name = QualifiedName::new(row.text(), row.text());
    let kind = row.letter();
    let ty: Oid = row.number();
    let privileges = row.next();
    let type_privileges = row.next();
    let unlogged = row.flag();
    let mut options = row.options();
    let toast = row.options();
    options.extend(
        toast
            .into_iter()
            .map(|(name, value)| (format!("toast.{name}"), value)),
    );
    match kind {
        'c' => {
            let composite = Composite {
                comment: catalog.comment("pg_type", ty, 0),
                privileges: privilege::beyond_public(type_privileges, "USAGE"),
                ..Composite::default()
            };
            catalog.composites.insert(oid, (name, composite));
        }
        'v' | 'm' => {
            let query = row.nth(6).unwrap_or_default();
            let view = View {
                materialized: kind == 'm',
                query: Expression::new(query.trim().trim_end_matches(';')),
                options,
                comment: catalog.comment("pg_class", oid, 0),
                privileges: privilege::granted(privileges),
                ..View::default()
            };
            catalog.views.insert(oid, (name, view));
        }
        _ => {
            let table = Table {
                unlogged,
                options,
                privileges: privilege::granted(privileges),
                comment: catalog.comment("pg_class", oid, 0),
                ..table(row)
            };
            catalog.tables.insert(oid, (name, table));
        }
    }
}

/// What a table has beside what every relation has.
fn table(row: &mut Row<'_>) -> Table {
    let mut table = Table {
        access_method: row.optional(),
        tablespace: row.optional(),
        row_security: RowSecurity {
            enabled: row.flag(),
            forced: row.flag(),
        },
        replica_identity: match row.letter() {
            'n' => ReplicaIdentity::Nothing,
            'f' => ReplicaIdentity::Full,
            _ => ReplicaIdentity::Default,
        },
        of_type: crate::types::qualified(row),
        ..Table::default()
    };
    row.next();
    table.partition_key = partition_key(row);
    table.partition_of = row.next().map(|bound| Partition {
        // The parent is told by the rows of inheritance.
        parent: QualifiedName::default(),
        bound: Expression::new(bound),
    });
    table.foreign = row.optional().map(|server| Foreign {
        server,
        options: row.options(),
    });
    table
}

fn partition_key(row: &mut Row<'_>) -> Option<PartitionKey> {
    let definition = row.next();
    let numbers: Vec<i16> = row.numbers();
    let definition = definition?;
    let strategy = definition.split_whitespace().next().unwrap_or_default();
    let printed = printed::elements(definition).into_iter().zip(numbers);
    Some(PartitionKey {
        strategy: strategy.to_ascii_lowercase(),
        elements: printed
            .map(|(text, number)| element::read(text, number == 0))
            .collect(),
    })
}
