//! Tokens in quotes.

use crate::scan::{is_newline, is_space, skip_until};
use crate::{Error, Kind};

/// A string in single quotes whose quote stands at `quote`. Two quotes inside stand for one.
/// `open` is what it is without its closing quote.
pub(crate) fn string(text: &[u8], quote: usize, kind: Kind, open: Error) -> (Kind, usize) {
    let mut at = quote + 1;
    loop {
        at = skip_until(text, at, |byte| byte == b'\'');
        if at >= text.len() {
            return (Kind::Error(open), text.len());
        }
        // Bit and hexadecimal strings know no doubled quote.
        let doubles = !matches!(kind, Kind::BitString | Kind::HexString);
        match after_quote(text, at, doubles) {
            Some(next) => at = next,
            None => return (kind, at + 1),
        }
    }
}

/// An escape string whose quote stands at `quote`. A backslash takes the next byte along.
pub(crate) fn escape_string(text: &[u8], quote: usize) -> (Kind, usize) {
    let mut at = quote + 1;
    loop {
        at = skip_until(text, at, |byte| byte == b'\'' || byte == b'\\');
        match text.get(at) {
            None => return (Kind::Error(Error::UnterminatedString), text.len()),
            Some(b'\\') => at += 2,
            Some(_) => match after_quote(text, at, true) {
                Some(next) => at = next,
                None => return (Kind::EscapeString, at + 1),
            },
        }
    }
}

/// An identifier in double quotes whose quote stands at `quote`.
pub(crate) fn identifier(text: &[u8], quote: usize, kind: Kind) -> (Kind, usize) {
    let mut at = quote + 1;
    loop {
        at = skip_until(text, at, |byte| byte == b'"');
        if at >= text.len() {
            return (Kind::Error(Error::UnterminatedIdentifier), text.len());
        }
        if text.get(at + 1) == Some(&b'"') {
            at += 2;
        } else if at == quote + 1 {
            return (Kind::Error(Error::EmptyIdentifier), at + 1);
        } else {
            return (kind, at + 1);
        }
    }
}

/// A dollar-quoted string whose opening tag is `start..body`: all up to the same tag again.
pub(crate) fn dollar_string(text: &[u8], start: usize, body: usize) -> (Kind, usize) {
    let tag = &text[start..body];
    let mut at = body;
    loop {
        at = skip_until(text, at, |byte| byte == b'$');
        if at >= text.len() {
            return (Kind::Error(Error::UnterminatedDollarString), text.len());
        }
        if text[at..].starts_with(tag) {
            return (Kind::DollarString, at + tag.len());
        }
        at += 1;
    }
}

/// Where a string goes on after the quote at `quote`: behind a second quote, or behind the
/// opening quote of a continuation on a further line. `None` where the string ends.
fn after_quote(text: &[u8], quote: usize, doubles: bool) -> Option<usize> {
    let after = quote + 1;
    match text.get(after) {
        Some(b'\'') => doubles.then_some(after + 1),
        Some(byte) if is_space(*byte) || *byte == b'-' => continuation(text, after),
        Some(_) | None => None,
    }
}

/// Space with a line end and `--` comments may stand between the parts of a string.
fn continuation(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    let mut newline = false;
    loop {
        let space = skip_until(text, at, |byte| !is_space(byte));
        newline |= text[at..space].iter().any(|byte| is_newline(*byte));
        at = space;
        match text.get(at) {
            Some(b'\'') if newline => return Some(at + 1),
            Some(b'-') if text.get(at + 1) == Some(&b'-') => {
                at = skip_until(text, at, is_newline);
            }
            Some(_) | None => return None,
        }
    }
}
