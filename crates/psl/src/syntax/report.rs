//! What is said about lines that the grammar does not accept.

use diag::{Diagnostic, Edit, SourceId, Span};

use super::ast::Name;
use super::tree::{FieldLine, Invalid, Keyword, TypeShape};
use crate::codes;

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
    /// Brackets are open that many levels deep: lines are swallowed until they are closed.
    Brackets(isize),
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

    /// Whether a line that could be read is still part of what was wrong before.
    pub(crate) fn swallows(&mut self, span: Span) -> bool {
        let State::Brackets(open) = self.state else {
            return false;
        };
        self.brackets(open + bracket_balance(self.line(span)));
        true
    }

    fn line(&self, span: Span) -> &'s str {
        self.text[span.range()].trim()
    }

    fn brackets(&mut self, open: isize) {
        self.state = if open > 0 {
            State::Brackets(open)
        } else {
            State::Report
        };
    }

    /// About a line, or more, outside of blocks.
    pub(crate) fn top_level(&mut self, kind: Invalid, span: Span) -> Option<Diagnostic> {
        let line = self.line(span);
        let span = trimmed(span, &self.text[span.range()]);
        match kind {
            Invalid::TypeAlias => {
                self.end();
                Some(type_alias(span))
            }
            Invalid::Block => {
                self.end();
                Some(unknown_block(line, span))
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
                    brace_missing(keyword, line, span)
                }
                _ => invalid_top_level_line(line, span),
            };
        };
        let name = line[..brace].trim_end()[word.len()..].trim();
        if keyword(word).is_none() && is_word(word) && is_word(name) {
            if !line.ends_with('}') {
                self.state = State::Block;
            }
            return unknown_block(line, span);
        }
        match keyword(word) {
            Some(keyword) if line[brace..].contains('}') => {
                one_line_block(keyword, line, span, brace)
            }
            Some(keyword) => {
                self.state = State::Block;
                unclosed_block(keyword, name, span)
            }
            None => invalid_top_level_line(line, span),
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
        let line = self.line(span);
        let span = trimmed(span, &self.text[span.range()]);
        let word = first_word(line);
        if let Some(inner) = keyword(word)
            && line.ends_with('{')
            && is_word(line[word.len()..line.len() - 1].trim())
        {
            return Some(block_in_block(block, inner, block_name, span));
        }
        let balance = bracket_balance(line);
        if balance > 0 {
            self.brackets(balance);
            return Some(unclosed_bracket(span));
        }
        Some(invalid_block_line(block, line, span))
    }
}

/// The span without blanks and line ends at its end.
fn trimmed(span: Span, text: &str) -> Span {
    Span {
        end: span.start + text.trim_end().len() as u32,
        ..span
    }
}

fn first_word(line: &str) -> &str {
    let end = line
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
        .unwrap_or(line.len());
    &line[..end]
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && first_word(text).len() == text.len()
}

fn keyword(word: &str) -> Option<Keyword> {
    Keyword::ALL
        .into_iter()
        .find(|keyword| keyword.text() == word)
}

/// How many more brackets are opened than closed outside of strings and comments; negative when
/// there are fewer.
fn bracket_balance(line: &str) -> isize {
    let mut balance = 0;
    let mut in_string = false;
    let mut escaped = false;
    let mut before = ' ';
    for c in line.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            _ if in_string => {}
            '/' if before == '/' => break,
            '(' | '[' | '{' => balance += 1,
            ')' | ']' | '}' => balance -= 1,
            _ => {}
        }
        before = c;
    }
    balance
}

/// The keyword that was probably meant.
fn near_keyword(word: &str) -> Option<Keyword> {
    let word = word.to_lowercase();
    match word.as_str() {
        "table" | "class" | "entity" | "interface" => return Some(Keyword::Model),
        _ => {}
    }
    Keyword::ALL
        .into_iter()
        .map(|keyword| (strsim::damerau_levenshtein(&word, keyword.text()), keyword))
        .filter(|(distance, keyword)| *distance <= keyword.text().len() / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, keyword)| keyword)
}

fn at(source: SourceId, start: u32, length: usize) -> Span {
    Span {
        source,
        start,
        end: start + length as u32,
    }
}

