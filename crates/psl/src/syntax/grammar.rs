//! Files, blocks and lines.
//!
//! The grammar is Prisma's, and it is one of lines: apart from comments in `/* */`, whatever
//! begins in a line ends in it, and a line that makes no sense is skipped alone. Alternatives are
//! tried in order; the first that matches counts.

use diag::{Diagnostic, SourceId, Span};

use super::ast::EnumValue;
use super::cursor::Cursor;
use super::tree::{
    Block, BlockItem, Comment, CommentBlock, CommentKind, FieldLine, Invalid, Item, Keyword,
    PropertyLine, Tree, ValueLine,
};

/// Reads one source.
pub(crate) struct Reader<'a> {
    pub(crate) cursor: Cursor<'a>,
    /// Wrong escapes in strings: the only finding that reading itself makes.
    pub(crate) findings: Vec<Diagnostic>,
    /// How deep the value being read is nested.
    pub(crate) depth: u32,
    /// Whether a value was given up for its depth since this was last reset.
    pub(crate) too_deep: bool,
    /// Offset of the last `}` of the text.
    last_brace: Option<usize>,
    /// The last search for the end of a comment: where it began, and what it found.
    comment_end: Option<(usize, Option<usize>)>,
    /// The last block of each kind of content that was not closed.
    unclosed: [Option<Unclosed>; 3],
}

/// A block that ran to the end of the text. A later one of the same kind that arrives at one of
/// its lines will run there too, so it need not be read: that keeps reading linear.
struct Unclosed {
    /// Where its content begins.
    start: usize,
    /// Its items of several lines, in order.
    long: Vec<(usize, usize)>,
}

/// What a block holds.
#[derive(Clone, Copy)]
enum Content {
    Fields,
    Values,
    Properties,
}

/// Reads a source into its lines.
pub(crate) fn read(source: SourceId, text: &str) -> (Tree<'_>, Vec<Diagnostic>) {
    let mut reader = Reader {
        cursor: Cursor::new(source, text),
        findings: Vec::new(),
        depth: 0,
        too_deep: false,
        last_brace: text.rfind('}'),
        comment_end: None,
        unclosed: [None, None, None],
    };
    // Editors on Windows put a byte order mark before the text; it says nothing.
    while reader.cursor.eat("\u{feff}") {}
    let mut items = Vec::new();
    while let Some(item) = reader.item() {
        items.push(item);
    }
    (Tree { items }, reader.findings)
}

