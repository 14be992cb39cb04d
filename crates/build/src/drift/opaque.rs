//! Statements that could not be followed, and the differences that they may explain.

use diag::{Diagnostic, Severity, Sources, Span};
use schema::Schema;

use super::said::Said;
use crate::codes;

/// A statement that could not be followed, with the words that stand in it.
struct Statement<'a> {
    span: Span,
    reason: &'a str,
    words: Vec<String>,
    /// Whether its text is put together as it runs, so that it may do anything.
    dynamic: bool,
}

/// The findings, and one for each statement that may explain some of the differences.
pub(super) fn findings(told: Vec<Said>, history: &Schema, sources: &Sources) -> Vec<Diagnostic> {
    let statements: Vec<Statement<'_>> = history
        .opaque
        .iter()
        .filter_map(|opaque| Statement::of(opaque.origin.0?, &opaque.reason, sources))
        .collect();
    let mut excused: Vec<Vec<String>> = vec![Vec::new(); statements.len()];
    let mut findings = Vec::new();
    for said in told {
        let explains = |it: &Statement<'_>| it.may_explain(said.message(), history);
        match statements.iter().position(explains) {
            Some(at) => excused[at].push(said.message().to_owned()),
            None => findings.push(said.finding()),
        }
    }
    for (statement, list) in statements.iter().zip(excused) {
        if !list.is_empty() {
            findings.push(statement.finding(list));
        }
    }
    findings
}

impl<'a> Statement<'a> {
    fn of(span: Span, reason: &'a str, sources: &Sources) -> Option<Self> {
        let (start, end) = (
            usize::try_from(span.start).ok()?,
            usize::try_from(span.end).ok()?,
        );
        let text = sources.get(span.source).text().get(start..end)?;
        let words: Vec<String> = words(text).map(str::to_lowercase).collect();
        let dynamic = words.iter().any(|word| word == "execute")
            && (text.contains("||") || words.iter().any(|word| word == "format"));
        Some(Self {
            span,
            reason,
            words,
            dynamic,
        })
    }

    /// Whether it names what a difference is about: the first name in backticks. Text that is put
    /// together as it runs may do anything to a table that it names, and to all where it names
    /// none.
    fn may_explain(&self, message: &str, history: &Schema) -> bool {
        let name = message.split('`').nth(1).unwrap_or_default().to_lowercase();
        let has = |word: &str| self.words.iter().any(|it| it == word);
        let tables = || history.tables.keys().map(|it| it.name.to_lowercase());
        if self.dynamic {
            let mut parts = words(&name);
            return parts.any(has) || !tables().any(|table| has(&table));
        }
        words(&name).next_back().is_some_and(has)
    }

    fn finding(&self, list: Vec<String>) -> Diagnostic {
        let count = match list.len() {
            1 => String::from("a difference is"),
            count => format!("{count} differences are"),
        };
        let message = format!("{count} left open, since a statement could not be followed");
        let mut finding = Diagnostic::new(Severity::Note, &codes::SCHEMA_DRIFT, message)
            .at(self.span, self.reason.to_owned());
        for open in list {
            finding = finding.note(format!("open: {open}"));
        }
        finding.help("write it as plain statements, then it can be compared with the schema")
    }
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    let is_end = |c: char| !(c.is_alphanumeric() || c == '_' || c == '$');
    text.split(is_end).filter(|word| !word.is_empty())
}
