//! Numbers and parameters.

use crate::scan::word_end;
use crate::{Error, Kind};

/// A number; its first byte is a digit, or a dot with a digit behind it.
pub(crate) fn scan(text: &[u8], start: usize) -> (Kind, usize) {
    if text[start] == b'0'
        && let Some(result) = with_base(text, start)
    {
        return result;
    }
    let mut end = digits(text, start, u8::is_ascii_digit, false);
    let mut kind = Kind::Integer;
    // `1..2` is a range of PL/pgSQL: the dots do not belong to the number.
    if text.get(end) == Some(&b'.') && text.get(end + 1) != Some(&b'.') {
        kind = Kind::Decimal;
        end = digits(text, end + 1, u8::is_ascii_digit, false);
    }
    if matches!(text.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(text.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(text, end + 1 + sign, u8::is_ascii_digit, false);
        if exponent > end + 1 + sign {
            kind = Kind::Decimal;
            end = exponent;
        } else if sign == 1 {
            return (Kind::Error(Error::JunkAfterNumber), end + 2);
        }
    }
    junk(text, kind, end, Error::JunkAfterNumber)
}

/// `$` and digits.
pub(crate) fn parameter(text: &[u8], start: usize) -> (Kind, usize) {
    let end = crate::scan::skip_until(text, start + 1, |byte| !byte.is_ascii_digit());
    let (kind, end) = junk(text, Kind::Parameter, end, Error::JunkAfterParameter);
    let too_large = kind == Kind::Parameter
        && std::str::from_utf8(&text[start + 1..end])
            .ok()
            .and_then(|digits| digits.parse::<i32>().ok())
            .is_none();
    if too_large {
        (Kind::Error(Error::ParameterTooLarge), end)
    } else {
        (kind, end)
    }
}

/// `0x…`, `0o…`, `0b…`; `None` for other numbers.
fn with_base(text: &[u8], start: usize) -> Option<(Kind, usize)> {
    let (is_digit, empty): (fn(&u8) -> bool, _) = match text.get(start + 1)? {
        b'x' | b'X' => (u8::is_ascii_hexdigit, Error::EmptyHexInteger),
        b'o' | b'O' => (
            |byte| (b'0'..=b'7').contains(byte),
            Error::EmptyOctalInteger,
        ),
        b'b' | b'B' => (
            |byte| matches!(byte, b'0' | b'1'),
            Error::EmptyBinaryInteger,
        ),
        _ => return None,
    };
    let end = digits(text, start + 2, is_digit, true);
    let (kind, end) = if end > start + 2 {
        (Kind::Integer, end)
    } else {
        let underscore = usize::from(text.get(end) == Some(&b'_'));
        (Kind::Error(empty), end + underscore)
    };
    // A longer word wins, as with every rule of the scanner.
    let word = word_end(text, start + 1);
    Some(if word > end {
        (Kind::Error(Error::JunkAfterNumber), word)
    } else {
        (kind, end)
    })
}

/// The end of digits with single underscores between them, or before them where `leading`.
fn digits(text: &[u8], start: usize, is_digit: fn(&u8) -> bool, leading: bool) -> usize {
    let mut at = start;
    loop {
        let underscore = (leading || at > start) && text.get(at) == Some(&b'_');
        let digit = at + usize::from(underscore);
        if !text.get(digit).is_some_and(is_digit) {
            return at;
        }
        at = digit + 1;
    }
}

/// The token, or the error that a word follows it directly.
fn junk(text: &[u8], kind: Kind, end: usize, error: Error) -> (Kind, usize) {
    let word = word_end(text, end);
    if word > end {
        (Kind::Error(error), word)
    } else {
        (kind, end)
    }
}
