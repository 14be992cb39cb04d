//! What a rule is.

use diag::{Code, Diagnostic};

use crate::context::{Chain, Context, Ended};
use crate::options::Level;

/// A rule: its documentation, its examples and its code.
#[derive(Debug)]
pub struct Rule {
    /// Its name and what `explain` says.
    pub code: &'static Code,
    /// How it is taken unless the project says otherwise.
    pub level: Level,
    /// What it is about.
    pub group: Group,
    /// Its code.
    pub check: Check,
    /// What it finds, and what to write instead. Tests hold every rule against them, and those of
    /// locks and rewrites are run on a real server.
    pub examples: &'static [Example],
}

/// What rules are about. A project sets the level of a group by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Others wait.
    Locks,
    /// Tables or indexes are written anew.
    Rewrites,
    /// Rows or values are gone.
    DataLoss,
    /// Applications that still run break.
    Compatibility,
    /// It fails, or it does not do what it seems to.
    Correctness,
    /// It does more harm or less good than it could.
    Design,
    /// Who may do what.
    Security,
    /// A matter of taste, off by default.
    Style,
}

/// When a rule is asked.
#[derive(Debug)]
pub enum Check {
    /// For each statement.
    Statement(fn(&Context<'_>) -> Vec<Diagnostic>),
    /// At the end of each migration.
    Migration(fn(&Ended<'_>) -> Vec<Diagnostic>),
    /// At the end of the history. A finding belongs to the migration that its place lies in.
    History(fn(&Chain<'_>) -> Vec<Diagnostic>),
}

/// Migrations that a rule finds fault with, and what to write instead.
#[derive(Debug)]
pub struct Example {
    /// Applied before; may be empty.
    pub before: &'static str,
    /// The rule finds fault with this migration.
    pub bad: &'static str,
    /// And with none of these, which do the same or what was probably meant. Empty where nothing
    /// is better: then the statement needs a reason, and an `allow`.
    pub good: &'static [&'static str],
}

impl Group {
    /// All groups.
    pub const ALL: [Self; 8] = [
        Self::Locks,
        Self::Rewrites,
        Self::DataLoss,
        Self::Compatibility,
        Self::Correctness,
        Self::Design,
        Self::Security,
        Self::Style,
    ];

    /// Its name in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Locks => "locks",
            Self::Rewrites => "rewrites",
            Self::DataLoss => "data-loss",
            Self::Compatibility => "compatibility",
            Self::Correctness => "correctness",
            Self::Design => "design",
            Self::Security => "security",
            Self::Style => "style",
        }
    }
}

/// Declares the rule of a file as `RULE`. The documentation is what `explain` prints.
///
/// ```ignore
/// rule! {
///     /// An index is built while nobody can write.
///     "index-blocks-writes", Warn, Locks, Statement(check),
///     [Example { before: "CREATE TABLE t (a int);", bad: "CREATE INDEX i ON t (a);", good: &[] }]
/// }
/// ```
macro_rules! rule {
    ($(#[doc = $doc:literal])* $name:literal, $level:ident, $group:ident, $when:ident($check:path),
     [$($example:expr),* $(,)?]) => {
        pub(crate) static RULE: $crate::Rule = $crate::Rule {
            code: &diag::Code {
                name: $name,
                explanation: concat!($($doc, "\n"),*),
            },
            level: $crate::Level::$level,
            group: $crate::Group::$group,
            check: $crate::Check::$when($check),
            examples: &[$($example),*],
        };
    };
}
pub(crate) use rule;
