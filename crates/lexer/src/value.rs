//! What identifiers and strings stand for.

use std::borrow::Cow;

/// An escape that the server refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EscapeError {
    /// Offset of the escape within the token.
    pub offset: usize,
    /// What is wrong.
    pub problem: EscapeProblem,
}

/// What is wrong with an escape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EscapeProblem {
    /// `\u` or the like without enough hexadecimal digits.
    Incomplete,
    /// A number that is no character.
    NoCharacter,
    /// Half of a surrogate pair.
    LoneSurrogate,
    /// Bytes that are not UTF-8, or a zero byte.
    InvalidBytes,
}

impl EscapeProblem {
    /// One lower-case sentence without full stop.
    pub fn message(self) -> &'static str {
        match self {
            Self::Incomplete => "a Unicode escape has too few hexadecimal digits",
            Self::NoCharacter => "a Unicode escape names no character",
            Self::LoneSurrogate => "half of a Unicode surrogate pair stands alone",
            Self::InvalidBytes => "the escapes of a string give bytes that are no UTF-8 text",
        }
    }
}

/// The name that a [word](crate::Kind::Word) or a [quoted
/// identifier](crate::Kind::QuotedIdentifier) stands for, not yet cut to 63 bytes. Only the
/// letters A to Z are folded, as in a database of encoding UTF-8.
pub fn identifier(text: &str) -> Cow<'_, str> {
    match text.strip_prefix('"') {
        Some(rest) => undoubled(rest.strip_suffix('"').unwrap_or(rest), '"'),
        None if text.bytes().any(|byte| byte.is_ascii_uppercase()) => {
            Cow::Owned(text.to_ascii_lowercase())
        }
        None => Cow::Borrowed(text),
    }
}

/// The value of a string token of any kind but [`UnicodeString`](crate::Kind::UnicodeString);
/// of a bit or hexadecimal string, its digits.
pub fn string(text: &str) -> Result<Cow<'_, str>, EscapeError> {
    if let Some(rest) = text.strip_prefix('$') {
        let tag = rest.find('$').map_or(0, |at| at + 2);
        let body = tag..text.len().saturating_sub(tag);
        return Ok(Cow::Borrowed(text.get(body).unwrap_or_default()));
    }
    let escapes = text.starts_with(['e', 'E']);
    let prefix = usize::from(!text.starts_with('\''));
    let mut parts = Parts::new(text, prefix, escapes);
    let first = parts.next().unwrap_or(0..0);
    let rest: Vec<_> = parts.collect();
    if escapes {
        return unescaped(text, std::iter::once(first).chain(rest));
    }
    if rest.is_empty() {
        return Ok(undoubled(&text[first], '\''));
    }
    let mut value = undoubled(&text[first], '\'').into_owned();
    for part in rest {
        value.push_str(&undoubled(&text[part], '\''));
    }
    Ok(Cow::Owned(value))
}

/// The name that a [`UnicodeIdentifier`](crate::Kind::UnicodeIdentifier) stands for.
pub fn unicode_identifier(text: &str, escape: char) -> Result<String, EscapeError> {
    let inner = text
        .get(3..text.len().saturating_sub(1))
        .unwrap_or_default();
    unicode(inner, 3, '"', escape)
}

/// The value of a [`UnicodeString`](crate::Kind::UnicodeString).
pub fn unicode_string(text: &str, escape: char) -> Result<String, EscapeError> {
    let mut value = String::new();
    for part in Parts::new(text, 2, false) {
        value.push_str(&unicode(&text[part.clone()], part.start, '\'', escape)?);
    }
    Ok(value)
}

fn undoubled(text: &str, quote: char) -> Cow<'_, str> {
    if text.contains(quote) {
        let (single, double) = (String::from(quote), String::from_iter([quote, quote]));
        Cow::Owned(text.replace(&double, &single))
    } else {
        Cow::Borrowed(text)
    }
}

/// The parts of a string that is continued on further lines, each without its quotes.
struct Parts<'a> {
    text: &'a str,
    /// The opening quote of the next part.
    at: usize,
    escapes: bool,
}

impl<'a> Parts<'a> {
    fn new(text: &'a str, quote: usize, escapes: bool) -> Self {
        let at = quote;
        Self { text, at, escapes }
    }
}

impl Iterator for Parts<'_> {
    type Item = std::ops::Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        if bytes.get(self.at) != Some(&b'\'') {
            return None;
        }
        let start = self.at + 1;
        let mut end = start;
        while let Some(byte) = bytes.get(end) {
            match byte {
                b'\\' if self.escapes => end += 1,
                b'\'' if bytes.get(end + 1) == Some(&b'\'') => end += 1,
                b'\'' => break,
                _ => {}
            }
            end += 1;
        }
        let end = end.min(bytes.len());
        self.at = next_part(bytes, end + 1);
        Some(start..end)
    }
}

/// The next quote outside of comments.
fn next_part(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\'' => break,
            b'-' => at = crate::scan::skip_until(bytes, at, crate::scan::is_newline),
            _ => at += 1,
        }
    }
    at
}

