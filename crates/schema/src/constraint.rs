//! Constraints of tables.

use crate::{Expression, Index, IndexElement, IndexStorage, Origin, QualifiedName};

/// A constraint of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Constraint {
    /// `PRIMARY KEY`; a table has one at most.
    PrimaryKey(Key),
    /// `UNIQUE`.
    Unique(Key),
    /// `FOREIGN KEY`.
    ForeignKey(ForeignKey),
    /// `CHECK`.
    Check(Check),
    /// `EXCLUDE`.
    Exclusion(Exclusion),
}

/// A primary key or unique constraint.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Key {
    /// Its name, which is also its index's.
    pub name: String,
    /// The columns in order.
    pub columns: Vec<String>,
    /// `INCLUDE` columns.
    pub include: Vec<String>,
    /// `NULLS NOT DISTINCT`.
    pub nulls_not_distinct: bool,
    /// `WITHOUT OVERLAPS` of the last column (PostgreSQL 18).
    pub without_overlaps: bool,
    /// `DEFERRABLE`.
    pub deferral: Deferral,
    /// Storage parameters and tablespace of its index.
    pub storage: IndexStorage,
    /// Whether it comes from a parent table alone (`pg_constraint.conislocal` is false).
    pub inherited: bool,
    /// `COMMENT ON CONSTRAINT`.
    pub comment: Option<String>,
    /// The place of declaration.
    pub origin: Origin,
}

/// A foreign key.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ForeignKey {
    /// Its name.
    pub name: String,
    /// The referencing columns in order.
    pub columns: Vec<String>,
    /// The referenced table.
    pub references: QualifiedName,
    /// The referenced columns, in the order of `columns`.
    pub referenced_columns: Vec<String>,
    /// `ON DELETE`.
    pub on_delete: ReferentialAction,
    /// `ON DELETE SET NULL (…)` or `SET DEFAULT (…)`: only these columns; empty for all.
    pub on_delete_columns: Vec<String>,
    /// `ON UPDATE`.
    pub on_update: ReferentialAction,
    /// `MATCH`.
    pub match_type: MatchType,
    /// `DEFERRABLE`.
    pub deferral: Deferral,
    /// Whether existing rows are known to satisfy it; false after `NOT VALID`.
    pub validated: bool,
    /// `NOT ENFORCED` (PostgreSQL 18).
    pub not_enforced: bool,
    /// Whether it comes from a parent table alone (`pg_constraint.conislocal` is false).
    pub inherited: bool,
    /// `COMMENT ON CONSTRAINT`.
    pub comment: Option<String>,
    /// The place of declaration.
    pub origin: Origin,
}

/// A check constraint.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of PostgreSQL's own"
)]
pub struct Check {
    /// Its name.
    pub name: String,
    /// The condition.
    pub expression: Expression,
    /// `NO INHERIT`.
    pub no_inherit: bool,
    /// Whether existing rows are known to satisfy it; false after `NOT VALID`.
    pub validated: bool,
    /// `NOT ENFORCED` (PostgreSQL 18).
    pub not_enforced: bool,
    /// Whether it comes from a parent table alone (`pg_constraint.conislocal` is false).
    pub inherited: bool,
    /// `COMMENT ON CONSTRAINT`.
    pub comment: Option<String>,
    /// The place of declaration.
    pub origin: Origin,
}

/// An exclusion constraint.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Exclusion {
    /// Its name.
    pub name: String,
    /// The index method.
    pub method: String,
    /// The elements, each with its operator.
    pub elements: Vec<(IndexElement, String)>,
    /// `WHERE`.
    pub predicate: Option<Expression>,
    /// `DEFERRABLE`.
    pub deferral: Deferral,
    /// Storage parameters and tablespace of its index.
    pub storage: IndexStorage,
    /// Whether it comes from a parent table alone (`pg_constraint.conislocal` is false).
    pub inherited: bool,
    /// `COMMENT ON CONSTRAINT`.
    pub comment: Option<String>,
    /// The place of declaration.
    pub origin: Origin,
}

/// What happens to referencing rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReferentialAction {
    /// An error, checked at the end; the default.
    #[default]
    NoAction,
    /// An error at once.
    Restrict,
    /// The same is done to them.
    Cascade,
    /// Their columns become null.
    SetNull,
    /// Their columns take their defaults.
    SetDefault,
}

/// How null columns of a composite foreign key count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MatchType {
    /// One null column satisfies it; the default.
    #[default]
    Simple,
    /// All or none must be null.
    Full,
}

/// When a constraint is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Deferral {
    /// After each statement; the default.
    #[default]
    NotDeferrable,
    /// `DEFERRABLE INITIALLY IMMEDIATE`.
    InitiallyImmediate,
    /// `DEFERRABLE INITIALLY DEFERRED`.
    InitiallyDeferred,
}

impl Constraint {
    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::PrimaryKey(key) | Self::Unique(key) => &key.name,
            Self::ForeignKey(key) => &key.name,
            Self::Check(check) => &check.name,
            Self::Exclusion(exclusion) => &exclusion.name,
        }
    }

    /// The place of declaration.
    pub fn origin(&self) -> Origin {
        match self {
            Self::PrimaryKey(key) | Self::Unique(key) => key.origin,
            Self::ForeignKey(key) => key.origin,
            Self::Check(check) => check.origin,
            Self::Exclusion(exclusion) => exclusion.origin,
        }
    }

    /// `COMMENT ON CONSTRAINT`.
    pub fn comment(&self) -> Option<&str> {
        match self {
            Self::PrimaryKey(key) | Self::Unique(key) => key.comment.as_deref(),
            Self::ForeignKey(key) => key.comment.as_deref(),
            Self::Check(check) => check.comment.as_deref(),
            Self::Exclusion(exclusion) => exclusion.comment.as_deref(),
        }
    }

    /// Whether an index of the same name belongs to it.
    pub fn owns_index(&self) -> bool {
        matches!(
            self,
            Self::PrimaryKey(_) | Self::Unique(_) | Self::Exclusion(_)
        )
    }
}

impl ReferentialAction {
    /// The keywords after `ON DELETE`.
    pub fn sql(self) -> &'static str {
        match self {
            Self::NoAction => "NO ACTION",
            Self::Restrict => "RESTRICT",
            Self::Cascade => "CASCADE",
            Self::SetNull => "SET NULL",
            Self::SetDefault => "SET DEFAULT",
        }
    }
}

impl crate::Table {
    /// The primary key.
    pub fn primary_key(&self) -> Option<&Key> {
        self.constraints
            .iter()
            .find_map(|constraint| match constraint {
                Constraint::PrimaryKey(key) => Some(key),
                Constraint::Unique(_)
                | Constraint::ForeignKey(_)
                | Constraint::Check(_)
                | Constraint::Exclusion(_) => None,
            })
    }

    /// The index of that name.
    pub fn index(&self, name: &str) -> Option<&Index> {
        self.indexes.iter().find(|index| index.name == name)
    }

    /// The constraint of that name.
    pub fn constraint(&self, name: &str) -> Option<&Constraint> {
        self.constraints
            .iter()
            .find(|constraint| constraint.name() == name)
    }
}
