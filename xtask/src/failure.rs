//! What stops a command: findings about the world, shown as findings about a text are.

use std::path::Path;

use diag::{Code, Diagnostic, Severity, Sources};

/// A command's result where it can be stopped.
pub type Result<T> = std::result::Result<T, Failure>;

/// Why a command could not do what it was asked for.
#[derive(Debug)]
pub struct Failure {
    /// At least one error.
    pub findings: Vec<Diagnostic>,
    /// The texts that the findings point into.
    pub sources: Sources,
    /// Whose fault it is, which is what the exit code says.
    pub blame: Blame,
}

/// Whose fault a failure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blame {
    /// The project's texts or the state of its database: exit code 1.
    Project,
    /// The call, the machine or the network: exit code 2.
    World,
}

impl Failure {
    /// A failure of the world that one sentence describes.
    pub fn new(code: &'static Code, message: impl Into<String>) -> Self {
        Diagnostic::error(code, message).into()
    }

    /// Findings in the project's texts that stop the command.
    pub fn findings(findings: Vec<Diagnostic>, sources: Sources) -> Self {
        Self {
            findings,
            sources,
            blame: Blame::Project,
        }
    }

    /// Adds a fact to the first finding.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        if let Some(first) = self.findings.first_mut() {
            first.notes.push(note.into());
        }
        self
    }

    /// Adds a next action to the first finding.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        if let Some(first) = self.findings.first_mut() {
            first.help.push(help.into());
        }
        self
    }
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            findings: vec![diagnostic],
            sources: Sources::new(),
            blame: Blame::World,
        }
    }
}

/// A failed access to a file: what was tried, on which path, and the system's reason.
pub fn file(doing: &str, path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(
        &crate::codes::FILE_ACCESS,
        format!("cannot {doing} `{}`: {error}", path.display()),
    )
}

/// Whether any of the findings is an error.
pub fn any_error(findings: &[Diagnostic]) -> bool {
    findings.iter().any(|d| d.severity == Severity::Error)
}
