//! Whether a rollback leads back, and whether its migration can be applied again after it.

use ::migrations::Migration;
use ::schema::Schema;
use diag::{Diagnostic, Span};
use serde_json::{Value, json};

use super::witness::Witness;
use crate::codes;
use crate::context::Context;
use crate::failure::{Blame, Failure, Result};
use crate::migrate::session::{Session, title};
use crate::terminal::plural;

/// What came of the rollbacks that were tried.
#[derive(Default)]
pub(super) struct Rollbacks {
    tried: usize,
    irreversible: usize,
    /// The versions whose way back or second application is not in order.
    failed: Vec<i64>,
    pub(super) findings: Vec<Diagnostic>,
}

/// A migration that was just applied.
pub(super) struct Way<'a> {
    pub(super) migration: &'a Migration,
    /// The version before it.
    pub(super) previous: i64,
    /// What was there before it.
    pub(super) before: &'a Schema,
    /// What is there now.
    pub(super) after: &'a Schema,
}

impl Rollbacks {
    /// Undoes a migration and applies it again. False where the database is not in the state after
    /// the migration then.
    pub(super) fn try_one(
        &mut self,
        witness: &Witness,
        session: &Session<'_>,
        way: &Way<'_>,
    ) -> Result<bool> {
        if way.migration.down.is_none() {
            self.none();
            return Ok(true);
        }
        self.tried += 1;
        let told = self.findings.len();
        let is_whole = self.there_and_back(witness, session, way)?;
        if self.findings.len() > told {
            self.failed.push(way.migration.version);
        }
        Ok(is_whole)
    }

    /// Counts a migration that has no rollback.
    pub(super) fn none(&mut self) {
        self.irreversible += 1;
    }

    fn there_and_back(
        &mut self,
        witness: &Witness,
        session: &Session<'_>,
        way: &Way<'_>,
    ) -> Result<bool> {
        let title = title(way.migration.version, &way.migration.name);
        let Some(found) = self.keep(witness.down(session, way.previous))? else {
            return Ok(false);
        };
        let left = words(way.before, &found);
        if !left.is_empty() {
            let message = format!("undoing {title} does not lead back to the state before it");
            let finding = Diagnostic::error(&codes::INCOMPLETE_ROLLBACK, message);
            self.tell(finding, session, way, true, left);
        }
        let again = match witness.up(session, Some(way.migration.version)) {
            Ok(again) => again,
            Err(failure) if failure.blame == Blame::Project => {
                let reasons = failure.findings.into_iter().map(|it| it.message);
                let message = format!("{title} cannot be applied again after its rollback");
                let finding = Diagnostic::error(&codes::INCOMPLETE_ROLLBACK, message);
                self.tell(finding, session, way, true, reasons.collect());
                return Ok(false);
            }
            Err(failure) => return Err(failure),
        };
        let other = words(way.after, &again);
        if !other.is_empty()
            && self
                .findings
                .last()
                .is_none_or(|it| !it.message.contains(&title))
        {
            let message = format!("{title} gives another state when it is applied again");
            let finding = Diagnostic::error(&codes::INCOMPLETE_ROLLBACK, message);
            self.tell(finding, session, way, false, other.clone());
        }
        Ok(other.is_empty())
    }

    /// The value, or the project's own failure as findings.
    fn keep(&mut self, result: Result<Schema>) -> Result<Option<Schema>> {
        match result {
            Ok(schema) => Ok(Some(schema)),
            Err(Failure {
                findings,
                blame: Blame::Project,
                ..
            }) => {
                self.findings.extend(findings);
                Ok(None)
            }
            Err(failure) => Err(failure),
        }
    }

    fn tell(
        &mut self,
        finding: Diagnostic,
        session: &Session<'_>,
        way: &Way<'_>,
        is_down: bool,
        notes: Vec<String>,
    ) {
        let files = &session.checked.migrations.migrations;
        let file = files.iter().find(|it| it.version == way.migration.version);
        let text = file.map(|it| it.down.filter(|_| is_down).unwrap_or(it.up));
        let finding = match text {
            Some(text) => finding.at(Span::new(text, 0, 0), ""),
            None => finding,
        };
        self.findings
            .push(notes.into_iter().fold(finding, Diagnostic::note));
    }

    /// Says how many lead back.
    pub(super) fn tell_all(&self, ctx: &Context) {
        if self.tried == 0 && self.irreversible == 0 {
            return;
        }
        let good = self.tried - self.failed.len();
        let irreversible = match self.irreversible {
            0 => String::new(),
            count => format!("; {} cannot be undone", plural(count, "migration")),
        };
        let text = format!(
            "{good} of {} lead back{irreversible}",
            plural(self.tried, "rollback")
        );
        ctx.terminal.done("Undone", text);
    }

    pub(super) fn json(&self) -> Value {
        json!({
            "tried": self.tried,
            "irreversible": self.irreversible,
            "failed": self.failed,
        })
    }
}

/// What differs, in words.
fn words(expected: &Schema, found: &Schema) -> Vec<String> {
    if expected == found {
        return Vec::new();
    }
    let changes = diff::changes(expected, found);
    changes.iter().map(ToString::to_string).collect()
}
