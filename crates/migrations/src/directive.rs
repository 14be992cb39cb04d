//! Directives: comments that speak to this tool.
//!
//! `-- prismoid: no-transaction`, `-- prismoid: irreversible <reason>`,
//! `-- prismoid: allow <rule> <reason>`.

use diag::{Diagnostic, SourceId, Span};
use lexer::Kind;

use crate::codes;

/// A directive and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// What it says.
    pub kind: DirectiveKind,
    /// The whole comment.
    pub span: Span,
    /// Whether it stands before the first statement.
    pub in_header: bool,
}

/// What a directive says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectiveKind {
    /// The file's statements run one by one, outside of a transaction.
    NoTransaction,
    /// Nothing leads back.
    Irreversible {
        /// Why; empty only with a finding.
        reason: String,
    },
    /// A rule is broken on purpose.
    Allow {
        /// The rule's code in kebab case; this crate does not know which rules exist.
        rule: String,
        /// Why; empty only with a finding.
        reason: String,
    },
}

const NO_TRANSACTION: &str = "no-transaction";
const IRREVERSIBLE: &str = "irreversible";
const ALLOW: &str = "allow";
const WORDS: [&str; 3] = [NO_TRANSACTION, IRREVERSIBLE, ALLOW];
const MARKER: &str = "prismoid";

/// The directives of a file's text, and what is wrong with those that are none.
pub fn directives(source: SourceId, text: &str) -> (Vec<Directive>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut findings = Vec::new();
    let mut in_header = true;
    for token in lexer::tokens(text) {
        in_header &= token.kind.is_trivia();
        if !token.kind.is_comment() {
            continue;
        }
        let span = Span::new(source, token.start as usize, token.end as usize);
        let comment = token.text(text);
        if token.kind == Kind::BlockComment {
            findings.extend(in_block(comment).map(|finding| finding.at(span, "")));
            continue;
        }
        let (kind, finding) = parse(body(comment));
        findings.extend(finding.map(|finding| finding.at(span, "")));
        found.extend(kind.map(|kind| Directive {
            kind,
            span,
            in_header,
        }));
    }
    (found, findings)
}

/// Whether a text of SQL runs inside a transaction: `-- prismoid: no-transaction` before its first
/// statement says that it does not.
pub fn runs_in_transaction(sql: &str) -> bool {
    let mut header = lexer::tokens(sql).take_while(|token| token.kind.is_trivia());
    !header.any(|token| {
        token.kind == Kind::LineComment
            && parse(body(token.text(sql))).0 == Some(DirectiveKind::NoTransaction)
    })
}

/// The same of directives that were read.
pub(crate) fn is_transactional(directives: &[Directive]) -> bool {
    !directives
        .iter()
        .any(|d| d.in_header && d.kind == DirectiveKind::NoTransaction)
}

/// The text of a line comment.
fn body(comment: &str) -> &str {
    comment.trim_start_matches('-').trim()
}

/// Reads the text of a line comment; nothing for a comment that is meant for people.
fn parse(comment: &str) -> (Option<DirectiveKind>, Option<Diagnostic>) {
    let Some((marker, body)) = comment.split_once(':') else {
        let finding = match comment.split_once(char::is_whitespace) {
            Some((MARKER, rest)) if nearest(first_word(rest)).is_some() => {
                Some(malformed(&format!("{MARKER}: {}", rest.trim())))
            }
            Some(_) | None => None,
        };
        return (None, finding);
    };
    let body = body.trim();
    if marker.trim_end() != MARKER {
        let looks_meant = strsim::damerau_levenshtein(&marker.to_ascii_lowercase(), MARKER) <= 2
            && WORDS.contains(&first_word(body));
        return (
            None,
            looks_meant.then(|| malformed(&format!("{MARKER}: {body}"))),
        );
    }
    let word = first_word(body);
    let rest = body[word.len()..].trim();
    match word {
        NO_TRANSACTION => (Some(DirectiveKind::NoTransaction), None),
        IRREVERSIBLE => {
            let example = "irreversible the old rows are gone";
            let finding = rest
                .is_empty()
                .then(|| without_reason(IRREVERSIBLE, example));
            let reason = rest.to_owned();
            (Some(DirectiveKind::Irreversible { reason }), finding)
        }
        ALLOW => allow(rest),
        _ => (None, Some(unknown(word))),
    }
}

