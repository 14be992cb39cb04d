//! Elements of an index, a partition key or an exclusion constraint, as the server prints them.

use std::collections::BTreeMap;
use std::iter::Peekable;

use lexer::{Kind, Token};
use schema::{Expression, IndexElement, IndexKey, NullsOrder, SortOrder};

use crate::printed::{bare, list, parenthesised, tokens, word};

/// Reads an element. Behind the column or expression only what is not the default is printed.
pub(crate) fn read(text: &str, is_expression: bool) -> IndexElement {
    let end = if is_expression {
        // A call of a function, or anything else in parentheses.
        parenthesised(text, 0).map_or(text.len(), |(_, end)| end)
    } else {
        let name = tokens(text).next();
        name.map_or(text.len(), |name| name.end as usize)
    };
    let (key, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    let mut element = IndexElement::column(lexer::identifier(key));
    if is_expression {
        element.key = IndexKey::Expression(Expression::new(bare(key)));
    }
    let mut words = tokens(rest).peekable();
    while let Some(token) = words.next() {
        match word(rest, &token) {
            "COLLATE" => {
                let first = words.next();
                element.collation = first.map(|first| name(rest, first, &mut words));
            }
            "DESC" => element.order = SortOrder::Descending,
            "FIRST" => element.nulls = Some(NullsOrder::First),
            "LAST" => element.nulls = Some(NullsOrder::Last),
            "(" => {
                element.opclass_options = options(rest, token.start);
                let end = parenthesised(rest, token.start).map_or(rest.len(), |(_, end)| end);
                while words
                    .next_if(|token| (token.start as usize) < end)
                    .is_some()
                {}
            }
            "NULLS" | "ASC" => {}
            _ if matches!(token.kind, Kind::Word | Kind::QuotedIdentifier) => {
                element.opclass = Some(name(rest, token, &mut words));
            }
            _ => {}
        }
    }
    element
}

/// The last part of a name that begins with a token.
fn name(text: &str, first: Token, rest: &mut Peekable<impl Iterator<Item = Token>>) -> String {
    let mut last = first;
    while rest
        .next_if(|token| token.kind == Kind::Symbol(b'.'))
        .is_some()
    {
        last = rest.next().unwrap_or(last);
    }
    lexer::identifier(word(text, &last)).into_owned()
}

/// `siglen='32'` in parentheses.
fn options(text: &str, from: u32) -> BTreeMap<String, String> {
    let inner = parenthesised(text, from).map_or("", |(inner, _)| inner);
    let pairs = list(inner).into_iter();
    pairs
        .filter_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            let value = lexer::string(value.trim()).map_or(value.into(), |value| value);
            Some((
                lexer::identifier(name.trim()).into_owned(),
                value.into_owned(),
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_printed() {
        let column = |name: &str| IndexElement::column(name);
        let cases = [
            ("a", false, column("a")),
            ("\"A b\" DESC NULLS LAST", false, {
                let mut it = column("A b");
                it.order = SortOrder::Descending;
                it.nulls = Some(NullsOrder::Last);
                it
            }),
            ("a COLLATE public.\"x\" text_pattern_ops", false, {
                let mut it = column("a");
                it.collation = Some("x".to_owned());
                it.opclass = Some("text_pattern_ops".to_owned());
                it
            }),
            (
                "((b ->> 'c'::text)) gist_trgm_ops (siglen='32') NULLS FIRST",
                true,
                {
                    let mut it = column("");
                    it.key = IndexKey::Expression(Expression::new("b ->> 'c'::text"));
                    it.opclass = Some("gist_trgm_ops".to_owned());
                    it.opclass_options
                        .insert("siglen".to_owned(), "32".to_owned());
                    it.nulls = Some(NullsOrder::First);
                    it
                },
            ),
            ("lower(a) DESC", true, {
                let mut it = column("");
                it.key = IndexKey::Expression(Expression::new("lower(a)"));
                it.order = SortOrder::Descending;
                it
            }),
        ];
        for (text, is_expression, expected) in cases {
            assert_eq!(read(text, is_expression), expected, "{text}");
        }
    }
}
