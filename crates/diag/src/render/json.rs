//! For programs: a JSON array, one object for each finding.

use serde_json::{Value, json};

use super::word;
use crate::{Diagnostic, Label, Sources, Span};

/// Findings as a JSON array. Each has `code`, `severity` (`error`, `warning`, `note`), `message`,
/// `primary` (or null), `secondary`, `notes`, `help` and `fix` (or null). A place has `file`,
/// `start` and `end` (byte offsets), `line` and `column` (from 1, in characters) and `message`.
pub fn json(diagnostics: &[Diagnostic], sources: &Sources) -> Value {
    diagnostics.iter().map(|d| one(d, sources)).collect()
}

fn one(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let label = |label: &Label| {
        let mut value = place(label.span, sources);
        value["message"] = label.message.as_str().into();
        value
    };
    let fix = diagnostic.fix.as_ref().map(|fix| {
        let edits = fix.edits.iter().map(|edit| {
            let mut value = place(edit.span, sources);
            value["replacement"] = edit.replacement.as_str().into();
            value
        });
        json!({ "message": fix.message, "edits": edits.collect::<Value>() })
    });
    json!({
        "code": diagnostic.code.name,
        "severity": word(diagnostic.severity),
        "message": diagnostic.message,
        "primary": diagnostic.primary.as_ref().map(label),
        "secondary": diagnostic.secondary.iter().map(label).collect::<Value>(),
        "notes": diagnostic.notes,
        "help": diagnostic.help,
        "fix": fix,
    })
}

fn place(span: Span, sources: &Sources) -> Value {
    let source = sources.get(span.source);
    let at = source.line_column(span.start);
    json!({
        "file": source.name(),
        "start": span.start,
        "end": span.end,
        "line": at.line,
        "column": at.column,
    })
}
