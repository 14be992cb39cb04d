//! Data types of columns.

use std::fmt;

/// A data type: PostgreSQL's internal name (`int4`, `varchar`, `timestamptz`) with its modifiers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Type {
    /// The schema of a user-defined type; `None` for PostgreSQL's own types and for a type that an
    /// extension provides and whose schema is not known.
    pub schema: Option<String>,
    /// The internal name, as in `pg_type.typname`, without the `_` of arrays.
    pub name: String,
    /// What stands in parentheses: length, precision, scale.
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
        let modifiers = if self.modifiers.is_empty() {
            String::new()
        } else {
            let list: Vec<String> = self.modifiers.iter().map(i32::to_string).collect();
            format!("({})", list.join(","))
        };
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