fn allow(rest: &str) -> (Option<DirectiveKind>, Option<Diagnostic>) {
    let rule = first_word(rest);
    let reason = rest[rule.len()..].trim();
    let is_code = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
    if rule.is_empty() || !rule.bytes().all(is_code) {
        return (None, Some(no_rule(rule)));
    }
    let finding = reason.is_empty().then(|| {
        let example = format!("allow {rule} the table is empty until the next release");
        without_reason(&format!("{ALLOW} {rule}"), &example)
    });
    let kind = DirectiveKind::Allow {
        rule: rule.to_owned(),
        reason: reason.to_owned(),
    };
    (Some(kind), finding)
}

fn no_rule(word: &str) -> Diagnostic {
    let message = if word.is_empty() {
        "the directive `allow` names no rule".to_owned()
    } else {
        format!("`{word}` is not the name of a rule")
    };
    Diagnostic::error(&codes::MALFORMED_DIRECTIVE, message)
        .note("rules are named in kebab case, such as `drop-column`")
        .help("write `-- prismoid: allow <rule> <reason>`")
}

/// A directive inside `/* … */` has no effect.
fn in_block(comment: &str) -> Option<Diagnostic> {
    let inner = comment.trim_start_matches(['/', '*']).trim_start();
    let body = inner.strip_prefix(MARKER)?.trim_start().strip_prefix(':')?;
    let body = body.trim_end_matches(['/', '*']).trim();
    Some(malformed(&format!("{MARKER}: {body}")))
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

fn nearest(word: &str) -> Option<&'static str> {
    let distance = |known: &str| strsim::damerau_levenshtein(&word.to_ascii_lowercase(), known);
    WORDS
        .into_iter()
        .filter(|known| distance(known) <= 1 + known.len() / 4)
        .min_by_key(|known| distance(known))
}

fn malformed(meant: &str) -> Diagnostic {
    let message = "this comment looks like a directive but has no effect";
    Diagnostic::error(&codes::MALFORMED_DIRECTIVE, message)
        .help(format!("write `-- {meant}` on a line of its own"))
}

fn unknown(word: &str) -> Diagnostic {
    let message = if word.is_empty() {
        "this directive says nothing".to_owned()
    } else {
        format!("there is no directive `{word}`")
    };
    let finding = Diagnostic::error(&codes::UNKNOWN_DIRECTIVE, message).note(
        "directives are `no-transaction`, `irreversible <reason>` and `allow <rule> <reason>`",
    );
    let alias = match word {
        "notransaction" | "no_transaction" | "nontransactional" => Some(NO_TRANSACTION),
        "ignore" | "disable" | "nolint" => Some(ALLOW),
        _ => None,
    };
    match alias.or_else(|| nearest(word)) {
        Some(known) => finding.help(format!("write `-- prismoid: {known}`")),
        None => finding,
    }
}

fn without_reason(directive: &str, example: &str) -> Diagnostic {
    let message = format!("the directive `{directive}` gives no reason");
    Diagnostic::error(&codes::DIRECTIVE_WITHOUT_REASON, message)
        .help(format!("say why, as in `-- prismoid: {example}`"))
}

pub(crate) fn misplaced(what: &str, place: &str) -> Diagnostic {
    let message = format!("the directive `{what}` has no effect here");
    Diagnostic::error(&codes::MISPLACED_DIRECTIVE, message).help(format!("move it {place}"))
}
