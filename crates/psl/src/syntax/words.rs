//! Looking at a line that could not be read: its words and brackets.

use super::tree::Keyword;

/// The characters of a name, from the start; may be empty.
pub(super) fn first_word(line: &str) -> &str {
    let end = line
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
        .unwrap_or(line.len());
    &line[..end]
}

/// Whether the text is one word.
pub(super) fn is_word(text: &str) -> bool {
    !text.is_empty() && first_word(text).len() == text.len()
}

/// The keyword that is exactly this.
pub(super) fn keyword(word: &str) -> Option<Keyword> {
    Keyword::ALL
        .into_iter()
        .find(|keyword| keyword.text() == word)
}

/// What a line leaves open.
pub(super) struct Open {
    /// How many more brackets it opens than it closes; negative when there are fewer.
    pub(super) brackets: isize,
    /// Whether it ends in a string.
    pub(super) string: bool,
}

/// Counts brackets outside of strings and comments.
pub(super) fn open(line: &str) -> Open {
    let mut brackets = 0;
    let mut string = false;
    let mut escaped = false;
    let mut before = ' ';
    for c in line.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if string => escaped = true,
            '"' => string = !string,
            _ if string => {}
            '/' if before == '/' => break,
            '(' | '[' | '{' => brackets += 1,
            ')' | ']' | '}' => brackets -= 1,
            _ => {}
        }
        before = c;
    }
    Open { brackets, string }
}
