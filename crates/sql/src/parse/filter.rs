//! Between the lexer and the grammar: which symbol a token is.
//!
//! Six keywords and the `U&` literals need a look at the token after them (`base_yylex` in
//! PostgreSQL's `parser.c`), since the grammar could not be LALR(1) otherwise.

use lexer::{EscapeError, Kind, Token, Tokens};

use crate::grammar::{Symbol, character, keyword, symbol};

/// A token of the grammar.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terminal {
    pub(super) symbol: Symbol,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Text that is no token of the grammar.
#[derive(Debug, Clone, Copy)]
pub(super) enum Refusal {
    /// The scanner refuses it.
    Token(lexer::Error, Token),
    /// An escape in a string or identifier; `start` is its offset in the text.
    Escape {
        problem: lexer::EscapeProblem,
        start: u32,
        token: Token,
    },
    /// What follows UESCAPE.
    Uescape(Token),
}

/// Reads the symbols of a text.
pub(super) struct Filter<'a> {
    text: &'a str,
    tokens: Tokens<'a>,
    /// The token after the current one, where it had to be read already.
    ahead: Option<Result<Terminal, Refusal>>,
    /// What is no SQL but stands among it: psql's commands and the data of COPY.
    pub(super) aside: Vec<Token>,
}

impl<'a> Filter<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            tokens: lexer::tokens(text),
            ahead: None,
            aside: Vec::new(),
        }
    }

    /// The next symbol; at the end of the text, its end.
    pub(super) fn next(&mut self) -> Result<Terminal, Refusal> {
        let token = self.take()?;
        let alternatives: (Symbol, &[Symbol]) = match token.symbol {
            symbol::NOT => (
                symbol::NOT_LA,
                &[
                    symbol::BETWEEN,
                    symbol::IN_P,
                    symbol::LIKE,
                    symbol::ILIKE,
                    symbol::SIMILAR,
                ],
            ),
            symbol::WITH => (symbol::WITH_LA, &[symbol::TIME, symbol::ORDINALITY]),
            symbol::WITHOUT => (symbol::WITHOUT_LA, &[symbol::TIME]),
            symbol::NULLS_P => (symbol::NULLS_LA, &[symbol::FIRST_P, symbol::LAST_P]),
            symbol::FORMAT => (symbol::FORMAT_LA, &[symbol::JSON]),
            symbol::UIDENT | symbol::USCONST => return self.unicode(token),
            _ => return Ok(token),
        };
        let next = self.peek()?;
        let symbol = if alternatives.1.contains(&next.symbol) {
            alternatives.0
        } else {
            token.symbol
        };
        Ok(Terminal { symbol, ..token })
    }

    /// Goes on behind the next semicolon, without reading what stands before it.
    pub(super) fn skip_statement(&mut self, at: u32) {
        let ahead = self.ahead.take();
        if let Some(Ok(token)) = ahead
            && token.start > at
            && token.symbol == symbol::SEMICOLON
        {
            return;
        }
        for token in self.tokens.by_ref() {
            if matches!(token.kind, Kind::Command | Kind::CopyData) {
                self.aside.push(token);
            }
            if token.kind == Kind::Symbol(b';') && token.start > at {
                break;
            }
        }
    }

    /// An identifier or string with `U&`, and the `UESCAPE '!'` behind it.
    fn unicode(&mut self, token: Terminal) -> Result<Terminal, Refusal> {
        let mut end = token.end;
        let mut escape = '\\';
        if self.peek()?.symbol == symbol::UESCAPE {
            self.ahead = None;
            let third = self.take()?;
            let text = &self.text[third.start as usize..third.end as usize];
            let mut value = text.trim_matches('\'').chars();
            let refusal = Refusal::Uescape(Token {
                kind: Kind::String,
                start: third.start,
                end: third.end,
            });
            match (third.symbol, value.next(), value.next()) {
                (symbol::SCONST, Some(c), None) if can_escape(c) => escape = c,
                (_, _, _) => return Err(refusal),
            }
            end = third.end;
        }
        let text = &self.text[token.start as usize..token.end as usize];
        let (symbol, value) = if token.symbol == symbol::UIDENT {
            (symbol::IDENT, lexer::unicode_identifier(text, escape))
        } else {
            (symbol::SCONST, lexer::unicode_string(text, escape))
        };
        let start = token.start;
        let token = Token {
            kind: Kind::UnicodeString,
            start,
            end: token.end,
        };
        value.map_err(|error| refuse(error, token))?;
        Ok(Terminal { symbol, start, end })
    }

    /// The token after the current one, without taking it.
    pub(super) fn peek(&mut self) -> Result<Terminal, Refusal> {
        let next = self.take();
        self.ahead = Some(next);
        next
    }

    fn take(&mut self) -> Result<Terminal, Refusal> {
        if let Some(ahead) = self.ahead.take() {
            return ahead;
        }
        for token in self.tokens.by_ref() {
            if token.kind.is_trivia() {
                continue;
            }
            if matches!(token.kind, Kind::Command | Kind::CopyData) {
                self.aside.push(token);
                continue;
            }
            return terminal(self.text, token);
        }
        let end = self.text.len() as u32;
        Ok(Terminal {
            symbol: symbol::END_OF_INPUT,
            start: end,
            end,
        })
    }
}