impl<'a> Reader<'a> {
    /// Runs a reader; when it finds nothing, everything is as before.
    pub(crate) fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let (start, findings) = (self.cursor.pos, self.findings.len());
        let found = read(self);
        if found.is_none() {
            self.cursor.pos = start;
            self.findings.truncate(findings);
        }
        found
    }

    fn item(&mut self) -> Option<Item<'a>> {
        self.cursor.skip_blanks();
        if self.cursor.at_end() {
            return None;
        }
        self.attempt(Self::block)
            .map(Item::Block)
            .or_else(|| self.type_alias())
            .or_else(|| self.unknown_block())
            .or_else(|| self.comment_block().map(Item::Comments))
            .or_else(|| self.empty_lines().then_some(Item::EmptyLines))
            .or_else(|| Some(Item::Invalid(Invalid::Line, self.invalid_line())))
    }

    fn block(&mut self) -> Option<Block<'a>> {
        let start = self.cursor.pos;
        let keyword = *Keyword::ALL
            .iter()
            .find(|keyword| self.cursor.eat(keyword.text()))?;
        self.cursor.skip_blanks();
        let name = self.cursor.identifier()?;
        let ignored = self.block_open()?;
        let content = match keyword {
            Keyword::Model | Keyword::Type | Keyword::View => Content::Fields,
            Keyword::Enum => Content::Values,
            Keyword::Datasource | Keyword::Generator => Content::Properties,
        };
        let items = self.content(content)?;
        self.cursor.eat("}").then(|| Block {
            keyword,
            name,
            ignored,
            items,
            span: self.cursor.span(start),
        })
    }

    /// The opening brace and the rest of its line, which means nothing to the grammar.
    fn block_open(&mut self) -> Option<super::ast::Name<'a>> {
        if !self.cursor.eat_after_blanks("{") {
            return None;
        }
        let start = self.cursor.pos;
        let text = self.cursor.eat_line();
        let span = self.cursor.trimmed_span(start);
        self.cursor
            .eat_line_end()
            .then_some(super::ast::Name { text, span })
    }

    /// Everything up to the closing brace; nothing when there is none.
    fn content(&mut self, content: Content) -> Option<Vec<BlockItem<'a>>> {
        let begin = self.cursor.pos;
        let mut items = Vec::new();
        let mut long = Vec::new();
        let mut at_line_start = true;
        loop {
            let start = self.cursor.pos;
            if at_line_start && self.known_unclosed(content, start) {
                return None;
            }
            self.cursor.skip_blanks();
            if self.cursor.peek() == Some(b'}') {
                return Some(items);
            }
            if self.cursor.at_end() {
                self.unclosed[content as usize] = Some(Unclosed { start: begin, long });
                return None;
            }
            items.push(self.block_item(content));
            let text = self.cursor.since(start);
            at_line_start = text.ends_with(['\n', '\r']);
            if text.trim_end_matches(['\n', '\r']).contains(['\n', '\r']) {
                long.push((start, self.cursor.pos));
            }
        }
    }

    /// Whether an earlier block went through this line start and was not closed.
    fn known_unclosed(&self, content: Content, pos: usize) -> bool {
        self.unclosed[content as usize]
            .as_ref()
            .is_some_and(|earlier| {
                let next = earlier.long.partition_point(|(start, _)| *start < pos);
                let inside = next > 0 && earlier.long[next - 1].1 > pos;
                earlier.start <= pos && !inside
            })
    }

    fn block_item(&mut self, content: Content) -> BlockItem<'a> {
        self.too_deep = false;
        let line = match content {
            Content::Fields => self.attempt(Self::field).map(BlockItem::Field),
            Content::Values => self.attempt(Self::value).map(BlockItem::Value),
            Content::Properties => self.attempt(Self::property).map(BlockItem::Property),
        };
        let line = match content {
            Content::Fields | Content::Values => {
                line.or_else(|| self.attempt(Self::block_attribute))
            }
            Content::Properties => line,
        };
        line.or_else(|| self.comment_block().map(BlockItem::Comments))
            .or_else(|| self.empty_lines().then_some(BlockItem::EmptyLines))
            .unwrap_or_else(|| {
                let span = self.invalid_line();
                if self.too_deep {
                    BlockItem::TooDeep(span)
                } else {
                    BlockItem::Invalid(span)
                }
            })
    }

    fn field(&mut self) -> Option<FieldLine<'a>> {
        let start = self.cursor.pos;
        let name = self.cursor.identifier()?;
        self.cursor.skip_blanks();
        let colon_start = self.cursor.pos;
        let colon = self.cursor.eat(":").then(|| self.cursor.span(colon_start));
        self.cursor.skip_blanks();
        let ty = self.type_term();
        self.cursor.skip_blanks();
        let attributes = self.field_attributes();
        self.cursor.skip_blanks();
        let trailing = self.comment();
        let span = self.cursor.trimmed_span(start);
        self.line_end().then_some(FieldLine {
            name,
            colon,
            ty,
            attributes,
            trailing,
            span,
        })
    }

    fn value(&mut self) -> Option<ValueLine<'a>> {
        let start = self.cursor.pos;
        let name = self.cursor.identifier()?;
        self.cursor.skip_blanks();
        let attributes = self.field_attributes();
        self.cursor.skip_blanks();
        let trailing = self.comment();
        let span = self.cursor.trimmed_span(start);
        self.line_end().then_some(ValueLine {
            value: EnumValue {
                name,
                attributes,
                documentation: None,
                span,
            },
            trailing,
        })
    }

    fn property(&mut self) -> Option<PropertyLine<'a>> {
        let start = self.cursor.pos;
        let name = self.cursor.identifier()?;
        if !self.cursor.eat_after_blanks("=") {
            return None;
        }
        self.cursor.skip_blanks();
        let value = self.expression();
        self.cursor.skip_blanks();
        let trailing = self.comment();
        let span = self.cursor.trimmed_span(start);
        self.line_end().then_some(PropertyLine {
            name,
            value,
            trailing,
            span,
        })
    }

    fn block_attribute(&mut self) -> Option<BlockItem<'a>> {
        let start = self.cursor.pos;
        let mut attribute = self.attribute("@@")?;
        self.cursor.skip_blanks();
        let trailing = self.comment();
        attribute.span = self.cursor.trimmed_span(start);
        self.line_end()
            .then_some(BlockItem::Attribute(attribute, trailing))
    }

    /// Blanks and a line end.
    fn line_end(&mut self) -> bool {
        self.cursor.skip_blanks();
        self.cursor.eat_line_end()
    }

    /// One or more lines of nothing but blanks.
    fn empty_lines(&mut self) -> bool {
        let start = self.cursor.pos;
        let mut end = start;
        while self.line_end() {
            end = self.cursor.pos;
        }
        self.cursor.pos = end;
        end > start
    }

    /// Comments with at most one line end between them.
    fn comment_block(&mut self) -> Option<CommentBlock<'a>> {
        let mut comments = vec![self.comment()?];
        self.cursor.eat_line_end();
        while let Some(comment) = self.comment() {
            comments.push(comment);
            self.cursor.eat_line_end();
        }
        Some(CommentBlock { comments })
    }

    /// A comment, with the blanks before it.
    fn comment(&mut self) -> Option<Comment<'a>> {
        let start = self.cursor.pos;
        self.cursor.skip_blanks();
        let kind = if self.cursor.eat("///") {
            CommentKind::Documentation
        } else if self.cursor.eat("//") {
            CommentKind::Line
        } else if self.enclosed_comment() {
            CommentKind::Enclosed
        } else {
            self.cursor.pos = start;
            return None;
        };
        if kind != CommentKind::Enclosed {
            self.cursor.eat_line();
        }
        Some(Comment {
            kind,
            text: self.cursor.since(start),
        })
    }

    /// `/* … */`, over any number of lines.
    fn enclosed_comment(&mut self) -> bool {
        if !self.cursor.rest().starts_with("/*") {
            return false;
        }
        let start = self.cursor.pos + 2;
        // The same end is looked for again and again when lines begin comments that do not end
        // in them, so the last answer is kept.
        let end = match self.comment_end {
            Some((from, end)) if from <= start && end.is_none_or(|end| start <= end) => end,
            _ => {
                let end = self.cursor.text()[start..].find("*/").map(|at| start + at);
                self.comment_end = Some((start, end));
                end
            }
        };
        if let Some(end) = end {
            self.cursor.pos = end + 2;
        }
        end.is_some()
    }

    /// `type Name = Type …`
    fn type_alias(&mut self) -> Option<Item<'a>> {
        self.attempt(|reader| {
            let start = reader.cursor.pos;
            if !reader.cursor.eat("type") {
                return None;
            }
            reader.cursor.skip_blanks();
            reader.cursor.identifier()?;
            if !reader.cursor.eat_after_blanks("=") {
                return None;
            }
            reader.cursor.skip_blanks();
            reader.base_type()?;
            reader.cursor.skip_blanks();
            reader.field_attributes();
            Some(Item::Invalid(Invalid::TypeAlias, reader.cursor.span(start)))
        })
    }

    /// `word { … }`
    fn unknown_block(&mut self) -> Option<Item<'a>> {
        self.attempt(|reader| {
            let start = reader.cursor.pos;
            reader.cursor.identifier()?;
            reader.block_open()?;
            reader
                .last_brace
                .filter(|last| *last >= reader.cursor.pos)?;
            reader.cursor.pos += reader.cursor.rest().find('}')? + 1;
            Some(Item::Invalid(Invalid::Block, reader.cursor.span(start)))
        })
    }

    /// The rest of the line with its end; at least one character.
    fn invalid_line(&mut self) -> Span {
        let start = self.cursor.pos;
        self.cursor.eat_line();
        self.cursor.eat_line_end();
        self.cursor.span(start)
    }
}