fn unescaped<'a>(
    text: &str,
    parts: impl Iterator<Item = std::ops::Range<usize>>,
) -> Result<Cow<'a, str>, EscapeError> {
    let mut value: Vec<u8> = Vec::with_capacity(text.len());
    let mut first_half = None;
    for part in parts {
        let bytes = &text.as_bytes()[..part.end];
        let mut at = part.start;
        while at < part.end {
            let escape = bytes[at] == b'\\';
            if !escape || !matches!(bytes.get(at + 1), Some(b'u' | b'U')) {
                reject_half(first_half, at)?;
            }
            if escape {
                at = unescape_one(bytes, at, &mut value, &mut first_half)?;
            } else {
                value.push(bytes[at]);
                // The second of two quotes.
                at += 1 + usize::from(bytes[at] == b'\'');
            }
        }
    }
    reject_half(first_half, text.len().saturating_sub(1))?;
    match String::from_utf8(value) {
        Ok(value) if !value.contains('\0') => Ok(Cow::Owned(value)),
        Ok(_) | Err(_) => Err(EscapeError {
            offset: 0,
            problem: EscapeProblem::InvalidBytes,
        }),
    }
}

fn reject_half(first_half: Option<u32>, offset: usize) -> Result<(), EscapeError> {
    let problem = EscapeProblem::LoneSurrogate;
    match first_half {
        Some(_) => Err(EscapeError { offset, problem }),
        None => Ok(()),
    }
}

/// The escape at `at`; returns the offset behind it.
fn unescape_one(
    bytes: &[u8],
    at: usize,
    value: &mut Vec<u8>,
    first_half: &mut Option<u32>,
) -> Result<usize, EscapeError> {
    let Some(&byte) = bytes.get(at + 1) else {
        return Ok(at + 1);
    };
    let run = |base: u32, most: usize| {
        let digits = bytes[at..].iter().skip(if base == 16 { 2 } else { 1 });
        let digits = digits.map_while(|digit| char::from(*digit).to_digit(base));
        digits
            .take(most)
            .fold((0_u32, 0_usize), |(number, count), digit| {
                (number.wrapping_mul(base) + digit, count + 1)
            })
    };
    match byte {
        b'b' => value.push(8),
        b'f' => value.push(12),
        b'n' => value.push(b'\n'),
        b'r' => value.push(b'\r'),
        b't' => value.push(b'\t'),
        b'v' => value.push(11),
        b'0'..=b'7' => {
            let (number, count) = run(8, 3);
            value.push(number as u8);
            return Ok(at + 1 + count);
        }
        b'x' if bytes.get(at + 2).is_some_and(u8::is_ascii_hexdigit) => {
            let (number, count) = run(16, 2);
            value.push(number as u8);
            return Ok(at + 2 + count);
        }
        b'u' | b'U' => {
            let digits = if byte == b'u' { 4 } else { 8 };
            let (number, count) = run(16, digits);
            let mut buffer = [0; 4];
            if count < digits {
                let problem = EscapeProblem::Incomplete;
                return Err(EscapeError {
                    offset: at,
                    problem,
                });
            }
            if let Some(character) = character(number, first_half, at)? {
                value.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
            }
            return Ok(at + 2 + digits);
        }
        other => value.push(other),
    }
    Ok(at + 2)
}

/// The character of a code point; `None` for the first half of a surrogate pair, which is kept.
fn character(
    number: u32,
    first_half: &mut Option<u32>,
    offset: usize,
) -> Result<Option<char>, EscapeError> {
    let error = |problem| EscapeError { offset, problem };
    match (first_half.take(), number) {
        (Some(first), 0xdc00..=0xdfff) => {
            let point = 0x10000 + ((first & 0x3ff) << 10) + (number & 0x3ff);
            Ok(char::from_u32(point))
        }
        (Some(_), _) | (None, 0xdc00..=0xdfff) => Err(error(EscapeProblem::LoneSurrogate)),
        (None, 0xd800..=0xdbff) => {
            *first_half = Some(number);
            Ok(None)
        }
        (None, _) => match char::from_u32(number) {
            Some(character) if number != 0 => Ok(Some(character)),
            Some(_) | None => Err(error(EscapeProblem::NoCharacter)),
        },
    }
}

/// A text with `\XXXX` and `\+XXXXXX`; `base` is its offset in the token.
fn unicode(text: &str, base: usize, quote: char, escape: char) -> Result<String, EscapeError> {
    let mut value = String::with_capacity(text.len());
    let mut first_half = None;
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let offset = base + at;
        if c != escape {
            reject_half(first_half, offset)?;
            value.push(c);
            if c == quote {
                rest.next();
            }
            continue;
        }
        let after = &text[at + c.len_utf8()..];
        if after.starts_with(escape) {
            reject_half(first_half, offset)?;
            value.push(escape);
            rest.next();
            continue;
        }
        let (skip, digits) = if after.starts_with('+') {
            (1, 6)
        } else {
            (0, 4)
        };
        let number = after
            .get(skip..skip + digits)
            .filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|hex| u32::from_str_radix(hex, 16).ok());
        let Some(number) = number else {
            let problem = EscapeProblem::Incomplete;
            return Err(EscapeError { offset, problem });
        };
        value.extend(character(number, &mut first_half, offset)?);
        for _ in 0..skip + digits {
            rest.next();
        }
    }
    reject_half(first_half, base + text.len())?;
    Ok(value)
}
