//! Schemas and extensions.

use schema::{Extension, Namespace};

use crate::catalog::Catalog;
use crate::privilege;
use crate::row::Row;
use crate::script::{Filter, Kind, is_own};
use crate::version::Version;

pub(crate) const KIND: Kind = Kind {
    tag: "schema",
    query,
    read,
};

pub(crate) const EXTENSION: Kind = Kind {
    tag: "extension",
    query: extensions,
    read: read_extension,
};

/// `public` comes with privileges of its own: those of `initdb`.
fn query(_: Version, filter: &Filter) -> String {
    format!(
        "SELECT 'schema', n.oid, n.nspname, {acl}, (SELECT {initial} FROM pg_init_privs i \
         WHERE i.classoid = 'pg_namespace'::regclass AND i.objoid = n.oid) \
         FROM pg_namespace n WHERE {namespace} AND {own} ORDER BY n.nspname",
        acl = privilege::list("n.nspacl", "n.nspowner"),
        initial = privilege::list("i.initprivs", "n.nspowner"),
        namespace = filter.namespace("n"),
        own = is_own("pg_namespace", "n.oid"),
    )
}

fn read(catalog: &mut Catalog, row: &mut Row<'_>) {
    let oid = row.number();
    let name = row.string();
    let found = row.next();
    let initial = privilege::parse(row.next());
    let comment = catalog.comment("pg_namespace", oid, 0);
    let namespace = Namespace {
        comment: comment.filter(|text| name != "public" || text != "standard public schema"),
        privileges: privilege::beyond(found, &initial),
        ..Namespace::default()
    };
    catalog.schema.schemas.insert(name, namespace);
}

/// Those that every database has are left out: PL/pgSQL.
fn extensions(_: Version, _: &Filter) -> String {
    "SELECT 'extension', e.extname, n.nspname, CASE WHEN e.extversion IS DISTINCT FROM \
     (SELECT a.default_version FROM pg_available_extensions() a WHERE a.name = e.extname) \
     THEN e.extversion END \
     FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace \
     WHERE e.oid >= 16384 ORDER BY e.extname"
        .to_owned()
}

fn read_extension(catalog: &mut Catalog, row: &mut Row<'_>) {
    let name = row.string();
    let extension = Extension {
        schema: row.optional().filter(|schema| schema != "public"),
        version: row.optional(),
        ..Extension::default()
    };
    catalog.schema.extensions.insert(name, extension);
}
