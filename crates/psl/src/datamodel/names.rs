//! The names that PostgreSQL's objects get when a schema does not give them.
//!
//! A name is made of the table's and the columns' database names and a suffix. What stands before
//! the suffix is cut to what fits into PostgreSQL's 63 bytes, at a character boundary.

use schema::MAX_IDENTIFIER_BYTES;

/// `{table}_{column}_{column}{suffix}`, or `{table}{suffix}` without columns, cut to 63 bytes
/// before the suffix. Suffixes are `_pkey`, `_key`, `_idx` and `_fkey`.
pub fn constraint_name(table: &str, columns: &[&str], suffix: &str) -> String {
    let mut name = String::from(table);
    for column in columns {
        name.push('_');
        name.push_str(column);
    }
    cut(&mut name, MAX_IDENTIFIER_BYTES - suffix.len());
    name.push_str(suffix);
    name
}

/// The table of an implicit m-n relation: `_{relation name}`, cut to 63 bytes.
pub fn join_table_name(relation: &str) -> String {
    let mut name = format!("_{relation}");
    cut(&mut name, MAX_IDENTIFIER_BYTES);
    name
}

/// Cuts to at most so many bytes, at a character boundary.
fn cut(name: &mut String, bytes: usize) {
    let mut end = name.len().min(bytes);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.truncate(end);
}
