//! Types: their names, enums, ranges and domains.

use schema::{Domain, Enum, EnumValue, QualifiedName, Range, Type};

use crate::catalog::{Catalog, TypeName};
use crate::row::Row;
use crate::script::{Filter, Kind, is_own};
use crate::version::{MULTIRANGES, Version};
use crate::{column, printed, privilege};

/// The names of all types: every object refers to them by number.
pub(crate) const KIND: Kind = Kind {
    tag: "type",
    query: names,
    read: read_name,
};

pub(crate) const ENUM: Kind = Kind {
    tag: "enum",
    query: enums,
    read: read_enum,
};

pub(crate) const RANGE: Kind = Kind {
    tag: "range",
    query: ranges,
    read: read_range,
};

pub(crate) const DOMAIN: Kind = Kind {
    tag: "domain",
    query: domains,
    read: read_domain,
};

/// PostgreSQL's own types have no schema, and neither have those of an extension in `public`.
fn names(_: Version, _: &Filter) -> String {
    format!(
        "SELECT 'type', t.oid, CASE WHEN n.nspname <> 'pg_catalog' AND (n.nspname <> 'public' OR {own}) \
         THEN n.nspname END, coalesce(e.typname, t.typname), e.oid IS NOT NULL \
         FROM pg_type t LEFT JOIN pg_type e ON e.oid = t.typelem AND e.typarray = t.oid \
         JOIN pg_namespace n ON n.oid = t.typnamespace",
        own = is_own("pg_type", "coalesce(e.oid, t.oid)"),
    )
}

fn read_name(catalog: &mut Catalog, row: &mut Row<'_>) {
    let oid = row.number();
    let name = TypeName {
        schema: row.optional(),
        name: row.string(),
        array: row.flag(),
    };
    catalog.types.insert(oid, name);
}

/// The type of a name, with the modifiers that the server prints.
pub(crate) fn named(name: Option<&TypeName>, printed: Option<&str>) -> Type {
    let Some(name) = name else {
        return Type::builtin("");
    };
    let mut ty = Type {
        schema: name.schema.clone(),
        name: name.name.clone(),
        modifiers: Vec::new(),
        array: name.array,
    };
    let Some(printed) = printed else {
        return ty;
    };
    let interval = ty.name == "interval" && ty.schema.is_none();
    let (words, inner) =
        printed::modifiers(printed).unwrap_or((printed.trim_end_matches("[]"), ""));
    if interval {
        words.clone_into(&mut ty.name);
    }
    if !inner.is_empty() {
        let numbers: Result<Vec<i32>, _> =
            inner.split(',').map(|part| part.trim().parse()).collect();
        match numbers {
            Ok(numbers) => ty.modifiers = numbers,
            Err(_) => ty.name = format!("{}({inner})", ty.name),
        }
    }
    ty
}

fn enums(_: Version, filter: &Filter) -> String {
    format!(
        "SELECT 'enum', t.oid, n.nspname, t.typname, {acl}, (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) \
         FROM pg_enum e WHERE e.enumtypid = t.oid) \
         FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace \
         WHERE t.typtype = 'e' AND {namespace} AND {own}",
        acl = privilege::list("t.typacl", "t.typowner"),
        namespace = filter.namespace("n"),
        own = is_own("pg_type", "t.oid"),
    )
}

fn read_enum(catalog: &mut Catalog, row: &mut Row<'_>) {
    let oid = row.number();
    let name = QualifiedName::new(row.text(), row.text());
    let privileges = privilege::beyond_public(row.next(), "USAGE");
    let values = row.texts().into_iter().map(|name| EnumValue {
        name,
        origin: schema::Origin::default(),
    });
    let found = Enum {
        values: values.collect(),
        comment: catalog.comment("pg_type", oid, 0),
        privileges,
        ..Enum::default()
    };
    catalog.schema.enums.insert(name, found);
}

