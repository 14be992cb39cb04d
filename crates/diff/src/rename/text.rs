//! Names and constants within the text of expressions.

/// The text with an identifier in the place of another, wherever it stands outside of constants.
pub(super) fn identifier(sql: &str, from: &str, to: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    for token in Tokens(sql) {
        let is_it = match token.strip_prefix('"') {
            Some(quoted) => quoted.trim_end_matches('"').replace("\"\"", "\"") == from,
            None => token.to_lowercase() == from && !token.starts_with('\''),
        };
        if is_it {
            text.push_str(&spelled(to));
        } else {
            text.push_str(token);
        }
    }
    text
}

/// The text with a constant in the place of another.
pub(super) fn constant(sql: &str, from: &str, to: &str) -> String {
    let (from, to) = (schema::quote_literal(from), schema::quote_literal(to));
    let tokens = Tokens(sql).map(|token| if token == from { to.as_str() } else { token });
    tokens.collect()
}

/// In quotes only where it needs them.
fn spelled(name: &str) -> String {
    let is_plain = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if is_plain {
        name.to_owned()
    } else {
        schema::quote_identifier(name)
    }
}

/// Words, quoted names, constants, and everything else sign by sign.
struct Tokens<'a>(&'a str);

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let first = self.0.chars().next()?;
        let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        let end = if first == '\'' || first == '"' {
            closing(self.0, first)
        } else if is_word(first) {
            self.0.find(|c| !is_word(c)).unwrap_or(self.0.len())
        } else {
            first.len_utf8()
        };
        let (token, rest) = self.0.split_at(end);
        self.0 = rest;
        Some(token)
    }
}

/// The end of what begins with a quote: behind the next one that is not doubled.
fn closing(text: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(found) = text[at..].find(quote) {
        at += found + 1;
        if !text[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renames_names_and_constants_alone() {
        let cases = [
            ("old > 0", "new > 0"),
            ("\"old\" > 0", "new > 0"),
            ("OLD > 0", "new > 0"),
            ("older > 0", "older > 0"),
            ("note <> 'old'", "note <> 'old'"),
            ("t.old = 'it''s old'", "t.new = 'it''s old'"),
        ];
        for (sql, expected) in cases {
            assert_eq!(identifier(sql, "old", "new"), expected);
        }
        assert_eq!(identifier("a + 1", "a", "B c"), "\"B c\" + 1");
        assert_eq!(constant("'a'::e = a", "a", "b"), "'b'::e = a");
    }
}