fn invalid_top_level_line(line: &str, span: Span) -> Diagnostic {
    let finding = Diagnostic::error(
        &codes::INVALID_TOP_LEVEL_LINE,
        "this line is not part of any block",
    )
    .at(span, "");
    if line.starts_with("/*") {
        return finding.help("end the comment with `*/`");
    }
    if line == "}" || line == "{" {
        return finding.help("remove the brace, or look for the block it belongs to");
    }
    finding.help("begin a block with `model`, `view`, `enum`, `datasource` or `generator`, or make the line a comment with `//`")
}

fn brace_missing(keyword: Keyword, line: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        &codes::INVALID_TOP_LEVEL_LINE,
        format!("this {} has no opening brace in its line", keyword.text()),
    )
    .at(span, "")
    .help(format!("write `{line} {{`"))
}

fn unknown_block(text: &str, span: Span) -> Diagnostic {
    let word = first_word(text);
    if let Some(keyword) = keyword(word) {
        return Diagnostic::error(
            &codes::UNKNOWN_BLOCK,
            format!("this {} has no name", keyword.text()),
        )
        .at(at(span.source, span.start, word.len()), "")
        .help(format!("write a name after `{}`", keyword.text()));
    }
    let place = at(span.source, span.start, word.len());
    let finding = Diagnostic::error(
        &codes::UNKNOWN_BLOCK,
        format!("`{word}` is not a kind of block"),
    )
    .at(place, "");
    match near_keyword(word) {
        Some(keyword) => finding.help(format!("write `{}`", keyword.text())).fix(
            format!("write `{}`", keyword.text()),
            vec![Edit {
                span: place,
                replacement: keyword.text().to_owned(),
            }],
        ),
        None => {
            finding.help("begin a block with `model`, `view`, `enum`, `datasource` or `generator`")
        }
    }
}

fn one_line_block(keyword: Keyword, line: &str, span: Span, brace: usize) -> Diagnostic {
    let finding = Diagnostic::error(
        &codes::ONE_LINE_BLOCK,
        format!("this {} stands in one line", keyword.text()),
    )
    .at(span, "");
    match line[brace + 1..].strip_suffix('}') {
        Some(content) => {
            let content = content.trim();
            let separator = if content.is_empty() { "" } else { "\n" };
            let text = format!("{{\n{content}{separator}}}");
            finding
                .help("put the content and the closing brace on lines of their own")
                .fix(
                    "put the content and the closing brace on lines of their own",
                    vec![Edit {
                        span: at(span.source, span.start + brace as u32, line.len() - brace),
                        replacement: text,
                    }],
                )
        }
        None => finding.help("put the content and the closing brace on lines of their own"),
    }
}

fn unclosed_block(keyword: Keyword, name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        &codes::UNCLOSED_BLOCK,
        format!("{} `{name}` is not closed", keyword.text()),
    )
    .at(span, "")
    .help("put `}` on a line of its own behind its content")
}

fn block_in_block(outer: Keyword, inner: Keyword, outer_name: Span, span: Span) -> Diagnostic {
    Diagnostic::error(
        &codes::UNCLOSED_BLOCK,
        format!(
            "{} {} begins inside {} {}",
            article(inner.text()),
            inner.text(),
            article(outer.text()),
            outer.text()
        ),
    )
    .at(span, "")
    .also(outer_name, format!("this {} is not closed", outer.text()))
    .help("put `}` on a line of its own before it")
}

fn type_alias(span: Span) -> Diagnostic {
    Diagnostic::error(&codes::TYPE_ALIAS, "a type cannot be given another name")
        .at(span, "")
        .help("write the type where it is used")
}

/// About what stands behind an opening brace, unless it is nothing or a comment.
pub(crate) fn ignored_text(ignored: &Name<'_>) -> Option<Diagnostic> {
    let text = ignored.text.trim();
    if text.is_empty() || text.starts_with("//") || text.starts_with("/*") {
        return None;
    }
    let blanks = ignored.text.len() - ignored.text.trim_start().len();
    let span = Span {
        start: ignored.span.start + blanks as u32,
        ..ignored.span
    };
    Some(
        Diagnostic::warning(
            &codes::IGNORED_TEXT,
            "what stands behind the opening brace is ignored",
        )
        .at(span, "")
        .help("move it to a line of its own"),
    )
}

