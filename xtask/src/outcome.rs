//! What a command found out: shown at its end in the wanted form, and said by the exit code.

use std::process::ExitCode;

use diag::{Diagnostic, Sources, render};
use serde_json::{Map, Value, json};

use crate::failure::{Blame, Failure, any_error};
use crate::terminal::{Format, Terminal};

/// The result of a command that could do its work.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// What JSON says beside `ok` and `findings`.
    value: Map<String, Value>,
    findings: Vec<Diagnostic>,
    sources: Sources,
    /// What to do about so many findings.
    advice: Option<String>,
    /// The command has printed its whole answer, whatever the format.
    is_printed: bool,
    /// Exit code 1 without a finding: the answer itself is a no.
    is_no: bool,
}

impl Outcome {
    /// Nothing to report but success.
    pub(crate) fn fine() -> Self {
        Self::default()
    }

    /// Nothing to add to what the command has printed, not even in JSON.
    pub(crate) fn printed() -> Self {
        Self {
            is_printed: true,
            ..Self::default()
        }
    }

    /// With a word below all findings on what to do about so many.
    #[must_use]
    pub(crate) fn advising(mut self, advice: Option<String>) -> Self {
        self.advice = advice;
        self
    }

    /// With exit code 1: the answer to the question is no.
    #[must_use]
    pub(crate) fn no(mut self) -> Self {
        self.is_no = true;
        self
    }

    /// Success with facts for JSON: an object.
    pub(crate) fn of(value: Value) -> Self {
        let value = match value {
            Value::Object(map) => map,
            other @ (Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_)) => Map::from_iter([("value".to_owned(), other)]),
        };
        Self {
            value,
            ..Self::default()
        }
    }

    /// With findings; an error among them makes the exit code 1.
    #[must_use]
    pub(crate) fn with(mut self, findings: Vec<Diagnostic>, sources: Sources) -> Self {
        self.findings = findings;
        self.sources = sources;
        self
    }
}

/// Shows what came out and gives the exit code: 0 fine, 1 findings, 2 could not run.
pub(crate) fn finish(result: Result<Outcome, Failure>, terminal: &Terminal) -> ExitCode {
    let (outcome, code) = match result {
        Ok(outcome) => {
            let code = u8::from(outcome.is_no || any_error(&outcome.findings));
            (outcome, code)
        }
        Err(failure) => {
            let code = match failure.blame {
                Blame::Project => 1,
                Blame::World => 2,
            };
            (
                Outcome::fine().with(failure.findings, failure.sources),
                code,
            )
        }
    };
    let mut findings = outcome.findings;
    Diagnostic::sort(&mut findings, &outcome.sources);
    terminal.findings(&findings, &outcome.sources);
    if let Some(advice) = outcome.advice.filter(|_| terminal.talks()) {
        terminal.aside(&format!("  = help: {advice}\n"));
    }
    if terminal.format == Format::Json && !outcome.is_printed {
        let mut document = json!({ "ok": code == 0 });
        if let Value::Object(map) = &mut document {
            map.extend(outcome.value);
            map.insert(
                "findings".to_owned(),
                render::json(&findings, &outcome.sources),
            );
        }
        terminal.json(&document);
    }
    ExitCode::from(code)
}
