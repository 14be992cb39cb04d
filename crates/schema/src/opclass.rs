//! Operator classes that need no name.

/// Whether an operator class is the default of its type for an access method, as in
/// `pg_opclass.opcdefault`. A catalog does not show such a class, and [`IndexElement::opclass`] is
/// `None` for it. Only PostgreSQL's own classes are known; another one counts as no default.
///
/// [`IndexElement::opclass`]: crate::IndexElement::opclass
pub fn is_default_opclass(method: &str, class: &str) -> bool {
    let base = class.strip_suffix("_ops").unwrap_or_default();
    match method {
        "btree" => COMPARED.contains(&base) || SORTED_ONLY.contains(&base),
        "hash" => COMPARED.contains(&base) || HASHED_ONLY.contains(&base),
        "gin" => matches!(base, "array" | "jsonb" | "tsvector"),
        "gist" => matches!(
            base,
            "box" | "circle" | "multirange" | "point" | "poly" | "range" | "tsquery" | "tsvector"
        ),
        "spgist" => matches!(
            base,
            "box" | "inet" | "poly" | "quad_point" | "range" | "text"
        ),
        // Of addresses alone the default is another class: `inet_inclusion_ops`.
        "brin" => match base.strip_suffix("_minmax") {
            Some(ty) => ty != "inet" && (COMPARED.contains(&ty) || BLOCK_ONLY.contains(&ty)),
            None => matches!(base, "box_inclusion" | "inet_inclusion" | "range_inclusion"),
        },
        _ => false,
    }
}

/// Types with a default class `…_ops` for both b-trees and hashes.
const COMPARED: [&str; 33] = [
    "array",
    "bool",
    "bpchar",
    "bytea",
    "char",
    "date",
    "enum",
    "float4",
    "float8",
    "inet",
    "int2",
    "int4",
    "int8",
    "interval",
    "jsonb",
    "macaddr",
    "macaddr8",
    "multirange",
    "name",
    "numeric",
    "oid",
    "oidvector",
    "pg_lsn",
    "range",
    "record",
    "text",
    "tid",
    "time",
    "timestamp",
    "timestamptz",
    "timetz",
    "uuid",
    "xid8",
];

/// Types with one for b-trees only.
const SORTED_ONLY: [&str; 5] = ["bit", "money", "tsquery", "tsvector", "varbit"];

/// Types with one for hashes only.
const HASHED_ONLY: [&str; 3] = ["aclitem", "cid", "xid"];

/// Types with a block range class besides those that can be compared.
const BLOCK_ONLY: [&str; 2] = ["bit", "varbit"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_defaults() {
        let cases = [
            ("btree", "text_ops", true),
            ("btree", "text_pattern_ops", false),
            ("btree", "varchar_ops", false),
            ("btree", "my_ops", false),
            ("hash", "xid_ops", true),
            ("hash", "bit_ops", false),
            ("gin", "jsonb_ops", true),
            ("gin", "jsonb_path_ops", false),
            ("gist", "inet_ops", false),
            ("spgist", "inet_ops", true),
            ("brin", "int4_minmax_ops", true),
            ("brin", "int4_minmax_multi_ops", false),
            ("brin", "inet_minmax_ops", false),
            ("brin", "inet_inclusion_ops", true),
            ("hnsw", "vector_ops", false),
        ];
        for (method, class, expected) in cases {
            assert_eq!(
                is_default_opclass(method, class),
                expected,
                "{method} {class}"
            );
        }
    }
}
