//! The escapes of string literals: those of JSON.

use std::borrow::Cow;

use diag::{Diagnostic, Span};

use crate::codes;

/// Resolves the escapes of a literal whose `span` includes the quotes.
///
/// A wrong escape is reported and leaves nothing behind.
pub(crate) fn unescape<'a>(
    raw: &'a str,
    span: Span,
    findings: &mut Vec<Diagnostic>,
) -> Cow<'a, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let escape = &rest[at..];
        let start = span.start as usize + 1 + (raw.len() - escape.len());
        let place = |length: usize| Span::new(span.source, start, start + length);
        let length = match read_escape(escape) {
            Escape::Character(character, length) => {
                text.push(character);
                length
            }
            Escape::Unknown(length) => {
                findings.push(unknown_escape(&escape[..length], place(length)));
                length
            }
            Escape::BadUnicode { shown, length } => {
                findings.push(bad_unicode(place(shown)));
                length
            }
        };
        rest = &escape[length..];
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// What a backslash begins; lengths in bytes, from the backslash.
enum Escape {
    Character(char, usize),
    Unknown(usize),
    BadUnicode {
        /// What is at fault.
        shown: usize,
        /// What is skipped.
        length: usize,
    },
}

fn read_escape(text: &str) -> Escape {
    let Some(letter) = text[1..].chars().next() else {
        return Escape::Unknown(1);
    };
    let character = match letter {
        '"' | '\\' | '/' => letter,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => return read_unicode(text),
        other => return Escape::Unknown(1 + other.len_utf8()),
    };
    Escape::Character(character, 2)
}

/// `\uXXXX`, or two of them as UTF-16 writes a character beyond the first 65,536.
fn read_unicode(text: &str) -> Escape {
    let first = match read_unit(text) {
        Ok(unit) => unit,
        Err(length) => {
            return Escape::BadUnicode {
                shown: length,
                length,
            };
        }
    };
    if let Some(character) = char::from_u32(u32::from(first)) {
        return Escape::Character(character, 6);
    }
    let Ok(second) = read_unit(&text[6..]) else {
        return Escape::BadUnicode {
            shown: 6,
            length: 6,
        };
    };
    match char::decode_utf16([first, second]).next() {
        Some(Ok(character)) => Escape::Character(character, 12),
        _ => Escape::BadUnicode {
            shown: 12,
            length: 12,
        },
    }
}

/// `\uXXXX`; else how many bytes look right.
fn read_unit(text: &str) -> Result<u16, usize> {
    let Some(digits) = text.strip_prefix("\\u") else {
        return Err(2.min(text.len()));
    };
    let mut unit = 0;
    for (i, byte) in digits.bytes().take(4).enumerate() {
        match char::from(byte).to_digit(16) {
            Some(digit) => unit = unit * 16 + digit as u16,
            None => return Err(2 + i),
        }
    }
    if digits.len() < 4 {
        return Err(text.len());
    }
    Ok(unit)
}

fn unknown_escape(escape: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        &codes::UNKNOWN_ESCAPE,
        format!("`{escape}` is not an escape sequence"),
    )
    .at(span, "")
    .help("write `\\\\` for a backslash")
}

fn bad_unicode(span: Span) -> Diagnostic {
    Diagnostic::error(
        &codes::INVALID_UNICODE_ESCAPE,
        "this escape sequence names no character",
    )
    .at(span, "")
    .note("`\\u` is followed by four hexadecimal digits; characters beyond U+FFFF take two such sequences, as in UTF-16")
}
