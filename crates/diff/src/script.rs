//! The ordered steps and their text.

use std::fmt;

use schema::Rename;

use crate::{Loss, Stage};

/// Steps in the order in which they are run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Script {
    /// The steps.
    pub steps: Vec<Step>,
    /// The differences in words, one line each, in the order of kinds and names.
    pub changes: Vec<String>,
    /// The renames that were followed, out of those of the options.
    pub renames: Vec<Rename>,
    /// What goes and what appears that may be one thing under two names, and that someone must be
    /// asked about.
    pub likely: Vec<Rename>,
}

/// What is run for one change, or for a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The heading that it is printed under.
    pub stage: Stage,
    /// One statement, or a few that belong together, each with its semicolon and without a line
    /// end at the end.
    pub sql: String,
    /// Whether it may stand in a transaction; one that may not is committed by itself.
    pub transaction: bool,
    /// The number of the file, from 0: each one is committed before the next begins.
    pub file: usize,
    /// The data that is gone afterwards.
    pub loses: Vec<Loss>,
    /// What may stop it, for people: one sentence each, without full stop.
    pub cautions: Vec<String>,
}

/// The steps of a script that are run together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'a> {
    /// The steps: one at least.
    pub steps: &'a [Step],
    /// Whether they are run in one transaction; else each is committed by itself.
    pub transaction: bool,
}

impl Script {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The steps, file by file.
    pub fn files(&self) -> Vec<Part<'_>> {
        let parts = self.steps.chunk_by(|one, other| one.file == other.file);
        parts
            .map(|steps| Part {
                steps,
                transaction: steps.iter().all(|step| step.transaction),
            })
            .collect()
    }

    /// All data that is gone afterwards.
    pub fn losses(&self) -> Vec<&Loss> {
        self.steps.iter().flat_map(|step| &step.loses).collect()
    }
}

/// SQL, steps under a comment that says what they do, ending in a line end; empty without steps.
/// Between files stands a comment that says how the next one is run.
impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = self.files();
        for (number, file) in (1..).zip(&files) {
            if files.len() > 1 {
                let space = if number == 1 { "" } else { "\n" };
                let how = if file.transaction {
                    "in a transaction"
                } else {
                    "without a transaction"
                };
                writeln!(f, "{space}-- File {number} of {}, {how}\n", files.len())?;
            }
            write!(f, "{file}")?;
        }
        Ok(())
    }
}

/// The SQL of one file, each step with what it loses above it.
impl fmt::Display for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut heading = "";
        for step in self.steps {
            let space = if heading.is_empty() { "" } else { "\n" };
            if step.stage.heading() == heading {
                let apart = step.sql.contains('\n') || !step.notes().is_empty();
                f.write_str(if apart { "\n" } else { "" })?;
            } else {
                heading = step.stage.heading();
                writeln!(f, "{space}-- {heading}\n")?;
            }
            for note in step.notes() {
                writeln!(f, "-- {note}")?;
            }
            writeln!(f, "{}", step.sql)?;
        }
        Ok(())
    }
}

impl Step {
    /// What stands above it as comments.
    fn notes(&self) -> Vec<String> {
        let losses = self
            .loses
            .iter()
            .map(|loss| format!("WARNING: loses {loss}"));
        let cautions = self.cautions.iter().map(|text| format!("Note: {text}"));
        losses.chain(cautions).collect()
    }
}
