//! Columns of tables, views and composite types.

use schema::{Attribute, Column, Expression, Generated, Grant, Identity, ViewColumn};

use crate::catalog::{Catalog, Oid};
use crate::row::Row;
use crate::script::{Filter, Kind};
use crate::version::{COMPRESSION, Version};
use crate::{printed, privilege};

pub(crate) const KIND: Kind = Kind {
    tag: "column",
    query,
    read,
};

fn query(version: Version, filter: &Filter) -> String {
    format!(
        "SELECT 'column', c.oid, c.relkind, a.attnum, a.attname, a.atttypid, \
         CASE WHEN a.atttypmod <> -1 THEN format_type(a.atttypid, a.atttypmod) END, \
         a.attnotnull, CASE WHEN a.atthasdef THEN pg_get_expr(d.adbin, d.adrelid, true) END, \
         a.attidentity, a.attgenerated, co.collname, \
         CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END, \
         {compression}, a.attstattarget, to_json(a.attoptions), to_json(a.attfdwoptions), \
         a.attislocal, {acl} \
         FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid \
         JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid \
         LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef \
         LEFT JOIN pg_collation co ON co.oid = a.attcollation AND a.attcollation <> t.typcollation \
         WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c') \
         AND {namespace} ORDER BY a.attrelid, a.attnum",
        compression = version.either(COMPRESSION, "a.attcompression", "''"),
        acl = privilege::list("a.attacl", "c.relowner"),
        namespace = filter.namespace("n"),
    )
}

/// An expression, without parentheses around it.
pub(crate) fn expression(text: Option<&str>) -> Option<Expression> {
    text.map(|text| Expression::new(printed::bare(text)))
}

fn read(catalog: &mut Catalog, row: &mut Row<'_>) {
    let relation: Oid = row.number();
    let kind = row.letter();
    let number: i16 = row.number();
    let name = row.string();
    let type_id = row.number();
    let ty = catalog.ty(type_id, row.next());
    let attributes = catalog.attributes.entry(relation).or_default();
    attributes.push((number, name.clone()));
    let comment = catalog.comment("pg_class", relation, i32::from(number));
    if kind == 'c' {
        let attribute = Attribute {
            name,
            ty,
            collation: row.nth(4).map(str::to_owned),
            origin: schema::Origin::default(),
        };
        if let Some((_, composite)) = catalog.composites.get_mut(&relation) {
            composite.attributes.push(attribute);
        }
        return;
    }
    let mut column = Column {
        comment,
        nullable: !row.flag(),
        ..Column::new(name, ty)
    };
    column.default = expression(row.next());
    if matches!(kind, 'v' | 'm') {
        let privileges = row.nth(9);
        if let Some((_, view)) = catalog.views.get_mut(&relation) {
            view.privileges
                .granted
                .extend(of_column(privileges, &column.name));
            view.columns.push(ViewColumn {
                name: column.name,
                ty: Some(column.ty),
                default: column.default,
                comment: column.comment,
            });
        }
        return;
    }
    details(&mut column, row);
    if let Some(table) = catalog.table(relation) {
        let privileges = of_column(row.next(), &column.name);
        table.privileges.granted.extend(privileges);
        table.columns.push(column);
    }
}

/// What only a table's column has.
fn details(column: &mut Column, row: &mut Row<'_>) {
    column.identity = match row.letter() {
        'a' => Some(Identity::Always),
        'd' => Some(Identity::ByDefault),
        _ => None,
    };
    let generated = row.letter();
    if matches!(generated, 's' | 'v') {
        column.generated = column.default.take().map(|expression| Generated {
            expression,
            stored: generated == 's',
        });
    }
    column.collation = row.optional();
    let storage = match row.letter() {
        'p' => Some("PLAIN"),
        'e' => Some("EXTERNAL"),
        'm' => Some("MAIN"),
        'x' => Some("EXTENDED"),
        _ => None,
    };
    column.storage = storage.map(str::to_owned);
    let compression = match row.letter() {
        'p' => Some("pglz"),
        'l' => Some("lz4"),
        _ => None,
    };
    column.compression = compression.map(str::to_owned);
    column.statistics = row.optional_number().filter(|target| *target >= 0);
    column.options = row.options();
    column.options.extend(row.options());
    column.inherited = !row.flag();
}

fn of_column(json: Option<&str>, column: &str) -> impl Iterator<Item = Grant> {
    privilege::parse(json).into_iter().map(|grant| Grant {
        column: Some(column.to_owned()),
        ..grant
    })
}
