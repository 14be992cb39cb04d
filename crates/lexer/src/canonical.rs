//! What of a script a checksum is taken over.

use crate::{Kind, tokens};

/// Feeds the script's significant tokens to `sink`, each followed by a zero byte.
///
/// Left out are comments, spacing, line ends and the byte order mark. Words without quotes are
/// fed in lower case, as the server reads them, so that `SELECT` may become `select`. Everything
/// in quotes is fed as written, but for line ends: CR LF counts as LF, since version control may
/// change them in the working copy. Two scripts that feed the same bytes mean the same.
pub fn canonical(sql: &str, mut sink: impl FnMut(&[u8])) {
    for token in tokens(sql) {
        if token.kind.is_trivia() {
            continue;
        }
        let text = token.text(sql).as_bytes();
        if token.kind == Kind::Word {
            lower_case(text, &mut sink);
        } else {
            with_line_feeds(text, &mut sink);
        }
        sink(&[0]);
    }
}

fn lower_case(text: &[u8], sink: &mut impl FnMut(&[u8])) {
    let mut buffer = [0_u8; 64];
    for piece in text.chunks(buffer.len()) {
        let lower = &mut buffer[..piece.len()];
        lower.copy_from_slice(piece);
        lower.make_ascii_lowercase();
        sink(lower);
    }
}

fn with_line_feeds(text: &[u8], sink: &mut impl FnMut(&[u8])) {
    let mut rest = text;
    while let Some(at) = rest.windows(2).position(|pair| pair == b"\r\n") {
        sink(&rest[..at]);
        rest = &rest[at + 1..];
    }
    sink(rest);
}
