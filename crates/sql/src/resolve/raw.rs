//! Text that is not understood, as its tokens.

use crate::grammar::symbol as s;
use crate::name::{identifier, string};
use crate::tree::Node;

use super::expr::name_text;

/// The tokens of a node in one spelling, a blank between them.
pub(super) fn tokens(node: Node<'_>) -> String {
    let tokens: Vec<String> = node.tokens().map(token).collect();
    tokens.join(" ")
}

/// A token in one spelling: names without needless quotes, strings in plain quotes, the rest in
/// lower case.
pub(super) fn token(node: Node<'_>) -> String {
    match node.symbol() {
        s::IDENT => name_text(&identifier(node)),
        s::SCONST => schema::quote_literal(&string(node)),
        _ => node.text().to_ascii_lowercase(),
    }
}

/// The tokens of a text that no grammar takes.
pub(super) fn text(sql: &str) -> String {
    let tokens = lexer::tokens(sql).filter(|token| !token.kind.is_trivia());
    let tokens: Vec<String> = tokens
        .map(|token| {
            let text = token.text(sql);
            match token.kind {
                lexer::Kind::Word | lexer::Kind::QuotedIdentifier => {
                    name_text(&lexer::identifier(text))
                }
                lexer::Kind::String | lexer::Kind::EscapeString | lexer::Kind::DollarString => {
                    lexer::string(text)
                        .map_or_else(|_| text.to_owned(), |value| schema::quote_literal(&value))
                }
                _ => text.to_owned(),
            }
        })
        .collect();
    tokens.join(" ")
}
