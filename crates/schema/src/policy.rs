//! Row security policies and rewrite rules of tables.

use crate::{Expression, Origin};

/// Row level security of a table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RowSecurity {
    /// `ENABLE ROW LEVEL SECURITY`.
    pub enabled: bool,
    /// `FORCE ROW LEVEL SECURITY`: the owner is bound by it too.
    pub forced: bool,
}

/// A row security policy.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Policy {
    /// Its name, unique within the table.
    pub name: String,
    /// `AS RESTRICTIVE`; else permissive.
    pub restrictive: bool,
    /// `FOR`.
    pub command: PolicyCommand,
    /// `TO`: the roles, sorted; empty is `PUBLIC`.
    pub roles: Vec<String>,
    /// `USING`.
    pub using: Option<Expression>,
    /// `WITH CHECK`.
    pub check: Option<Expression>,
    /// `COMMENT ON POLICY`.
    pub comment: Option<String>,
    /// The place of declaration.
    pub origin: Origin,
}

/// What a policy applies to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PolicyCommand {
    /// Every command; the default.
    #[default]
    All,
    /// `SELECT`.
    Select,
    /// `INSERT`.
    Insert,
    /// `UPDATE`.
    Update,
    /// `DELETE`.
    Delete,
}

impl PolicyCommand {
    /// The keyword after `FOR`.
    pub fn sql(self) -> &'static str {
        match self {
            Self::All => "ALL",
            Self::Select => "SELECT",
            Self::Insert => "INSERT",
            Self::Update => "UPDATE",
            Self::Delete => "DELETE",
        }
    }
}

/// A rewrite rule of a table or view, other than a view's own query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rule {
    /// Its name, unique within the table or view.
    pub name: String,
    /// What follows the name: `AS ON INSERT TO t DO INSTEAD NOTHING`.
    pub definition: Expression,
    /// When it applies.
    pub enabled: crate::Firing,
    /// `COMMENT ON RULE`.
    pub comment: Option<String>,
    /// The place of declaration.
    pub origin: Origin,
}
