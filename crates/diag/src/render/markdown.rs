//! For a comment on a pull request: Markdown.

use std::fmt::Write;

use super::word;
use crate::{Diagnostic, Severity, Sources};

/// Findings as Markdown: a heading with their number, and one item for each, folded up where it has
/// more to say. A sentence where there are none.
pub fn markdown(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    if diagnostics.is_empty() {
        return "No findings.\n".to_owned();
    }
    let mut text = format!("### {}\n", heading(diagnostics));
    let mut file = None;
    for diagnostic in diagnostics {
        let place = diagnostic.primary.as_ref().map(|label| label.span);
        let name = place.map(|span| sources.get(span.source).name());
        if name != file || file.is_none() {
            let _ = match name {
                Some(name) => writeln!(text, "\n**`{name}`**\n"),
                None => writeln!(text),
            };
            file = name;
        }
        let line = place.map(|span| sources.get(span.source).line_column(span.start).line);
        let line = line.map_or(String::new(), |line| format!("line {line}: "));
        let severity = word(diagnostic.severity);
        let _ = writeln!(
            text,
            "- {line}{} (**{severity}**, `{}`)",
            escape(&diagnostic.message),
            diagnostic.code.name
        );
        let label = diagnostic.primary.iter().map(|label| &label.message);
        let more = label.chain(&diagnostic.notes).chain(&diagnostic.help);
        for line in more.filter(|line| !line.is_empty()) {
            let _ = writeln!(text, "  - {}", escape(line));
        }
        if let Some(span) = place {
            let sql = sources.slice(span);
            if !sql.trim().is_empty() {
                let fence = if sql.contains("```") { "~~~~" } else { "```" };
                let _ = writeln!(text, "\n  {fence}sql");
                for line in sql.lines() {
                    let _ = writeln!(text, "  {line}");
                }
                let _ = writeln!(text, "  {fence}\n");
            }
        }
    }
    text
}

fn heading(diagnostics: &[Diagnostic]) -> String {
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let count = diagnostics
            .iter()
            .filter(|d| d.severity == severity)
            .count();
        let plural = if count == 1 { "" } else { "s" };
        (count, format!("{count} {}{plural}", word(severity)))
    });
    let words: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(_, words)| words)
        .collect();
    words.join(", ")
}

/// Outside of code, what Markdown would take for marks. Code in backticks stays as it is.
fn escape(text: &str) -> String {
    let mut code = false;
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        code ^= letter == '`';
        if !code && matches!(letter, '*' | '_' | '<' | '>' | '[' | ']' | '|' | '#') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}