fn invalid_block_line(block: Keyword, line: &str, span: Span) -> Diagnostic {
    let (what, help) = match block {
        Keyword::Enum => (
            "a value or an attribute",
            "write a name, with its attributes behind it: `ADMIN @map(\"admin\")`",
        ),
        Keyword::Datasource | Keyword::Generator => ("a property", "write `key = value`"),
        Keyword::Model | Keyword::Type | Keyword::View if line.starts_with('@') => (
            "a field or an attribute",
            "write `@@` before an attribute of the whole block, and put one attribute on a line",
        ),
        Keyword::Model | Keyword::Type | Keyword::View => (
            "a field or an attribute",
            "write a name, its type and its attributes: `email String? @unique`",
        ),
    };
    let finding = Diagnostic::error(
        &codes::INVALID_BLOCK_LINE,
        format!(
            "this line is not {what} of {} {}",
            article(block.text()),
            block.text()
        ),
    )
    .at(span, "");
    if line.starts_with('_') {
        return finding.help("begin the name with a letter, and name the column with `@map`");
    }
    finding.help(help)
}

fn unclosed_bracket(span: Span) -> Diagnostic {
    Diagnostic::error(
        &codes::UNCLOSED_BRACKET,
        "a bracket is not closed in its line",
    )
    .at(span, "")
    .help("write the whole definition in one line")
}

/// About a line whose values are nested too deep.
pub(crate) fn nested_too_deep(span: Span) -> Diagnostic {
    Diagnostic::error(&codes::NESTED_TOO_DEEP, "values are nested too deep").at(span, "")
}

/// About a name that generated code could not use.
pub(crate) fn invalid_name(name: Name<'_>, what: &str) -> Option<Diagnostic> {
    let message = if name.text.starts_with(|c: char| c.is_numeric()) {
        format!("the name of {} {what} begins with a digit", article(what))
    } else if name.text.contains('-') {
        format!("the name of {} {what} contains a hyphen", article(what))
    } else {
        return None;
    };
    Some(
        Diagnostic::error(&codes::INVALID_NAME, message)
            .at(name.span, "")
            .help("use letters, digits and `_`, and give the database's name with `@map`"),
    )
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    }
}

/// About a field that is written as no field is any more.
pub(crate) fn wrong_field(line: &FieldLine<'_>) -> Option<Diagnostic> {
    if let Some(colon) = line.colon {
        return Some(legacy(
            &codes::LEGACY_COLON,
            "a colon stands between a field's name and its type",
            colon,
            "remove the colon",
            String::new(),
        ));
    }
    let Some(ty) = &line.ty else {
        return Some(
            Diagnostic::error(
                &codes::MISSING_FIELD_TYPE,
                format!("field `{}` has no type", line.name.text),
            )
            .at(line.span, "")
            .help("write a type behind the name"),
        );
    };
    let (code, message, help, marks) = match ty.shape {
        TypeShape::Required | TypeShape::Optional | TypeShape::List => return None,
        TypeShape::LegacyRequired => (
            &codes::LEGACY_REQUIRED,
            "a type is marked as required",
            "remove `!`, as a field is required unless it is marked with `?`",
            "",
        ),
        TypeShape::LegacyList => (
            &codes::LEGACY_LIST,
            "a list is written around its type",
            "write `[]` behind the type",
            "[]",
        ),
        TypeShape::OptionalList => {
            return Some(
                Diagnostic::error(&codes::OPTIONAL_LIST, "a list cannot be optional")
                    .at(ty.span, "")
                    .help("use either `[]` or `?`"),
            );
        }
    };
    let base = match &ty.base {
        super::ast::FieldType::Named(name) => name.text.to_owned(),
        super::ast::FieldType::Unsupported { name, .. } => format!("Unsupported({name:?})"),
    };
    Some(legacy(code, message, ty.span, help, base + marks))
}

fn legacy(
    code: &'static diag::Code,
    message: &str,
    span: Span,
    help: &str,
    replacement: String,
) -> Diagnostic {
    Diagnostic::error(code, message)
        .at(span, "")
        .help(help)
        .fix(help, vec![Edit { span, replacement }])
}
