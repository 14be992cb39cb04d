//! Where a statement ends.

use std::ops::Range;

use crate::{Kind, tokens};

/// A statement of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// From its first token to its last, without comments around it and without its semicolon.
    pub range: Range<usize>,
    /// The lines that follow a `COPY … FROM stdin`, with the closing `\.`.
    pub data: Option<Range<usize>>,
}

/// The statements of a script, in order, empty ones left out.
///
/// A statement ends at a semicolon outside of parentheses and outside of the `BEGIN ATOMIC … END`
/// of a function's body. Text that the server would refuse is split too, by the same rule.
/// Commands of psql belong to no statement.
pub fn statements(sql: &str) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::new();
    let mut current: Option<Range<usize>> = None;
    let mut nesting = Nesting::default();
    for token in tokens(sql) {
        if token.kind.is_trivia() || token.kind == Kind::Command {
            continue;
        }
        if token.kind == Kind::CopyData {
            if let Some(last) = statements.last_mut() {
                last.data = Some(token.range());
            }
        } else if token.kind == Kind::Symbol(b';') && nesting.is_outside() {
            statements.extend(current.take().map(without_data));
            nesting = Nesting::default();
        } else {
            nesting.follow(token.kind, token.text(sql));
            let range = current.get_or_insert_with(|| token.range());
            range.end = token.end as usize;
        }
    }
    statements.extend(current.map(without_data));
    statements
}

fn without_data(range: Range<usize>) -> Statement {
    Statement { range, data: None }
}

/// What a semicolon stands in.
#[derive(Debug, Default)]
struct Nesting {
    parentheses: u32,
    /// Open `BEGIN ATOMIC` and, inside it, `CASE`.
    blocks: u32,
    /// Whether the token before was the word BEGIN.
    begin: bool,
}

impl Nesting {
    fn is_outside(&self) -> bool {
        self.parentheses == 0 && self.blocks == 0
    }

    fn follow(&mut self, kind: Kind, text: &str) {
        let begin = std::mem::take(&mut self.begin);
        let is = |word: &str| text.eq_ignore_ascii_case(word);
        if kind == Kind::Symbol(b'(') {
            self.parentheses += 1;
        } else if kind == Kind::Symbol(b')') {
            self.parentheses = self.parentheses.saturating_sub(1);
        } else if kind == Kind::Word && self.blocks > 0 {
            if is("case") {
                self.blocks += 1;
            } else if is("end") {
                self.blocks -= 1;
            }
        } else if kind == Kind::Word && begin && is("atomic") {
            self.blocks = 1;
        } else {
            self.begin = kind == Kind::Word && is("begin");
        }
    }
}