fn ranges(version: Version, filter: &Filter) -> String {
    let multirange = version.either(MULTIRANGES, "r.rngmultitypid", "0");
    let function = |field: &str| {
        format!(
            "(SELECT json_build_array(fn.nspname, f.proname) FROM pg_proc f \
             JOIN pg_namespace fn ON fn.oid = f.pronamespace WHERE f.oid = r.{field})"
        )
    };
    format!(
        "SELECT 'range', t.oid, n.nspname, t.typname, {acl}, r.rngsubtype, \
         (SELECT o.opcname FROM pg_opclass o WHERE o.oid = r.rngsubopc AND NOT o.opcdefault), \
         (SELECT c.collname FROM pg_collation c WHERE c.oid = r.rngcollation AND c.oid <> s.typcollation), \
         {canonical}, {difference}, \
         (SELECT json_build_array(mn.nspname, m.typname) FROM pg_type m JOIN pg_namespace mn ON mn.oid = m.typnamespace WHERE m.oid = {multirange}) \
         FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN pg_type s ON s.oid = r.rngsubtype \
         JOIN pg_namespace n ON n.oid = t.typnamespace WHERE {namespace} AND {own}",
        acl = privilege::list("t.typacl", "t.typowner"),
        canonical = function("rngcanonical"),
        difference = function("rngsubdiff"),
        namespace = filter.namespace("n"),
        own = is_own("pg_type", "t.oid"),
    )
}

fn read_range(catalog: &mut Catalog, row: &mut Row<'_>) {
    let oid = row.number();
    let name = QualifiedName::new(row.text(), row.text());
    let privileges = privilege::beyond_public(row.next(), "USAGE");
    let subtype = catalog.ty(row.number(), None);
    let opclass = row.optional();
    let collation = row.optional();
    let canonical = qualified(row);
    let subtype_diff = qualified(row);
    let made_up = QualifiedName::new(&name.schema, multirange_of(&name.name));
    let range = Range {
        subtype,
        opclass,
        collation,
        canonical,
        subtype_diff,
        multirange: qualified(row).filter(|name| *name != made_up),
        comment: catalog.comment("pg_type", oid, 0),
        privileges,
        origin: schema::Origin::default(),
    };
    catalog.schema.ranges.insert(name, range);
}

/// A name with its schema, from a JSON array.
pub(crate) fn qualified(row: &mut Row<'_>) -> Option<QualifiedName> {
    match row.texts().as_slice() {
        [schema, name] => Some(QualifiedName::new(schema, name)),
        _ => None,
    }
}

/// The name that the server makes up (`makeMultirangeTypeName`).
fn multirange_of(range: &str) -> String {
    match range.find("range") {
        Some(at) => format!("{}multi{}", &range[..at], &range[at..]),
        None => schema::generated_name(range, "", "multirange"),
    }
}

fn domains(_: Version, filter: &Filter) -> String {
    format!(
        "SELECT 'domain', t.oid, n.nspname, t.typname, {acl}, t.typbasetype, \
         CASE WHEN t.typtypmod <> -1 THEN format_type(t.typbasetype, t.typtypmod) END, \
         (SELECT c.collname FROM pg_collation c WHERE c.oid = t.typcollation AND c.oid <> b.typcollation), \
         pg_get_expr(t.typdefaultbin, 0, true), t.typnotnull \
         FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace \
         JOIN pg_type b ON b.oid = t.typbasetype \
         WHERE t.typtype = 'd' AND {namespace} AND {own}",
        acl = privilege::list("t.typacl", "t.typowner"),
        namespace = filter.namespace("n"),
        own = is_own("pg_type", "t.oid"),
    )
}

fn read_domain(catalog: &mut Catalog, row: &mut Row<'_>) {
    let oid = row.number();
    let name = QualifiedName::new(row.text(), row.text());
    let privileges = privilege::beyond_public(row.next(), "USAGE");
    let base = row.number();
    let domain = Domain {
        base: catalog.ty(base, row.next()),
        collation: row.optional(),
        default: column::expression(row.next()),
        not_null: row.flag(),
        checks: Vec::new(),
        comment: catalog.comment("pg_type", oid, 0),
        privileges,
        origin: schema::Origin::default(),
    };
    catalog.domains.insert(oid, (name, domain));
}
