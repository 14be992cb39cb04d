//! The rows of a manifest as tokens, each part with its place.

use migrations::Row;
use proc_macro2::{Group, Span, TokenStream, TokenTree};

use super::{is_parenthesized, malformed};

/// A row: each part with its place.
pub(super) struct RowTokens {
    pub(super) version: (i64, Span),
    pub(super) name: (String, Span),
    pub(super) checksum: (String, Span),
    pub(super) up: (String, Span),
    pub(super) down: Option<(String, Span)>,
}

impl RowTokens {
    pub(super) fn row(&self) -> Row<'_> {
        Row {
            version: self.version.0,
            name: &self.name.0,
            checksum: &self.checksum.0,
            up: &self.up.0,
            down: self.down.as_ref().map(|(path, _)| path.as_str()),
        }
    }
}

/// The rows that can be read, and an error for each that cannot.
pub(super) fn rows(tokens: Vec<TokenTree>) -> (Vec<RowTokens>, Vec<TokenStream>) {
    let mut rows = Vec::new();
    let mut errors = Vec::new();
    for token in tokens {
        match &token {
            TokenTree::Group(group) if is_parenthesized(group) => match Parts::new(group).row() {
                Ok(row) => rows.push(row),
                Err(error) => errors.push(error),
            },
            TokenTree::Punct(comma) if comma.as_char() == ',' => {}
            TokenTree::Group(_)
            | TokenTree::Ident(_)
            | TokenTree::Punct(_)
            | TokenTree::Literal(_) => errors.push(malformed(token.span(), "`(`")),
        }
    }
    (rows, errors)
}

/// The tokens of a row, read from left to right.
struct Parts {
    tokens: std::vec::IntoIter<TokenTree>,
    end: Span,
}

impl Parts {
    fn new(group: &Group) -> Self {
        let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
        Self {
            tokens: tokens.into_iter(),
            end: group.span_close(),
        }
    }

    fn row(mut self) -> Result<RowTokens, TokenStream> {
        let version = self.number()?;
        self.punct(',')?;
        let name = self.string("a name")?;
        self.punct(',')?;
        let checksum = self.string("a checksum")?;
        self.punct(',')?;
        self.keyword("up")?;
        let up = self.string("a path")?;
        let mut row = RowTokens {
            version,
            name,
            checksum,
            up,
            down: None,
        };
        if self.is_at_end() {
            return Ok(row);
        }
        self.punct(',')?;
        if self.is_at_end() {
            return Ok(row);
        }
        self.keyword("down")?;
        row.down = Some(self.string("a path")?);
        if !self.is_at_end() {
            self.punct(',')?;
        }
        match self.tokens.next() {
            Some(token) => Err(malformed(token.span(), "`)`")),
            None => Ok(row),
        }
    }

    fn is_at_end(&self) -> bool {
        self.tokens.as_slice().is_empty()
    }

    /// The next token, if `read` can make something of it.
    fn next<T>(
        &mut self,
        expected: &str,
        read: impl FnOnce(&TokenTree) -> Option<T>,
    ) -> Result<(T, Span), TokenStream> {
        let token = self.tokens.next();
        let span = token.as_ref().map_or(self.end, TokenTree::span);
        match token.as_ref().and_then(read) {
            Some(value) => Ok((value, span)),
            None => Err(malformed(span, expected)),
        }
    }

    fn punct(&mut self, c: char) -> Result<(), TokenStream> {
        let is_it = |token: &TokenTree| {
            matches!(token, TokenTree::Punct(punct) if punct.as_char() == c).then_some(())
        };
        self.next(&format!("`{c}`"), is_it).map(|_| ())
    }

    fn keyword(&mut self, word: &str) -> Result<(), TokenStream> {
        let is_it = |token: &TokenTree| {
            matches!(token, TokenTree::Ident(ident) if ident == word).then_some(())
        };
        self.next(&format!("`{word}: \"<path>\"`"), is_it)?;
        self.punct(':')
    }

    fn number(&mut self) -> Result<(i64, Span), TokenStream> {
        self.next("a version", |token| {
            literal(token)?.replace('_', "").parse().ok()
        })
    }

    fn string(&mut self, expected: &str) -> Result<(String, Span), TokenStream> {
        self.next(&format!("{expected} in double quotes"), |token| {
            let text = literal(token)?;
            let inner = text.strip_prefix('"')?.strip_suffix('"')?;
            (!inner.contains('\\')).then(|| inner.to_owned())
        })
    }
}

fn literal(token: &TokenTree) -> Option<String> {
    if let TokenTree::Literal(literal) = token {
        Some(literal.to_string())
    } else {
        None
    }
}
