//! Identifiers as the server prints them: in quotes only where they must be.

use std::borrow::Cow;

use schema::QualifiedName;

/// Keywords that cannot be every kind of name (`pg_get_keywords()` without the unreserved ones).
const RESERVED: &str = " all analyse analyze and any array as asc asymmetric authorization between \
bigint binary bit boolean both case cast char character check coalesce collate collation column \
concurrently constraint create cross current_catalog current_date current_role current_schema \
current_time current_timestamp current_user dec decimal default deferrable desc distinct do else \
end except exists extract false fetch float for foreign freeze from full grant greatest group \
grouping having ilike in initially inner inout int integer intersect interval into is isnull join \
lateral leading least left like limit localtime localtimestamp national natural nchar none \
normalize not notnull null nullif numeric offset on only or order out outer overlaps overlay \
placing position precision primary real references returning right row select session_user setof \
similar smallint some substring symmetric table tablesample then time timestamp to trailing treat \
trim true union unique user using values varchar variadic verbose when where window with \
xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot \
xmlserialize xmltable ";

/// A name as `quote_identifier` of the server spells it.
pub(super) fn quoted(name: &str) -> Cow<'_, str> {
    let plain = name.bytes().enumerate().all(|(at, byte)| {
        byte.is_ascii_lowercase() || byte == b'_' || (at > 0 && byte.is_ascii_digit())
    });
    if plain && !name.is_empty() && !RESERVED.contains(&format!(" {name} ")) {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(schema::quote_identifier(name))
    }
}

/// A name with its schema, unless that is `public`.
pub(super) fn qualified(name: &QualifiedName) -> String {
    if name.schema == "public" {
        quoted(&name.name).into_owned()
    } else {
        format!("{}.{}", quoted(&name.schema), quoted(&name.name))
    }
}
