//! Where in a migration's file something happened.

use std::ops::Range;

use tokio_postgres::error::ErrorPosition;

/// Where in a migration's file something happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The bytes of the file: of the token that the server pointed at, or of the statement.
    pub range: Range<usize>,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The text of that line.
    pub text: String,
}

/// The place of a range of bytes.
pub(crate) fn at(file: &str, range: Range<usize>) -> Place {
    let before = file.get(..range.start).unwrap_or(file);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let rest = file.get(line_start..).unwrap_or_default();
    Place {
        line: before.matches('\n').count() + 1,
        column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
        text: rest.lines().next().unwrap_or_default().to_owned(),
        range,
    }
}

/// The token at which the server points, in a text of which the part `sent` was sent after a number
/// of other characters. The server counts characters, from 1.
pub(crate) fn pointed(
    error: &tokio_postgres::Error,
    text: &str,
    sent: Range<usize>,
    characters: usize,
) -> Option<Range<usize>> {
    let position = match error.as_db_error()?.position()? {
        ErrorPosition::Original(position) => *position as usize,
        ErrorPosition::Internal { .. } => return None,
    };
    let part = text.get(sent.clone())?;
    let character = position.checked_sub(1 + characters)?;
    // What is missing at the end of the part is noticed at the semicolon that was sent after it.
    let is_after = character > part.chars().count() && part.len() == text.len();
    let offset = if is_after {
        part.len()
    } else {
        offset_of_character(part, character)?
    };
    let token = lexer::tokens(part)
        .map(lexer::Token::range)
        .find(|range| range.contains(&offset))
        .unwrap_or(offset..offset);
    Some(sent.start + token.start..sent.start + token.end)
}

/// The byte offset of a character, counted from 0. The end of the text is a position too: "syntax
/// error at end of input".
fn offset_of_character(text: &str, character: usize) -> Option<usize> {
    let mut offsets = text
        .char_indices()
        .map(|(offset, _)| offset)
        .chain([text.len()]);
    offsets.nth(character)
}

#[cfg(test)]
mod tests {
    use super::{at, offset_of_character};

    #[test]
    fn places() {
        let file = "-- größe\nSELECT größer\n";
        let check = |offset: usize, line, column, text: &str| {
            let place = at(file, offset..offset);
            assert_eq!(
                (place.line, place.column, place.text.as_str()),
                (line, column, text)
            );
        };
        check(0, 1, 1, "-- größe");
        check(file.find("SELECT").unwrap(), 2, 1, "SELECT größer");
        check(file.find("größer").unwrap(), 2, 8, "SELECT größer");
        check(file.len(), 3, 1, "");
        assert_eq!(offset_of_character("aöb", 2), Some(3));
        assert_eq!(offset_of_character("aöb", 3), Some(4));
        assert_eq!(offset_of_character("aöb", 4), None);
    }
}
