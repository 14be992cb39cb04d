//! The ordered steps and their text.

use std::fmt;

use crate::Stage;

/// Steps in the order in which they are run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Script {
    /// The steps.
    pub steps: Vec<Step>,
}

/// What is run for one change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Where it stands in the order, and the heading that it is printed under.
    pub stage: Stage,
    /// One statement, or a few that belong together, each with its semicolon and without a line
    /// end at the end.
    pub sql: String,
}

impl Script {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}

/// SQL, steps under a comment that says what they do, ending in a line end; empty without steps.
impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut heading = "";
        for step in &self.steps {
            let space = if heading.is_empty() { "" } else { "\n" };
            if step.stage.heading() == heading {
                f.write_str(if step.sql.contains('\n') { "\n" } else { "" })?;
            } else {
                heading = step.stage.heading();
                writeln!(f, "{space}-- {heading}\n")?;
            }
            writeln!(f, "{}", step.sql)?;
        }
        Ok(())
    }
}
