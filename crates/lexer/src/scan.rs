//! The scanner: from a text to its tokens.

use crate::{Error, Kind, Token, number, operator, quoted};

/// Whether a byte can begin a word. Bytes of non-ASCII characters can.
pub(crate) fn starts_word(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

/// Whether a byte can stand inside a word.
pub(crate) fn continues_word(byte: u8) -> bool {
    starts_word(byte) || byte.is_ascii_digit() || byte == b'$'
}

/// Whether a byte is white space to the server.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

/// Whether a byte ends a line.
pub(crate) fn is_newline(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// The first offset from `at` on where `stop` holds, or the end of the text.
pub(crate) fn skip_until(text: &[u8], at: usize, stop: impl Fn(u8) -> bool) -> usize {
    text[at.min(text.len())..]
        .iter()
        .position(|byte| stop(*byte))
        .map_or(text.len(), |found| at + found)
}

/// The end of the word that begins at `at`; `at` where none does.
pub(crate) fn word_end(text: &[u8], at: usize) -> usize {
    match text.get(at) {
        Some(byte) if starts_word(*byte) => skip_until(text, at, |byte| !continues_word(byte)),
        Some(_) | None => at,
    }
}

/// The tokens of a text, in order and without gaps.
pub fn tokens(sql: &str) -> Tokens<'_> {
    Tokens {
        text: sql.as_bytes(),
        at: 0,
        copy: State::Start,
        depth: 0,
    }
}

/// The tokens of a text; see [`tokens`].
#[derive(Debug, Clone)]
pub struct Tokens<'a> {
    text: &'a [u8],
    at: usize,
    copy: State,
    /// Open parentheses of the statement.
    depth: u32,
}

/// How far a statement looks like `COPY … FROM stdin`, after which lines of data follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// No word of the statement has been seen.
    Start,
    /// Another statement.
    Other,
    /// `COPY …`
    Copy,
    /// `COPY … FROM`
    From,
    /// `COPY … FROM stdin …`
    Stdin,
    /// After its semicolon; the data begins on the next line.
    Pending,
    /// The data begins here.
    Data,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let start = self.at;
        let first = *self.text.get(start)?;
        let (kind, end) = if self.copy == State::Data {
            self.copy = State::Start;
            (Kind::CopyData, copy_data_end(self.text, start))
        } else {
            self.read(first, start)
        };
        self.follow_copy(kind, start, end);
        self.at = end;
        Some(Token {
            kind,
            start: start as u32,
            end: end as u32,
        })
    }
}

impl Tokens<'_> {
    fn read(&self, first: u8, start: usize) -> (Kind, usize) {
        let text = self.text;
        let second = text.get(start + 1).copied();
        match first {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => (Kind::Whitespace, self.space_end(start)),
            0xef if start == 0 && text.starts_with(b"\xef\xbb\xbf") => (Kind::ByteOrderMark, 3),
            b'\'' => quoted::string(text, start, Kind::String, Error::UnterminatedString),
            b'"' => quoted::identifier(text, start, Kind::QuotedIdentifier),
            b'$' => dollar(text, start),
            b'0'..=b'9' => number::scan(text, start),
            b'.' => match second {
                Some(b'0'..=b'9') => number::scan(text, start),
                Some(b'.') => (Kind::DotDot, start + 2),
                Some(_) | None => (Kind::Symbol(b'.'), start + 1),
            },
            b':' => match second {
                Some(b':') => (Kind::Typecast, start + 2),
                Some(b'=') => (Kind::ColonEquals, start + 2),
                Some(_) | None => (Kind::Symbol(b':'), start + 1),
            },
            b',' | b'(' | b')' | b'[' | b']' | b';' => (Kind::Symbol(first), start + 1),
            b'-' if second == Some(b'-') => {
                (Kind::LineComment, skip_until(text, start, is_newline))
            }
            b'/' if second == Some(b'*') => block_comment(text, start),
            b'\\' => (Kind::Command, skip_until(text, start, is_newline)),
            byte if operator::is_operator(byte) => operator::scan(text, start),
            byte if starts_word(byte) => word(text, start, byte, second),
            _ => (Kind::Error(Error::UnknownCharacter), start + 1),
        }
    }

    /// White space ends with the line where COPY's data begins on the next.
    fn space_end(&self, start: usize) -> usize {
        if self.copy == State::Pending {
            let line = skip_until(self.text, start, |byte| byte == b'\n' || !is_space(byte));
            let newline = self.text.get(line) == Some(&b'\n');
            line + usize::from(newline)
        } else {
            skip_until(self.text, start, |byte| !is_space(byte))
        }
    }

    /// Watches for `COPY … FROM stdin;`, which may be the last of several statements on a line.
    fn follow_copy(&mut self, kind: Kind, start: usize, end: usize) {
        if kind == Kind::Symbol(b'(') {
            self.depth += 1;
        } else if kind == Kind::Symbol(b')') {
            self.depth = self.depth.saturating_sub(1);
        }
        let text = &self.text[start..end];
        let is = |word: &str| kind == Kind::Word && text.eq_ignore_ascii_case(word.as_bytes());
        if kind.is_trivia() {
            if self.copy == State::Pending && text.ends_with(b"\n") {
                self.copy = State::Data;
            }
        } else if kind == Kind::Symbol(b';') && self.depth == 0 {
            let data = self.copy == State::Stdin;
            self.copy = if data { State::Pending } else { State::Start };
        } else if self.copy == State::Start && !matches!(kind, Kind::Command | Kind::CopyData) {
            self.copy = if is("copy") {
                State::Copy
            } else {
                State::Other
            };
        } else if self.copy == State::Copy && self.depth == 0 && is("from") {
            self.copy = State::From;
        } else if self.copy == State::From {
            self.copy = if is("stdin") {
                State::Stdin
            } else {
                State::Other
            };
        }
    }
}

