//! Parts of SQL that the server prints whole, where the catalogs have no field for them.

use lexer::{Kind, Token};

/// The tokens that are not blank.
pub(crate) fn tokens(text: &str) -> impl Iterator<Item = Token> {
    lexer::tokens(text).filter(|token| !token.kind.is_trivia())
}

/// The text of a token.
pub(crate) fn word<'a>(text: &'a str, token: &Token) -> &'a str {
    text.get(token.start as usize..token.end as usize)
        .unwrap_or_default()
}

/// The text in the first parentheses that open at an offset or after it, and where they end.
pub(crate) fn parenthesised(text: &str, from: u32) -> Option<(&str, usize)> {
    let mut depth = 0_usize;
    let mut start = 0;
    for token in tokens(text).filter(|token| token.start >= from) {
        if token.kind == Kind::Symbol(b'(') {
            if depth == 0 {
                start = token.end as usize;
            }
            depth += 1;
        } else if token.kind == Kind::Symbol(b')') {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                let inner = text.get(start..token.start as usize)?;
                return Some((inner.trim(), token.end as usize));
            }
        }
    }
    None
}

/// An expression without parentheses around the whole of it.
pub(crate) fn bare(text: &str) -> &str {
    let mut text = text.trim();
    while text.starts_with('(') {
        match parenthesised(text, 0) {
            Some((inner, end)) if end == text.len() => text = inner,
            Some(_) | None => break,
        }
    }
    text
}

/// What stands in parentheses behind `WHEN` in the definition of a trigger.
pub(crate) fn condition(definition: &str) -> Option<&str> {
    let when = tokens(definition)
        .find(|token| token.kind == Kind::Word && word(definition, token) == "WHEN")?;
    parenthesised(definition, when.end).map(|(inner, _)| bare(inner))
}

/// The elements of the first list in parentheses: of an index or a partition key.
pub(crate) fn elements(definition: &str) -> Vec<&str> {
    parenthesised(definition, 0).map_or_else(Vec::new, |(inner, _)| list(inner))
}

/// What commas separate.
pub(crate) fn list(text: &str) -> Vec<&str> {
    let mut elements = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for token in tokens(text) {
        let Kind::Symbol(symbol) = token.kind else {
            continue;
        };
        match symbol {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                elements.extend(text.get(start..token.start as usize).map(str::trim));
                start = token.end as usize;
            }
            _ => {}
        }
    }
    elements.extend(text.get(start..).map(str::trim));
    elements
}

/// What follows the name in `CREATE RULE name …`, without semicolon.
pub(crate) fn behind_rule_name(definition: &str) -> &str {
    let name = tokens(definition).nth(2);
    let rest = name.and_then(|name| definition.get(name.end as usize..));
    rest.unwrap_or_default().trim().trim_end_matches(';')
}

/// The words of a printed type before its modifiers, and these: `30` of `character varying(30)`,
/// `Point,4326` of `geometry(Point,4326)`.
pub(crate) fn modifiers(printed: &str) -> Option<(&str, &str)> {
    let (inner, end) = parenthesised(printed, 0)?;
    let before = &printed[..end - inner.len() - 2];
    Some((before.trim_end(), inner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_off_parentheses_around_the_whole() {
        let cases = [
            ("(a > 0)", "a > 0"),
            ("((a))", "a"),
            ("(a) + (b)", "(a) + (b)"),
            ("f(a)", "f(a)"),
            ("('(' || a)", "'(' || a"),
        ];
        for (text, expected) in cases {
            assert_eq!(bare(text), expected);
        }
    }

    #[test]
    fn finds_the_parts_of_definitions() {
        let trigger = r#"CREATE TRIGGER "a WHEN (x)" BEFORE UPDATE ON t FOR EACH ROW WHEN ((old.a IS DISTINCT FROM ')')) EXECUTE FUNCTION f('WHEN (b)')"#;
        assert_eq!(condition(trigger), Some("old.a IS DISTINCT FROM ')'"));
        let index = "CREATE INDEX i ON t USING btree (lower(a) COLLATE \"C\" DESC, ((b + c)), d) INCLUDE (e)";
        assert_eq!(
            elements(index),
            ["lower(a) COLLATE \"C\" DESC", "((b + c))", "d"]
        );
        assert_eq!(
            behind_rule_name("CREATE RULE \"a b\" AS\n    ON INSERT TO t DO INSTEAD NOTHING;"),
            "AS\n    ON INSERT TO t DO INSTEAD NOTHING"
        );
        let types = [
            ("timestamp(3) without time zone", Some(("timestamp", "3"))),
            ("geometry(Point,4326)[]", Some(("geometry", "Point,4326"))),
            ("integer", None),
        ];
        for (printed, expected) in types {
            assert_eq!(modifiers(printed), expected);
        }
    }
}
