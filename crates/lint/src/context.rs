//! What a rule can ask for.

use diag::{Diagnostic, Severity, Span};
use schema::{QualifiedName, Schema};
use sql::{Command, Statement};

use crate::history::{History, Migration};
use crate::impact::Impact;
use crate::options::Options;
use crate::rule::Rule;
use crate::scene::Scene;

/// A statement of the migration that is judged.
#[derive(Debug, Clone)]
pub struct Step<'a> {
    /// The statement.
    pub statement: Statement<'a>,
    /// What it asks for.
    pub command: Command<'a>,
}

/// The timeouts that are set when a statement runs, in milliseconds; 0 is none, `None` is what the
/// session began with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Timeouts {
    /// `lock_timeout`.
    pub lock: Option<u64>,
    /// `statement_timeout`.
    pub statement: Option<u64>,
}

/// A statement with all that is known when it runs.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The statement.
    pub statement: Statement<'a>,
    /// What it asks for.
    pub command: &'a Command<'a>,
    /// What it runs on: the schema before it, and how names are found.
    pub scene: Scene<'a>,
    /// The schema after it.
    pub after: &'a Schema,
    /// What it does to the relations it touches, tables of the same migration included.
    pub impacts: &'a [Impact],
    /// The migration.
    pub migration: &'a Migration<'a>,
    /// Its statements.
    pub steps: &'a [Step<'a>],
    /// What the statements before this one did, in their order.
    pub past: &'a [Vec<Impact>],
    /// The timeouts that are set.
    pub timeouts: Timeouts,
    /// What the project says.
    pub options: &'a Options,
}

/// A migration at its end.
#[derive(Debug, Clone, Copy)]
pub struct Ended<'a> {
    /// The migration.
    pub migration: &'a Migration<'a>,
    /// Its statements.
    pub steps: &'a [Step<'a>],
    /// What they did, in their order.
    pub impacts: &'a [Vec<Impact>],
    /// What would come next: the schema after the migration.
    pub scene: Scene<'a>,
    /// What the project says.
    pub options: &'a Options,
}

/// The history at its end.
#[derive(Debug, Clone, Copy)]
pub struct Chain<'a> {
    /// The migrations.
    pub history: &'a History<'a>,
    /// The schema at the end.
    pub schema: &'a Schema,
    /// What the project says.
    pub options: &'a Options,
}

impl<'a> Context<'a> {
    /// The statements before this one.
    pub fn earlier(&self) -> &'a [Step<'a>] {
        self.steps.get(..self.past.len()).unwrap_or_default()
    }

    /// The statements after this one.
    pub fn later(&self) -> &'a [Step<'a>] {
        self.steps.get(self.past.len() + 1..).unwrap_or_default()
    }

    /// What it does to tables that others may be using.
    pub fn felt(&self) -> impl Iterator<Item = &'a Impact> {
        self.impacts.iter().filter(|impact| !impact.is_new)
    }

    /// What it does to one relation.
    pub fn impact_on(&self, relation: &QualifiedName) -> Option<&'a Impact> {
        self.impacts
            .iter()
            .find(|impact| impact.relation == *relation)
    }

    /// The whole statement.
    pub fn span(&self) -> Span {
        self.statement.span()
    }
}

impl Rule {
    /// A finding of this rule at a place, with a few words for the marker or none. Its severity is
    /// settled by the level.
    pub fn at(
        &self,
        span: Span,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(Severity::Warning, self.code, message).at(span, label)
    }
}
