//! Names of database objects and their spelling in SQL.

use std::fmt;

/// The length of an identifier in PostgreSQL, in bytes: `NAMEDATALEN - 1`.
pub const MAX_IDENTIFIER_BYTES: usize = 63;

/// The name of an object with the schema it lives in.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QualifiedName {
    /// The schema, `public` by default.
    pub schema: String,
    /// The object's own name.
    pub name: String,
}

impl QualifiedName {
    /// A name in a schema.
    pub fn new(schema: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            schema: schema.into(),
            name: name.into(),
        }
    }

    /// A name in the schema `public`.
    pub fn public(name: impl Into<String>) -> Self {
        Self::new("public", name)
    }

    /// As SQL: quoted, and without the schema where that is `public`, which every search path has
    /// unless someone took it out.
    pub fn sql(&self) -> String {
        if self.schema == "public" {
            quote_identifier(&self.name)
        } else {
            format!(
                "{}.{}",
                quote_identifier(&self.schema),
                quote_identifier(&self.name)
            )
        }
    }
}

/// For people: without the schema where that is `public`, and without quotes.
impl fmt::Display for QualifiedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.schema != "public" {
            write!(f, "{}.", self.schema)?;
        }
        f.write_str(&self.name)
    }
}

/// An identifier in double quotes, inner ones doubled.
pub fn quote_identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A string constant in single quotes, inner ones doubled. A backslash stands for itself, as with
/// `standard_conforming_strings`.
pub fn quote_literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// What the server makes of an identifier that is too long: the first 63 bytes, cut at a
/// character boundary (`truncate_identifier` in PostgreSQL).
pub fn truncate_identifier(name: &str) -> &str {
    cut(name, MAX_IDENTIFIER_BYTES)
}

/// The name that the server gives to an object that was not named: `{first}_{second}_{label}`, the
/// longer of the first two cut until it fits (`makeObjectName` in PostgreSQL). A serial column's
/// sequence is `generated_name(table, column, "seq")`, a key `generated_name(table, "", "pkey")`.
///
/// Where that name is taken the server counts up behind the label: `…_seq1`, `…_seq2`.
pub fn generated_name(first: &str, second: &str, label: &str) -> String {
    let separators = if second.is_empty() { 1 } else { 2 };
    let room = MAX_IDENTIFIER_BYTES.saturating_sub(label.len() + separators);
    let (mut left, mut right) = (first.len(), second.len());
    while left + right > room {
        if left > right {
            left -= 1;
        } else {
            right -= 1;
        }
    }
    let first = cut(first, left);
    match cut(second, right) {
        "" => format!("{first}_{label}"),
        second => format!("{first}_{second}_{label}"),
    }
}

/// At most so many bytes, cut at a character boundary.
fn cut(name: &str, bytes: usize) -> &str {
    let mut end = name.len().min(bytes);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    &name[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generates_names_as_the_server_does() {
        let long = "n".repeat(60);
        let cases = [
            ("t", "c", "seq", "t_c_seq".to_owned()),
            ("t", "", "pkey", "t_pkey".to_owned()),
            (&long, "c", "seq", format!("{}_c_seq", "n".repeat(57))),
            ("t", &long, "seq", format!("t_{}_seq", "n".repeat(57))),
            (
                &long,
                &long,
                "seq",
                format!("{}_{}_seq", "n".repeat(29), "n".repeat(29)),
            ),
        ];
        for (first, second, label, expected) in cases {
            assert_eq!(generated_name(first, second, label), expected);
        }
    }

    #[test]
    fn truncates_at_a_character() {
        assert_eq!(truncate_identifier("short"), "short");
        let long = format!("{}ü", "n".repeat(62));
        assert_eq!(truncate_identifier(&long), "n".repeat(62));
    }
}
