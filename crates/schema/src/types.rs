//! Data types of columns.

use std::fmt;

use crate::QualifiedName;

/// A data type: PostgreSQL's internal name (`int4`, `varchar`, `timestamptz`) with its modifiers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Type {
    /// The schema of a user-defined type; `None` for PostgreSQL's own types and for a type that an
    /// extension provides and whose schema is not known.
    pub schema: Option<String>,
    /// The internal name, as in `pg_type.typname`, without the `_` of arrays. Where the modifiers
    /// are not numbers they are part of it: `geometry(Point,4326)`.
    pub name: String,
    /// What stands in parentheses: length, precision, scale; with those that PostgreSQL adds by
    /// itself, see [`Type::stored`].
    pub modifiers: Vec<i32>,
    /// Whether it is an array. PostgreSQL does not tell `int[]` from `int[][]`.
    pub array: bool,
}

impl Type {
    /// One of PostgreSQL's own types, by internal name.
    pub fn builtin(name: impl Into<String>) -> Self {
        Self {
            schema: None,
            name: name.into(),
            modifiers: Vec::new(),
            array: false,
        }
    }

    /// The same type with modifiers.
    #[must_use]
    pub fn with_modifiers(mut self, modifiers: impl Into<Vec<i32>>) -> Self {
        self.modifiers = modifiers.into();
        self
    }

    /// The same type with the modifiers that PostgreSQL adds when none are written: `CHAR` is
    /// `character(1)`, `BIT` is `bit(1)`, and `NUMERIC(10)` is `numeric(10,0)`. For a type as it is
    /// written in SQL; in a catalog they already stand.
    #[must_use]
    pub fn stored(mut self) -> Self {
        match (
            self.schema.as_deref(),
            self.name.as_str(),
            self.modifiers.len(),
        ) {
            (None, "bpchar" | "bit", 0) => self.modifiers.push(1),
            (None, "numeric", 1) => self.modifiers.push(0),
            _ => {}
        }
        self
    }

    /// As SQL for a column: the short names that people write (`VARCHAR(30)`, `TIMESTAMP(3)`,
    /// `INTEGER[]`), and the quoted name of a user-defined type.
    pub fn sql(&self) -> String {
        let name = match &self.schema {
            Some(schema) => QualifiedName::new(schema, &self.name).sql(),
            None => self.short_name(),
        };
        let array = if self.array { "[]" } else { "" };
        format!("{name}{}{array}", self.modifier_list())
    }

    /// The name of one of PostgreSQL's own types as people write it; other names as they are.
    fn short_name(&self) -> String {
        match self.name.as_str() {
            "bool" => "BOOLEAN",
            "int2" => "SMALLINT",
            "int4" => "INTEGER",
            "int8" => "BIGINT",
            "float4" => "REAL",
            "float8" => "DOUBLE PRECISION",
            "numeric" => "DECIMAL",
            // Without a length this is the internal name of a type that SQL has no word for.
            "bpchar" if !self.modifiers.is_empty() => "CHAR",
            "bytea" | "bit" | "cidr" | "citext" | "date" | "inet" | "interval" | "json"
            | "jsonb" | "macaddr" | "money" | "oid" | "text" | "time" | "timestamp"
            | "timestamptz" | "timetz" | "uuid" | "varbit" | "varchar" | "xml" => {
                return self.name.to_ascii_uppercase();
            }
            other => other,
        }
        .to_owned()
    }

    /// `(18,4)`, or nothing without modifiers.
    fn modifier_list(&self) -> String {
        if self.modifiers.is_empty() {
            return String::new();
        }
        let list: Vec<String> = self.modifiers.iter().map(i32::to_string).collect();
        format!("({})", list.join(","))
    }

    /// The array of it.
    #[must_use]
    pub fn array(mut self) -> Self {
        self.array = true;
        self
    }
}

/// As `format_type` prints it: `character varying(30)`, `timestamp(3) without time zone[]`.
/// A type of another schema than `public` is qualified; nothing is quoted.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let modifiers = self.modifier_list();
        match (self.schema.as_deref(), self.name.as_str()) {
            (None, "bool") => f.write_str("boolean")?,
            (None, "int2") => f.write_str("smallint")?,
            (None, "int4") => f.write_str("integer")?,
            (None, "int8") => f.write_str("bigint")?,
            (None, "float4") => f.write_str("real")?,
            (None, "float8") => f.write_str("double precision")?,
            (None, "varchar") => write!(f, "character varying{modifiers}")?,
            (None, "bpchar") => write!(f, "character{modifiers}")?,
            (None, "varbit") => write!(f, "bit varying{modifiers}")?,
            (None, "time") => write!(f, "time{modifiers} without time zone")?,
            (None, "timetz") => write!(f, "time{modifiers} with time zone")?,
            (None, "timestamp") => write!(f, "timestamp{modifiers} without time zone")?,
            (None, "timestamptz") => write!(f, "timestamp{modifiers} with time zone")?,
            (Some(schema), name) if schema != "public" => write!(f, "{schema}.{name}{modifiers}")?,
            (_, name) => write!(f, "{name}{modifiers}")?,
        }
        f.write_str(if self.array { "[]" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_for_people_and_as_sql() {
        let of = |schema: Option<&str>, name: &str, modifiers: &[i32]| {
            Type {
                schema: schema.map(str::to_owned),
                ..Type::builtin(name)
            }
            .with_modifiers(modifiers)
            .stored()
        };
        let cases = [
            (
                of(None, "varchar", &[30]),
                "character varying(30)",
                "VARCHAR(30)",
            ),
            (
                of(None, "numeric", &[18, 4]),
                "numeric(18,4)",
                "DECIMAL(18,4)",
            ),
            (of(None, "numeric", &[10]), "numeric(10,0)", "DECIMAL(10,0)"),
            (of(None, "bpchar", &[]), "character(1)", "CHAR(1)"),
            (
                of(None, "timestamp", &[3]),
                "timestamp(3) without time zone",
                "TIMESTAMP(3)",
            ),
            (
                of(None, "timestamptz", &[]).array(),
                "timestamp with time zone[]",
                "TIMESTAMPTZ[]",
            ),
            (of(None, "tsvector", &[]), "tsvector", "tsvector"),
            (
                of(Some("public"), "trade_status", &[]),
                "trade_status",
                "\"trade_status\"",
            ),
            (
                of(Some("a b"), "E", &[]).array(),
                "a b.E[]",
                "\"a b\".\"E\"[]",
            ),
        ];
        for (ty, display, sql) in cases {
            assert_eq!(ty.to_string(), display);
            assert_eq!(ty.sql(), sql);
        }
    }
}