/// Whether UESCAPE allows a character.
fn can_escape(c: char) -> bool {
    let refused = c.is_ascii_hexdigit() || matches!(c, '+' | '\'' | '"');
    c.is_ascii() && !refused && !c.is_ascii_whitespace() && c != '\u{b}'
}

fn refuse(error: EscapeError, token: Token) -> Refusal {
    Refusal::Escape {
        problem: error.problem,
        start: token.start + error.offset as u32,
        token,
    }
}

fn terminal(text: &str, token: Token) -> Result<Terminal, Refusal> {
    let symbol = match token.kind {
        Kind::Word => keyword(token.text(text)).unwrap_or(symbol::IDENT),
        Kind::QuotedIdentifier => symbol::IDENT,
        Kind::UnicodeIdentifier => symbol::UIDENT,
        Kind::NationalPrefix => symbol::NCHAR,
        Kind::String | Kind::DollarString => symbol::SCONST,
        Kind::EscapeString => {
            lexer::string(token.text(text)).map_err(|error| refuse(error, token))?;
            symbol::SCONST
        }
        Kind::UnicodeString => symbol::USCONST,
        Kind::BitString => symbol::BCONST,
        Kind::HexString => symbol::XCONST,
        Kind::Integer => integer(token.text(text)),
        Kind::Decimal => symbol::FCONST,
        Kind::Parameter => symbol::PARAM,
        Kind::Symbol(byte) => character(byte),
        Kind::Typecast => symbol::TYPECAST,
        Kind::DotDot => symbol::DOT_DOT,
        Kind::ColonEquals => symbol::COLON_EQUALS,
        Kind::EqualsGreater => symbol::EQUALS_GREATER,
        Kind::LessEquals => symbol::LESS_EQUALS,
        Kind::GreaterEquals => symbol::GREATER_EQUALS,
        Kind::NotEquals => symbol::NOT_EQUALS,
        Kind::Operator => symbol::OPERATOR,
        Kind::Error(error) => return Err(Refusal::Token(error, token)),
        Kind::Whitespace
        | Kind::ByteOrderMark
        | Kind::LineComment
        | Kind::BlockComment
        | Kind::Command
        | Kind::CopyData => symbol::END_OF_INPUT,
    };
    Ok(Terminal {
        symbol,
        start: token.start,
        end: token.end,
    })
}

/// An integer of up to 32 bits is another symbol than a longer one.
fn integer(text: &str) -> Symbol {
    if text.len() < 10 {
        return symbol::ICONST;
    }
    let digits = text.replace('_', "");
    let (digits, base) = match digits.get(..2) {
        Some("0x" | "0X") => (&digits[2..], 16),
        Some("0o" | "0O") => (&digits[2..], 8),
        Some("0b" | "0B") => (&digits[2..], 2),
        Some(_) | None => (digits.as_str(), 10),
    };
    if i32::from_str_radix(digits, base).is_ok() {
        symbol::ICONST
    } else {
        symbol::FCONST
    }
}
