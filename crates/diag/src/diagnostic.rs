//! One finding about a text.

use crate::{Code, Sources, Span};

/// How bad a finding is. The order is that of badness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; changes no exit code.
    Note,
    /// Probably wrong; the tool goes on.
    Warning,
    /// Wrong; nothing that depends on the text is done.
    Error,
}

/// A place with what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A few words, without full stop; may be empty for the bare marker.
    pub message: String,
}

/// Replaces the text of a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// What stands there afterwards; empty to delete.
    pub replacement: String,
}

/// A change of the text that removes the finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Begins with a verb: "rename the index".
    pub message: String,
    /// Applied together; they do not overlap.
    pub edits: Vec<Edit>,
}

/// One finding: what is wrong, where, and what to do about it.
///
/// The message is one lower-case sentence without full stop that states a fact, names in
/// backticks. A help begins with a verb. A conflict of two places labels both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of finding.
    pub code: &'static Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where; `None` where no text is at fault (a missing file).
    pub primary: Option<Label>,
    /// Other places that matter, in any source.
    pub secondary: Vec<Label>,
    /// Facts that explain.
    pub notes: Vec<String>,
    /// Next actions.
    pub help: Vec<String>,
    /// An edit that settles it, where one is certain.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding of the given severity, without places.
    pub fn new(severity: Severity, code: &'static Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            primary: None,
            secondary: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            fix: None,
        }
    }

    /// An error without places.
    pub fn error(code: &'static Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning without places.
    pub fn warning(code: &'static Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// Sets the place at fault, with a few words or none.
    #[must_use]
    pub fn at(mut self, span: Span, message: impl Into<String>) -> Self {
        self.primary = Some(Label {
            span,
            message: message.into(),
        });
        self
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn also(mut self, span: Span, message: impl Into<String>) -> Self {
        self.secondary.push(Label {
            span,
            message: message.into(),
        });
        self
    }

    /// Adds a fact that explains.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds a next action; begins with a verb.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Attaches the edit that settles it.
    #[must_use]
    pub fn fix(mut self, message: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fix = Some(Fix {
            message: message.into(),
            edits,
        });
        self
    }

    /// Whether this is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The order in which findings are shown: by file name, then offset, then code; those without
    /// a place come first.
    pub fn sort(list: &mut [Diagnostic], sources: &Sources) {
        list.sort_by(|a, b| {
            let key = |d: &Diagnostic| {
                let span = d.primary.as_ref().map(|label| label.span);
                (
                    span.map(|s| sources.get(s.source).name().to_owned()),
                    span.map(|s| s.start),
                )
            };
            key(a)
                .cmp(&key(b))
                .then_with(|| a.code.name.cmp(b.code.name))
        });
    }
}
