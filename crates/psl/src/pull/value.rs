//! Defaults of columns in the schema's words.

use schema::{Column, Schema};

use super::enums;
use super::names::Names;
use super::types::{FieldType, Kind};
use crate::datamodel::{NativeKind, ScalarType};

/// What stands in `@default(…)`; `None` for a column without default.
pub(super) fn default(
    column: &Column,
    ty: &FieldType,
    live: &Schema,
    names: &Names,
) -> Option<String> {
    let draws = column.sequence.is_some() || column.identity.is_some();
    if draws && matches!(ty.kind, Kind::Scalar(_)) && !column.ty.array {
        return Some("autoincrement()".to_owned());
    }
    if column.generated.is_some() {
        return Some("dbgenerated()".to_owned());
    }
    let sql = column.default.as_ref()?.sql.trim();
    let said = if column.ty.array {
        list(sql, ty, live, names)
    } else {
        single(sql, ty, live, names)
    };
    Some(said.unwrap_or_else(|| format!("dbgenerated({})", quoted(sql))))
}

/// One value; `None` where it is more than a constant.
fn single(sql: &str, ty: &FieldType, live: &Schema, names: &Names) -> Option<String> {
    let kind = match &ty.kind {
        Kind::Enum(name) => {
            let label = string(sql)?;
            return enums::value_name(name, &label, live, names);
        }
        Kind::Scalar(kind) => *kind,
        Kind::Unsupported => return None,
    };
    match kind.scalar_type() {
        ScalarType::Int | ScalarType::BigInt | ScalarType::Float => number(sql),
        ScalarType::Decimal => (kind != NativeKind::Money).then(|| number(sql)).flatten(),
        ScalarType::Boolean => match uncast(sql) {
            "true" | "'t'" | "'true'" | "TRUE" => Some("true".to_owned()),
            "false" | "'f'" | "'false'" | "FALSE" => Some("false".to_owned()),
            _ => None,
        },
        ScalarType::String if is_text(kind) => string(sql).map(|text| quoted(&text)),
        ScalarType::Json => string(sql).map(|text| quoted(&text)),
        ScalarType::DateTime if is_timestamp(kind) && is_now(sql) => Some("now()".to_owned()),
        ScalarType::String | ScalarType::DateTime | ScalarType::Bytes => None,
    }
}

/// `ARRAY['a'::text, 'b'::text]`, `'{}'::text[]`
fn list(sql: &str, ty: &FieldType, live: &Schema, names: &Names) -> Option<String> {
    let bare = uncast(sql);
    if bare == "'{}'" || bare == "ARRAY[]" {
        return Some("[]".to_owned());
    }
    let inside = bare.strip_prefix("ARRAY[")?.strip_suffix(']')?;
    let values: Option<Vec<String>> = split(inside)
        .into_iter()
        .map(|value| single(value.trim(), ty, live, names))
        .collect();
    Some(format!("[{}]", values?.join(", ")))
}

/// The parts between commas that stand outside of quotes and parentheses.
fn split(list: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut quoted) = (0, 0_i32, false);
    for (at, c) in list.char_indices() {
        match c {
            '\'' => quoted = !quoted,
            '(' | '[' if !quoted => depth += 1,
            ')' | ']' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                parts.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[start..]);
    parts
}

fn is_text(kind: NativeKind) -> bool {
    matches!(
        kind,
        NativeKind::Text | NativeKind::VarChar | NativeKind::Char | NativeKind::Citext
    )
}

fn is_timestamp(kind: NativeKind) -> bool {
    matches!(kind, NativeKind::Timestamp | NativeKind::Timestamptz)
}

fn is_now(sql: &str) -> bool {
    let lower = sql.to_ascii_lowercase();
    lower == "now()" || lower == "current_timestamp" || lower.starts_with("current_timestamp(")
}

/// A number, whatever it is cast to: `0`, `'-1'::integer`, `(0)::numeric`.
fn number(sql: &str) -> Option<String> {
    let text = uncast(sql).trim_matches('\'');
    let digits = text.strip_prefix('-').unwrap_or(text);
    let valid = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().filter(|c| *c == '.').count() <= 1
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    valid.then(|| text.to_owned())
}

/// The text of a string constant, whatever it is cast to.
fn string(sql: &str) -> Option<String> {
    let inside = uncast(sql).strip_prefix('\'')?.strip_suffix('\'')?;
    let without = inside.replace("''", "");
    (!without.contains('\'')).then(|| inside.replace("''", "'"))
}

/// The value before casts, without parentheses around it: `'{}'` of `('{}'::jsonb)`. Only a cast at
/// the end of a constant is taken away.
fn uncast(sql: &str) -> &str {
    let mut text = sql.trim();
    loop {
        let enclosed = text
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'))
            .filter(|inside| balanced(inside));
        if let Some(inside) = enclosed {
            text = inside.trim();
            continue;
        }
        let Some(at) = text.rfind("::") else {
            return text;
        };
        let ty = &text[at + 2..];
        let plain = ty
            .chars()
            .all(|c| c.is_alphanumeric() || "_.\"()[], ".contains(c));
        let value = text[..at].trim();
        let constant = value.ends_with(['\'', ')', ']']) || number_like(value);
        if !plain || !constant {
            return text;
        }
        text = value;
    }
}

fn number_like(text: &str) -> bool {
    let digits = text.trim_start_matches('-');
    !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// Whether no parenthesis closes before it opens.
fn balanced(text: &str) -> bool {
    let (mut depth, mut quoted) = (0_i32, false);
    for c in text.chars() {
        match c {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

/// A string of the schema language.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_constants_through_casts() {
        let cases = [
            ("'dark'::character varying", Some("dark")),
            ("('it''s'::text)", Some("it's")),
            ("lower('A'::text)", None),
            ("('a'::text || 'b'::text)", None),
        ];
        for (sql, expected) in cases {
            assert_eq!(string(sql).as_deref(), expected, "{sql}");
        }
        let cases = [
            ("0", Some("0")),
            ("'-1'::integer", Some("-1")),
            ("(0.50)::numeric(10,2)", Some("0.50")),
            ("(1 + 2)", None),
            ("1e3", None),
        ];
        for (sql, expected) in cases {
            assert_eq!(number(sql).as_deref(), expected, "{sql}");
        }
    }
}
