//! A place in a text, and the smallest pieces that can be read from it.

use diag::{SourceId, Span};

use super::ast::Name;

/// A place in a text. A method that reads returns nothing and stays where it is when what it
/// looks for is not there.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'a> {
    source: SourceId,
    text: &'a str,
    /// Offset of the next byte; always at the start of a character.
    pub(crate) pos: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(source: SourceId, text: &'a str) -> Self {
        Self {
            source,
            text,
            pos: 0,
        }
    }

    /// What has not been read.
    pub(crate) fn rest(&self) -> &'a str {
        &self.text[self.pos..]
    }

    /// The whole text.
    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    pub(crate) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.pos).copied()
    }

    pub(crate) fn at_end(&self) -> bool {
        self.pos >= self.text.len()
    }

    /// From `start` to here.
    pub(crate) fn span(&self, start: usize) -> Span {
        Span::new(self.source, start, self.pos)
    }

    /// From `start` to here, without blanks and line ends at its end.
    pub(crate) fn trimmed_span(&self, start: usize) -> Span {
        let length = self.text[start..self.pos].trim_end().len();
        Span::new(self.source, start, start + length)
    }

    /// The text from `start` to here.
    pub(crate) fn since(&self, start: usize) -> &'a str {
        &self.text[start..self.pos]
    }

    /// Skips blanks: tabs and what Unicode calls a space separator. Line ends are none.
    pub(crate) fn skip_blanks(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' => self.pos += 1,
                0x80.. => match self.rest().chars().next() {
                    Some(c) if is_space_separator(c) => self.pos += c.len_utf8(),
                    _ => return,
                },
                _ => return,
            }
        }
    }

    /// Reads exactly this.
    pub(crate) fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().as_bytes().starts_with(token.as_bytes());
        if found {
            self.pos += token.len();
        }
        found
    }

    /// Skips blanks, then reads exactly this; else stays.
    pub(crate) fn eat_after_blanks(&mut self, token: &str) -> bool {
        let start = self.pos;
        self.skip_blanks();
        let found = self.eat(token);
        if !found {
            self.pos = start;
        }
        found
    }

    /// Reads a line end.
    pub(crate) fn eat_line_end(&mut self) -> bool {
        match self.peek() {
            Some(b'\r') if self.rest().as_bytes().get(1) == Some(&b'\n') => self.pos += 2,
            Some(b'\n' | b'\r') => self.pos += 1,
            _ => return false,
        }
        true
    }

    /// Reads up to the line end, or the end of the text.
    pub(crate) fn eat_line(&mut self) -> &'a str {
        let start = self.pos;
        let rest = self.rest();
        self.pos += rest
            .bytes()
            .position(|byte| matches!(byte, b'\n' | b'\r'))
            .unwrap_or(rest.len());
        self.since(start)
    }

    /// A name: letters and ASCII digits, after the first character also `_` and `-`.
    pub(crate) fn identifier(&mut self) -> Option<Name<'a>> {
        let start = self.pos;
        self.skip_identifier().then(|| Name {
            text: self.since(start),
            span: self.span(start),
        })
    }

    /// Names with dots between and behind them.
    pub(crate) fn path(&mut self) -> Option<Name<'a>> {
        let start = self.pos;
        if !self.skip_identifier() {
            return None;
        }
        while self.eat(".") {
            self.skip_identifier();
        }
        Some(Name {
            text: self.since(start),
            span: self.span(start),
        })
    }

    /// Digits, perhaps with a minus before and decimals behind.
    pub(crate) fn number(&mut self) -> Option<&'a str> {
        let start = self.pos;
        self.eat("-");
        if !self.skip_digits() {
            self.pos = start;
            return None;
        }
        let whole = self.pos;
        if !(self.eat(".") && self.skip_digits()) {
            self.pos = whole;
        }
        Some(self.since(start))
    }

    /// What stands between quotes, escapes as written.
    pub(crate) fn quoted(&mut self) -> Option<&'a str> {
        let start = self.pos;
        if !self.eat("\"") {
            return None;
        }
        let mut escaped = false;
        for (offset, byte) in self.rest().bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => {
                    let content = &self.rest()[..offset];
                    self.pos += offset + 1;
                    return Some(content);
                }
                0..=0x1f => break,
                _ => {}
            }
        }
        self.pos = start;
        None
    }

    fn skip_digits(&mut self) -> bool {
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        self.pos += digits;
        digits > 0
    }

    fn skip_identifier(&mut self) -> bool {
        let start = self.pos;
        while let Some(byte) = self.peek() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => self.pos += 1,
                b'_' | b'-' if self.pos > start => self.pos += 1,
                0x80.. => match self.rest().chars().next() {
                    Some(c) if is_letter(c) => self.pos += c.len_utf8(),
                    _ => break,
                },
                _ => break,
            }
        }
        self.pos > start
    }
}

/// Unicode's general category Zs.
fn is_space_separator(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

/// Unicode's general categories Lu, Ll, Lt, Lm and Lo.
fn is_letter(c: char) -> bool {
    use unicode_general_category::{GeneralCategory, get_general_category};
    matches!(
        get_general_category(c),
        GeneralCategory::UppercaseLetter
            | GeneralCategory::LowercaseLetter
            | GeneralCategory::TitlecaseLetter
            | GeneralCategory::ModifierLetter
            | GeneralCategory::OtherLetter
    )
}
