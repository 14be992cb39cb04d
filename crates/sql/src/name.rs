//! Names in the tree.

use diag::Span;

use crate::grammar::symbol as s;
use crate::tree::Node;

/// A name as written: with a schema or without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The schema, where it is written.
    pub schema: Option<String>,
    /// The object's own name.
    pub name: String,
    /// Its place.
    pub span: Span,
}

impl Name {
    /// Reads `qualified_name`, `any_name`, `func_name`, `relation_expr` and plain names.
    pub(crate) fn read(node: Node<'_>) -> Self {
        let node = node.descend(s::QUALIFIED_NAME).unwrap_or(node);
        let mut parts = identifiers(node);
        let name = parts.pop().unwrap_or_default();
        Self {
            schema: parts.pop(),
            name,
            span: node.span(),
        }
    }
}

/// The parts of a dotted name.
pub(crate) fn identifiers(node: Node<'_>) -> Vec<String> {
    node.tokens()
        .filter(|token| !token.is(s::DOT))
        .map(identifier)
        .collect()
}

/// The name that a token stands for, cut to 63 bytes as the server does.
pub(crate) fn identifier(token: Node<'_>) -> String {
    let text = token.text();
    let name = if has_escapes(text) {
        let literal = lexer::tokens(text).next();
        let range = literal.map_or(0..0, lexer::Token::range);
        lexer::unicode_identifier(&text[range], escape(text))
            .unwrap_or_default()
            .into()
    } else {
        lexer::identifier(text)
    };
    schema::truncate_identifier(&name).to_owned()
}

/// The value of a string constant.
pub(crate) fn string(token: Node<'_>) -> String {
    let text = token.text();
    if has_escapes(text) {
        let literal = lexer::tokens(text).next();
        let range = literal.map_or(0..0, lexer::Token::range);
        lexer::unicode_string(&text[range], escape(text)).unwrap_or_default()
    } else {
        lexer::string(text).unwrap_or_default().into_owned()
    }
}

/// A name that may be written as a string.
pub(crate) fn word_or_string(token: Node<'_>) -> String {
    if token.is(s::SCONST) {
        string(token)
    } else {
        identifier(token)
    }
}

/// Whether a token is written as `U&"…"` or `U&'…'`.
fn has_escapes(text: &str) -> bool {
    text.get(..2)
        .is_some_and(|start| start.eq_ignore_ascii_case("u&"))
}

/// The character behind UESCAPE, or the backslash.
fn escape(text: &str) -> char {
    lexer::tokens(text)
        .skip(1)
        .find(|token| token.kind == lexer::Kind::String)
        .and_then(|token| token.text(text).chars().nth(1))
        .unwrap_or('\\')
}
