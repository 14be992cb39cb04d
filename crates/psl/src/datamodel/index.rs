//! Primary keys, unique constraints and indexes.

use diag::Span;

use super::{FieldId, Literal, Name};

/// `@id` or `@@id`.
#[derive(Debug, Clone, PartialEq)]
pub struct PrimaryKey {
    /// `name`: what the client calls it.
    pub name: Option<Name>,
    /// `map`: the constraint's name in the database, where it is given.
    pub map: Option<Name>,
    /// The constraint's name in the database.
    pub database_name: String,
    /// Its fields, in order.
    pub fields: Vec<IndexField>,
    /// Whether it was written on its field.
    pub on_field: bool,
    /// The attribute.
    pub span: Span,
}

/// `@unique`, `@@unique` or `@@index`.
#[derive(Debug, Clone, PartialEq)]
pub struct Index {
    /// Whether it is unique.
    pub kind: IndexKind,
    /// `name`: what the client calls it.
    pub name: Option<Name>,
    /// `map`: its name in the database, where it is given.
    pub map: Option<Name>,
    /// Its name in the database.
    pub database_name: String,
    /// Its fields, in order.
    pub fields: Vec<IndexField>,
    /// `type`; a b-tree without.
    pub method: Option<IndexMethod>,
    /// `where`: which rows it holds.
    pub predicate: Option<Predicate>,
    /// Whether it was written on its field.
    pub on_field: bool,
    /// The attribute.
    pub span: Span,
}

/// What an index promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexKind {
    /// `@@index`
    Normal,
    /// `@unique`, `@@unique`
    Unique,
}

/// A field of an index or key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexField {
    /// The field, a column of the same model.
    pub field: FieldId,
    /// `sort`, where it is given.
    pub sort: Option<SortOrder>,
    /// `ops`, where it is given.
    pub operator_class: Option<OperatorClass>,
    /// Where it stands in the attribute; the attribute itself when that stands on the field.
    pub span: Span,
}

/// `sort`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortOrder {
    /// `Asc`
    Ascending,
    /// `Desc`
    Descending,
}

/// `ops`
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OperatorClass {
    /// One that the schema language has a name for.
    Known {
        /// As it is written in the schema: `JsonbPathOps`.
        name: &'static str,
        /// PostgreSQL's name: `jsonb_path_ops`.
        postgres: &'static str,
    },
    /// `raw("…")`: PostgreSQL's name.
    Raw(String),
}

/// `type`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IndexMethod {
    /// `BTree`
    BTree,
    /// `Hash`
    Hash,
    /// `Gist`
    Gist,
    /// `Gin`
    Gin,
    /// `SpGist`
    SpGist,
    /// `Brin`
    Brin,
}

/// `where`
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Predicate {
    /// `raw("…")`: an SQL condition.
    Raw(String),
    /// `{ field: value, … }`: all of these.
    Conditions(Vec<Condition>),
}

/// One condition of a predicate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The field, a column of the same model.
    pub field: FieldId,
    /// How it compares.
    pub comparison: Comparison,
    /// With what; `None` is null.
    pub value: Option<Literal>,
}

/// How a condition compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `field: value`
    Equal,
    /// `field: { not: value }`
    NotEqual,
}

impl IndexMethod {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::BTree,
        Self::Hash,
        Self::Gist,
        Self::Gin,
        Self::SpGist,
        Self::Brin,
    ];

    /// As it is written after `type:`.
    pub fn name(self) -> &'static str {
        match self {
            Self::BTree => "BTree",
            Self::Hash => "Hash",
            Self::Gist => "Gist",
            Self::Gin => "Gin",
            Self::SpGist => "SpGist",
            Self::Brin => "Brin",
        }
    }

    /// PostgreSQL's name.
    pub fn postgres_name(self) -> &'static str {
        match self {
            Self::BTree => "btree",
            Self::Hash => "hash",
            Self::Gist => "gist",
            Self::Gin => "gin",
            Self::SpGist => "spgist",
            Self::Brin => "brin",
        }
    }
}

impl OperatorClass {
    /// PostgreSQL's name.
    pub fn postgres_name(&self) -> &str {
        match self {
            Self::Known { postgres, .. } => postgres,
            Self::Raw(name) => name,
        }
    }
}
