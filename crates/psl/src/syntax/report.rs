//! What is said about lines that the grammar does not accept.

use diag::{Diagnostic, Edit, SourceId, Span};

use super::ast::{FieldType, Name};
use super::tree::{FieldLine, Keyword, TypeShape};
use super::words::{first_word, keyword};
use crate::codes;

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

pub(super) fn invalid_top_level_line(line: &str, span: Span) -> Diagnostic {
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

pub(super) fn brace_missing(keyword: Keyword, line: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        &codes::INVALID_TOP_LEVEL_LINE,
        format!("this {} has no opening brace in its line", keyword.text()),
    )
    .at(span, "")
    .help(format!("write `{line} {{`"))
}

pub(super) fn unknown_block(text: &str, span: Span) -> Diagnostic {
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
        Some(keyword) => finding.fix(
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

pub(super) fn one_line_block(keyword: Keyword, line: &str, span: Span, brace: usize) -> Diagnostic {
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
            finding.fix(
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

pub(super) fn unclosed_block(keyword: Keyword, name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        &codes::UNCLOSED_BLOCK,
        format!("{} `{name}` is not closed", keyword.text()),
    )
    .at(span, "")
    .help("put `}` on a line of its own behind its content")
}

pub(super) fn block_in_block(
    outer: Keyword,
    inner: Keyword,
    outer_name: Span,
    span: Span,
) -> Diagnostic {
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

pub(super) fn type_alias(span: Span) -> Diagnostic {
    Diagnostic::error(&codes::TYPE_ALIAS, "a type cannot be given another name")
        .at(span, "")
        .help("write the type where it is used")
}

/// About what stands behind an opening brace, unless it is nothing or a comment.
pub(super) fn ignored_text(ignored: &Name<'_>) -> Option<Diagnostic> {
    let text = ignored.text.trim();
    if text.is_empty() || text.starts_with("//") || text.starts_with("/*") {
        return None;
    }
    let blanks = ignored.text.len() - ignored.text.trim_start().len();
    let span = Span {
        start: ignored.span.start + blanks as u32,
        ..ignored.span
    };
    let (message, help) = if text.ends_with('}') {
        (
            "what stands behind the opening brace is ignored, the closing brace too",
            "put the content and the closing brace on lines of their own",
        )
    } else {
        (
            "what stands behind the opening brace is ignored",
            "move it to a line of its own",
        )
    };
    Some(
        Diagnostic::warning(&codes::IGNORED_TEXT, message)
            .at(span, "")
            .help(help),
    )
}

pub(super) fn invalid_block_line(block: Keyword, line: &str, span: Span) -> Diagnostic {
    let (what, item) = match block {
        Keyword::Enum => ("a value or an attribute", "enum value"),
        Keyword::Datasource | Keyword::Generator => ("a property", "property"),
        Keyword::Model | Keyword::Type | Keyword::View => ("a field or an attribute", "field"),
    };
    if line.starts_with('_') {
        return leading_underscore(item, span, Some(0), first_word(line));
    }
    let text = block.text();
    Diagnostic::error(
        &codes::INVALID_BLOCK_LINE,
        format!("this line is not {what} of {} {text}", article(text)),
    )
    .at(span, "")
    .help(line_help(block, line))
}

/// The next action for what is most often wrong with a line.
fn line_help(block: Keyword, line: &str) -> &'static str {
    let code = line.split("//").next().unwrap_or_default().trim_end();
    if code.ends_with(',') {
        return "remove the comma at the end";
    }
    if code.starts_with('"') {
        return "write the name without quotes";
    }
    if code.contains(",]") || code.contains(", ]") || code.contains(",}") || code.contains(", }") {
        return "remove the comma before the closing bracket";
    }
    if code.contains("/*") {
        return "put the comment behind everything else in its line";
    }
    match block {
        Keyword::Datasource | Keyword::Generator => "write `key = value`",
        Keyword::Enum if code.contains('=') => {
            "give the value's name in the database with `@map(\"…\")`"
        }
        Keyword::Enum => "write one name a line, with its attributes behind it",
        Keyword::Model | Keyword::Type | Keyword::View => {
            if code.starts_with("@@") || code.contains(" @@") {
                "put each `@@` attribute on a line of its own"
            } else if code.starts_with('@') {
                "put the attribute behind its field, or write `@@` when it is one of the whole block"
            } else if code.contains(" = ") {
                "give a default with `@default(…)`"
            } else {
                "write a name, its type and its attributes: `email String? @unique`"
            }
        }
    }
}

pub(super) fn unclosed_bracket(span: Span) -> Diagnostic {
    Diagnostic::error(
        &codes::UNCLOSED_BRACKET,
        "a bracket is not closed in its line",
    )
    .at(span, "")
    .help("write the whole definition in one line")
}

pub(super) fn unclosed_string(line: &str, span: Span) -> Diagnostic {
    let quote = line.rfind('"').unwrap_or_default();
    Diagnostic::error(
        &codes::UNCLOSED_STRING,
        "a string is not closed in its line",
    )
    .at(span, "")
    .also(
        at(span.source, span.start + quote as u32, 1),
        "the last quote of the line",
    )
    .help("write a quote inside a string as `\\\"`")
}

pub(super) fn brace_behind(span: Span) -> Diagnostic {
    Diagnostic::error(
        &codes::ONE_LINE_BLOCK,
        "a closing brace stands behind content",
    )
    .at(span, "")
    .help("put the brace on a line of its own")
}

pub(super) fn block_name(keyword: Keyword, span: Span) -> Diagnostic {
    Diagnostic::error(
        &codes::INVALID_TOP_LEVEL_LINE,
        format!("the name of this {} is not one word", keyword.text()),
    )
    .at(span, "")
    .help("use letters, digits and `_`, and give the database's name with `@@map`")
}

/// About a name that begins with `_`, at an offset of a line.
pub(super) fn leading_underscore(
    what: &str,
    line: Span,
    offset: Option<usize>,
    name: &str,
) -> Diagnostic {
    Diagnostic::error(
        &codes::INVALID_NAME,
        format!("the name of {} {what} begins with `_`", article(what)),
    )
    .at(
        at(
            line.source,
            line.start + offset.unwrap_or_default() as u32,
            name.len(),
        ),
        "",
    )
    .help("begin the name with a letter, and give the database's name with `@map`")
}

/// About a line whose values are nested too deep.
pub(super) fn nested_too_deep(span: Span) -> Diagnostic {
    let span = Span {
        end: span.end - 1,
        ..span
    };
    Diagnostic::error(&codes::NESTED_TOO_DEEP, "values are nested too deep").at(span, "")
}

/// About a name that generated code could not use.
pub(super) fn invalid_name(name: Name<'_>, what: &str) -> Option<Diagnostic> {
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
pub(super) fn wrong_field(line: &FieldLine<'_>) -> Option<Diagnostic> {
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
        FieldType::Named(name) => name.text.to_owned(),
        FieldType::Unsupported { name, .. } => format!("Unsupported({name:?})"),
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
        .fix(help, vec![Edit { span, replacement }])
}
