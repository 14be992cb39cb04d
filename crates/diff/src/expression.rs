//! When two expressions say the same.

use schema::Expression;

/// Whether two expressions are the same but for spelling: case and blanks outside of quotes,
/// surrounding parentheses, the types that PostgreSQL adds to constants when it prints them, and
/// the two names of the current time. Expressions that differ in any other way count as different.
pub(crate) fn same(before: Option<&Expression>, after: Option<&Expression>) -> bool {
    match (before, after) {
        (None, None) => true,
        (Some(before), Some(after)) => {
            // Where both were resolved, the one spelling alone decides.
            let resolved = before.canonical.is_some() && after.canonical.is_some();
            before == after || !resolved && normalized(&before.sql) == normalized(&after.sql)
        }
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// Whether two texts of SQL are the same but for spelling.
pub(crate) fn same_text(before: &str, after: &str) -> bool {
    before == after || normalized(before) == normalized(after)
}

/// A text that is equal for expressions that say the same.
fn normalized(sql: &str) -> String {
    let mut text = strip_parentheses(&without_blanks(sql)).to_owned();
    while let Some((value, ty)) = split_cast(&text) {
        // The server prints a negative number as a cast string: `'-1'::integer`.
        let number = value.trim_matches('\'');
        text = if NUMBERS.iter().any(|name| ty.starts_with(name)) && is_number(number) {
            number.to_owned()
        } else {
            strip_parentheses(value).to_owned()
        };
    }
    if text == "now()" {
        text = String::from("current_timestamp");
    }
    text
}

/// Lower case and no blanks, except inside of quotes; names without quotes that need none, and one
/// spelling of "not equal".
fn without_blanks(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(c) = rest.chars().next() {
        if c == '\'' || c == '"' {
            let end = rest[1..].find(c).map_or(rest.len(), |at| at + 2);
            let quoted = &rest[..end];
            let name = quoted.trim_matches('"');
            text.push_str(if c == '"' && is_plain(name) {
                name
            } else {
                quoted
            });
            rest = &rest[end..];
            continue;
        }
        if let Some(behind) = rest.strip_prefix("!=") {
            text.push_str("<>");
            rest = behind;
            continue;
        }
        if !c.is_whitespace() {
            text.extend(c.to_lowercase());
        }
        rest = &rest[c.len_utf8()..];
    }
    text
}

/// Whether a name means the same with and without quotes.
fn is_plain(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The inside of parentheses that enclose the whole text.
fn strip_parentheses(text: &str) -> &str {
    let mut text = text;
    while let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        let mut depth = 0_i32;
        let closes_early = inner.chars().any(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth < 0
        });
        if closes_early {
            break;
        }
        text = inner;
    }
    text
}

/// How the names of numeric types begin, without blanks.
const NUMBERS: [&str; 9] = [
    "int", "smallint", "bigint", "numeric", "decimal", "real", "double", "float", "oid",
];

fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches('-');
    !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// Value and type of a cast at the end: `'dark'` and `charactervarying`. Only constants and arrays
/// are cast without a change of meaning; anything else keeps its cast.
fn split_cast(text: &str) -> Option<(&str, &str)> {
    let at = text.rfind("::")?;
    let (value, ty) = (&text[..at], &text[at + 2..]);
    let is_type = ty
        .chars()
        .all(|c| c.is_alphanumeric() || "_.\"()[], ".contains(c));
    let inner = strip_parentheses(value);
    let is_constant = inner.ends_with(['\'', ']']) || is_number(inner);
    (is_type && is_constant).then_some((inner, ty))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_through_spelling() {
        let same = [
            ("'dark'", "'dark'::character varying"),
            ("CURRENT_TIMESTAMP", "now()"),
            ("0", "(0)::numeric"),
            ("-1", "'-1'::integer"),
            ("ARRAY[]::TEXT[]", "ARRAY[]::text[]"),
            ("FALSE", "false"),
            ("'OPEN'", "'OPEN'::\"trade_status\""),
            ("gen_random_uuid()", "(gen_random_uuid())"),
            ("\"n\" != 4", "(n <> 4)"),
            ("'it''s'", "'it''s'::text"),
        ];
        for (a, b) in same {
            assert_eq!(normalized(a), normalized(b), "{a} {b}");
        }
        let different = [
            ("'dark'", "'Dark'"),
            ("0", "1"),
            ("(a)+(b)", "a)+(b"),
            ("a::text", "a"),
            ("\"N\"", "n"),
            ("'!='", "'<>'"),
        ];
        for (a, b) in different {
            assert_ne!(normalized(a), normalized(b), "{a} {b}");
        }
    }
}
