//! For code scanning: SARIF 2.1.0.

use serde_json::{Value, json};

use super::word;
use crate::{Diagnostic, Label, Sources};

/// Findings as a SARIF 2.1.0 log with one run.
pub fn sarif(diagnostics: &[Diagnostic], sources: &Sources) -> Value {
    let mut rules: Vec<&'static crate::Code> = diagnostics.iter().map(|d| d.code).collect();
    rules.sort_by_key(|code| code.name);
    rules.dedup();
    let rule = |code: &&'static crate::Code| {
        let short = code.explanation.lines().next().unwrap_or_default().trim();
        json!({
            "id": code.name,
            "shortDescription": { "text": short },
            "fullDescription": { "text": code.explanation.trim() },
        })
    };
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "prismoid",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(rule).collect::<Value>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": diagnostics.iter().map(|d| result(d, sources)).collect::<Value>(),
        }],
    })
}

fn result(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let text = std::iter::once(&diagnostic.message)
        .chain(&diagnostic.notes)
        .chain(&diagnostic.help)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join("\n");
    json!({
        "ruleId": diagnostic.code.name,
        "level": word(diagnostic.severity),
        "message": { "text": text },
        "locations": diagnostic.primary.iter().map(|l| location(l, sources)).collect::<Value>(),
        "relatedLocations":
            diagnostic.secondary.iter().map(|l| location(l, sources)).collect::<Value>(),
    })
}

fn location(label: &Label, sources: &Sources) -> Value {
    let source = sources.get(label.span.source);
    let (start, end) = (
        source.line_column(label.span.start),
        source.line_column(label.span.end),
    );
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": source.name() },
            "region": {
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
            },
        },
        "message": { "text": label.message },
    })
}
