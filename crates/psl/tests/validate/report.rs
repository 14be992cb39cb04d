//! Findings as a case file states them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use diag::{Diagnostic, Severity, Sources, Span};

fn severity(finding: &Diagnostic) -> &'static str {
    match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn place(sources: &Sources, span: Span) -> String {
    let source = sources.get(span.source);
    format!(
        "{}-{}",
        source.line_column(span.start),
        source.line_column(span.end)
    )
}

/// Each finding in a line, followed by its labels, notes and helps.
pub(crate) fn report(sources: &Sources, findings: &[Diagnostic]) -> String {
    let mut text = String::new();
    for finding in findings {
        let at = finding
            .primary
            .as_ref()
            .map_or_else(String::new, |label| place(sources, label.span));
        let code = finding.code.name;
        writeln!(
            text,
            "// {}[{code}] {at} {}",
            severity(finding),
            finding.message
        )
        .unwrap();
        for label in &finding.secondary {
            writeln!(
                text,
                "//   at {} {}",
                place(sources, label.span),
                label.message
            )
            .unwrap();
        }
        for note in &finding.notes {
            writeln!(text, "//   note: {note}").unwrap();
        }
        for help in &finding.help {
            writeln!(text, "//   help: {help}").unwrap();
        }
    }
    text
}

/// The severities and places of findings, each once.
pub(crate) fn places(sources: &Sources, findings: &[Diagnostic]) -> BTreeSet<String> {
    findings
        .iter()
        .filter_map(|finding| {
            let label = finding.primary.as_ref()?;
            Some(format!(
                "{} {}",
                severity(finding),
                place(sources, label.span)
            ))
        })
        .collect()
}
