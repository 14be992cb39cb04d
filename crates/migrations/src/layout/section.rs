//! Texts with everything but a part of them blank.

use std::ops::Range;

/// The text with spaces in place of what lies outside of these ranges, which are in order; line
/// ends stay, so that every byte keeps its place.
pub(super) fn only(text: &str, ranges: &[Range<usize>]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        blank(&mut result, &text[at..range.start]);
        result.push_str(&text[range.clone()]);
        at = range.end;
    }
    blank(&mut result, &text[at..]);
    result
}

/// The text with spaces in place of these ranges, which are in order.
pub(super) fn without(text: &str, ranges: &[Range<usize>]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        result.push_str(&text[at..range.start]);
        blank(&mut result, &text[range.clone()]);
        at = range.end;
    }
    result.push_str(&text[at..]);
    result
}

fn blank(result: &mut String, text: &str) {
    let bytes = text.bytes();
    result.extend(bytes.map(|b| if b == b'\n' { '\n' } else { ' ' }));
}

/// The lines of a text with the offset of each.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut offset = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = offset;
        offset += line.len();
        (start, line.trim_end_matches(['\n', '\r']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_every_place() {
        let text = "ä\nb\nc";
        let b = std::slice::from_ref(&(3..4));
        assert_eq!(only(text, b), "  \nb\n ");
        assert_eq!(without(text, b), "ä\n \nc");
        assert_eq!(lines("a\r\nb").collect::<Vec<_>>(), [(0, "a"), (3, "b")]);
    }
}
