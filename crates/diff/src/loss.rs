//! What a step loses.

use std::fmt;

use schema::QualifiedName;

/// Data that is gone after a step.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// The rows of a table.
    Table(QualifiedName),
    /// The values of a column.
    Column(QualifiedName, String),
    /// A part of each value of a column: what of it, for people.
    Precision(QualifiedName, String, String),
    /// Where a sequence stands.
    Sequence(QualifiedName),
}

/// "all values of `users.name`"
impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table(table) => write!(f, "all rows of table `{table}`"),
            Self::Column(table, column) => write!(f, "all values of column `{table}.{column}`"),
            Self::Precision(table, column, what) => {
                write!(f, "{what}, in column `{table}.{column}`")
            }
            Self::Sequence(name) => write!(f, "where sequence `{name}` stands"),
        }
    }
}
