//! For GitHub: workflow commands, shown as annotations on the diff.

use std::fmt::Write;

use super::word;
use crate::{Diagnostic, Severity, Sources};

/// Findings as GitHub workflow commands, one line each.
///
/// The form is that of GitHub's documentation, "Workflow commands": data escapes `%`, CR and LF;
/// properties also `:` and `,`.
pub fn github(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let command = match diagnostic.severity {
            Severity::Note => "notice",
            Severity::Warning | Severity::Error => word(diagnostic.severity),
        };
        let mut message = diagnostic.message.clone();
        let more = diagnostic.notes.iter().chain(&diagnostic.help);
        more.for_each(|line| message = format!("{message}\n{line}"));
        let mut place = String::new();
        if let Some(primary) = &diagnostic.primary {
            let source = sources.get(primary.span.source);
            let (start, end) = (
                source.line_column(primary.span.start),
                source.line_column(primary.span.end),
            );
            let _ = write!(
                place,
                "file={},line={},col={},endLine={},",
                property(source.name()),
                start.line,
                start.column,
                end.line.max(start.line),
            );
        }
        let title = property(diagnostic.code.name);
        let _ = writeln!(text, "::{command} {place}title={title}::{}", data(&message));
    }
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