/// A word, or one of the literals that begin with a letter.
fn word(text: &[u8], start: usize, first: u8, second: Option<u8>) -> (Kind, usize) {
    let third = text.get(start + 2).copied();
    match (first, second, third) {
        (b'e' | b'E', Some(b'\''), _) => quoted::escape_string(text, start + 1),
        (b'b' | b'B', Some(b'\''), _) => quoted::string(
            text,
            start + 1,
            Kind::BitString,
            Error::UnterminatedBitString,
        ),
        (b'x' | b'X', Some(b'\''), _) => quoted::string(
            text,
            start + 1,
            Kind::HexString,
            Error::UnterminatedHexString,
        ),
        (b'n' | b'N', Some(b'\''), _) => (Kind::NationalPrefix, start + 1),
        (b'u' | b'U', Some(b'&'), Some(b'\'')) => quoted::string(
            text,
            start + 2,
            Kind::UnicodeString,
            Error::UnterminatedString,
        ),
        (b'u' | b'U', Some(b'&'), Some(b'"')) => {
            quoted::identifier(text, start + 2, Kind::UnicodeIdentifier)
        }
        (_, _, _) => (Kind::Word, word_end(text, start)),
    }
}

/// A parameter, a dollar-quoted string, or a lone `$`, which is no token.
fn dollar(text: &[u8], start: usize) -> (Kind, usize) {
    if text.get(start + 1).is_some_and(u8::is_ascii_digit) {
        return number::parameter(text, start);
    }
    let tag_end = match text.get(start + 1) {
        Some(byte) if starts_word(*byte) => skip_until(text, start + 1, |byte| {
            !continues_word(byte) || byte == b'$'
        }),
        Some(_) | None => start + 1,
    };
    if text.get(tag_end) == Some(&b'$') {
        quoted::dollar_string(text, start, tag_end + 1)
    } else {
        (Kind::Error(Error::UnknownCharacter), start + 1)
    }
}

/// A block comment; those inside it are counted.
fn block_comment(text: &[u8], start: usize) -> (Kind, usize) {
    let mut depth = 1_u32;
    let mut at = start + 2;
    loop {
        at = skip_until(text, at, |byte| byte == b'*' || byte == b'/');
        match (text.get(at), text.get(at + 1)) {
            (None, _) => return (Kind::Error(Error::UnterminatedComment), text.len()),
            (Some(b'*'), Some(b'/')) => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return (Kind::BlockComment, at);
                }
            }
            (Some(b'/'), Some(b'*')) => {
                depth += 1;
                at += 2;
            }
            (Some(_), _) => at += 1,
        }
    }
}

/// The end of COPY's data: after the line `\.`, or the end of the text.
fn copy_data_end(text: &[u8], start: usize) -> usize {
    let mut at = start;
    while at < text.len() {
        let end = skip_until(text, at, |byte| byte == b'\n');
        let next = (end + 1).min(text.len());
        if text[at..end].trim_ascii_end() == b"\\." {
            return next;
        }
        at = next;
    }
    text.len()
}
