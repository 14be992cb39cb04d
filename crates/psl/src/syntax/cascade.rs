//! Invalid lines, one finding for all that follow from one mistake.

use diag::{Diagnostic, Span};

use super::report;
use super::tree::{Invalid, Keyword};
use super::words::{first_word, is_word, keyword, open};

/// How many lines an open bracket is followed over: no definition is longer, and reading stays
/// linear.
const MAX_LINES: usize = 50;

/// Reports invalid lines, and keeps quiet about those that only follow from an earlier one.
pub(crate) struct Cascade<'s> {
    text: &'s str,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Every invalid line is reported.
    Report,
    /// A block could not be read: its lines are swallowed, down to its closing brace.
    Block,
    /// A definition goes on over lines: those before this offset are swallowed.
    Until(u32),
    /// A block's closing brace stood behind content, so that others begin inside it.
    BraceBehind,
}

impl<'s> Cascade<'s> {
    pub(crate) fn new(text: &'s str) -> Self {
        Self {
            text,
            state: State::Report,
        }
    }

    /// What comes now has nothing to do with what was wrong before.
    pub(crate) fn end(&mut self) {
        self.state = State::Report;
    }

    /// Whether a line of a block is still part of what was wrong before.
    pub(crate) fn swallows(&mut self, span: Span) -> bool {
        match self.state {
            State::Until(offset) if span.start < offset => true,
            State::Until(_) => {
                self.end();
                false
            }
            State::Report | State::Block | State::BraceBehind => false,
        }
    }

    /// About a line, or more, outside of blocks.
    pub(crate) fn top_level(&mut self, kind: Invalid, span: Span) -> Option<Diagnostic> {
        let line = self.text[span.range()].trim_end();
        let span = shortened(span, line);
        match kind {
            Invalid::TypeAlias => {
                self.end();
                Some(report::type_alias(span))
            }
            Invalid::Block => {
                self.end();
                Some(report::unknown_block(line, span))
            }
            Invalid::Line if self.state == State::Block => {
                if line.starts_with('}') {
                    self.end();
                }
                None
            }
            Invalid::Line => Some(self.top_level_line(line, span)),
        }
    }

    fn top_level_line(&mut self, line: &str, span: Span) -> Diagnostic {
        let word = first_word(line);
        let Some(brace) = line.find('{') else {
            return match keyword(word) {
                Some(keyword) if is_word(line[word.len()..].trim()) => {
                    self.state = State::Block;
                    report::brace_missing(keyword, line, span)
                }
                _ => report::invalid_top_level_line(line, span),
            };
        };
        let name = line[word.len()..brace.max(word.len())].trim();
        let complete = line[brace..].contains('}');
        if !word.is_empty() && !complete {
            self.state = State::Block;
        }
        match keyword(word) {
            None if is_word(word) && is_word(name) => report::unknown_block(line, span),
            None => report::invalid_top_level_line(line, span),
            Some(keyword) if name.starts_with('_') => {
                report::leading_underscore(keyword.text(), span, line.find('_'), name)
            }
            Some(keyword) if !is_word(name) => report::block_name(keyword, span),
            Some(keyword) if complete => report::one_line_block(keyword, line, span, brace),
            Some(keyword) => report::unclosed_block(keyword, name, span),
        }
    }

    /// About a line of a block.
    pub(crate) fn in_block(
        &mut self,
        span: Span,
        block: Keyword,
        block_name: Span,
    ) -> Option<Diagnostic> {
        if self.swallows(span) {
            return None;
        }
        let end = span.end;
        let line = self.text[span.range()].trim_end();
        let span = shortened(span, line);
        let word = first_word(line);
        if let Some(inner) = keyword(word)
            && let Some(brace) = line.find('{')
            && is_word(line[word.len()..brace].trim())
        {
            if self.state == State::BraceBehind {
                return None;
            }
            return Some(report::block_in_block(block, inner, block_name, span));
        }
        let open = open(line);
        if open.string {
            return Some(report::unclosed_string(line, span));
        }
        if open.brackets > 0 {
            if let Some(close) = self.closing_line(end as usize, open.brackets) {
                self.state = State::Until(close as u32);
            }
            return Some(report::unclosed_bracket(span));
        }
        if open.brackets < 0 && line.ends_with('}') {
            self.state = State::BraceBehind;
            return Some(report::brace_behind(span));
        }
        Some(report::invalid_block_line(block, line, span))
    }

    /// The end of the line in which brackets that are open at an offset are closed, when the block
    /// does not end before.
    fn closing_line(&self, from: usize, mut brackets: isize) -> Option<usize> {
        let mut end = from;
        for line in self.text[from..].split_inclusive('\n').take(MAX_LINES) {
            end += line.len();
            let line = line.trim();
            if line.starts_with('}') {
                return None;
            }
            brackets += open(line).brackets;
            if brackets <= 0 {
                return Some(end);
            }
        }
        None
    }
}

/// The span of a line without what was trimmed from its end.
fn shortened(span: Span, line: &str) -> Span {
    Span {
        end: span.start + line.len() as u32,
        ..span
    }
}
