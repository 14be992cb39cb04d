//! Expressions and queries, and what they refer to.

use crate::QualifiedName;

/// The text of a scalar expression, or of a view's query.
#[derive(Debug, Clone, Default)]
pub struct Expression {
    /// SQL, without surrounding parentheses: as written, or as a catalog prints it.
    pub sql: String,
    /// One spelling for all texts that say the same, where it was worked out. Two expressions are
    /// equal when these are; where one of them has none their SQL is compared.
    pub canonical: Option<String>,
    /// What the expression refers to besides the columns of its own table, and those too; sorted,
    /// without duplicates. Empty where it was not worked out.
    pub uses: Vec<Reference>,
}

/// Something that an expression, a query or a function's body refers to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reference {
    /// A table, view, materialized view or sequence.
    Relation(QualifiedName),
    /// A column of a table or view.
    Column(QualifiedName, String),
    /// A user-defined type.
    Type(QualifiedName),
    /// A user-defined function, whatever its arguments.
    Function(QualifiedName),
}

impl Expression {
    /// An expression from its SQL text.
    pub fn new(sql: impl Into<String>) -> Self {
        Self {
            sql: sql.into(),
            canonical: None,
            uses: Vec::new(),
        }
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        match (&self.canonical, &other.canonical) {
            (Some(one), Some(other)) => one == other,
            (Some(_) | None, None) | (None, Some(_)) => self.sql == other.sql,
        }
    }
}

impl Eq for Expression {}
