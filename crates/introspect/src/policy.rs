//! Row security policies.

use schema::{Policy, PolicyCommand};

use crate::catalog::{Catalog, Oid};
use crate::column::expression;
use crate::row::Row;
use crate::script::{Filter, Kind};
use crate::version::Version;

pub(crate) const KIND: Kind = Kind {
    tag: "policy",
    query,
    read,
};

fn query(_: Version, _: &Filter) -> String {
    "SELECT 'policy', p.oid, p.polrelid, p.polname, p.polpermissive, p.polcmd, \
     CASE WHEN 0 = ANY (p.polroles) THEN NULL ELSE (SELECT json_agg(r.rolname ORDER BY r.rolname COLLATE \"C\") \
     FROM pg_roles r WHERE r.oid = ANY (p.polroles)) END, \
     pg_get_expr(p.polqual, p.polrelid, true), pg_get_expr(p.polwithcheck, p.polrelid, true) \
     FROM pg_policy p ORDER BY p.oid"
        .to_owned()
}

fn read(catalog: &mut Catalog, row: &mut Row<'_>) {
    let oid: Oid = row.number();
    let relation: Oid = row.number();
    let policy = Policy {
        name: row.string(),
        restrictive: !row.flag(),
        command: match row.letter() {
            'r' => PolicyCommand::Select,
            'a' => PolicyCommand::Insert,
            'w' => PolicyCommand::Update,
            'd' => PolicyCommand::Delete,
            _ => PolicyCommand::All,
        },
        roles: row.texts(),
        using: expression(row.next()),
        check: expression(row.next()),
        comment: catalog.comment("pg_policy", oid, 0),
        ..Policy::default()
    };
    if let Some(table) = catalog.table(relation) {
        table.policies.push(policy);
    }
}
