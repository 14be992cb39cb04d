//! Operators.

use crate::scan::skip_until;
use crate::{Error, Kind};

/// Whether a byte can be part of an operator.
pub(crate) fn is_operator(byte: u8) -> bool {
    matches!(
        byte,
        b'~' | b'!'
            | b'@'
            | b'#'
            | b'^'
            | b'&'
            | b'|'
            | b'`'
            | b'?'
            | b'+'
            | b'-'
            | b'*'
            | b'/'
            | b'%'
            | b'<'
            | b'>'
            | b'='
    )
}

/// Whether a byte lets an operator end in `+` or `-`.
fn lets_sign_end(byte: u8) -> bool {
    matches!(
        byte,
        b'~' | b'!' | b'@' | b'#' | b'^' | b'&' | b'|' | b'`' | b'?' | b'%'
    )
}

/// An operator: as many operator characters as follow, up to a comment, and without the signs at
/// its end that SQL counts to the next operand (`1=-1`).
pub(crate) fn scan(text: &[u8], start: usize) -> (Kind, usize) {
    let run = &text[start..skip_until(text, start, |byte| !is_operator(byte))];
    let comment = run
        .windows(2)
        .position(|pair| pair == b"--" || pair == b"/*")
        .unwrap_or(run.len());
    let operator = without_signs(&run[..comment]);
    let kind = match operator {
        [byte @ (b'+' | b'-' | b'*' | b'/' | b'%' | b'^' | b'<' | b'>' | b'=')] => {
            Kind::Symbol(*byte)
        }
        b"=>" => Kind::EqualsGreater,
        b"<=" => Kind::LessEquals,
        b">=" => Kind::GreaterEquals,
        b"<>" | b"!=" => Kind::NotEquals,
        long if long.len() >= 64 => Kind::Error(Error::OperatorTooLong),
        _ => Kind::Operator,
    };
    (kind, start + operator.len())
}

fn without_signs(operator: &[u8]) -> &[u8] {
    let mut end = operator.len();
    if operator.iter().any(|byte| lets_sign_end(*byte)) {
        return operator;
    }
    while end > 1 && matches!(operator[end - 1], b'+' | b'-') {
        end -= 1;
    }
    &operator[..end]
}
