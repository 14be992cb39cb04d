//! Indexes of tables.

use crate::{Expression, Origin};

/// An index that no constraint owns.
#[derive(Debug, Clone, PartialEq)]
pub struct Index {
    /// Its name; it lives in its table's schema.
    pub name: String,
    /// `UNIQUE`.
    pub unique: bool,
    /// The access method: `btree`, `hash`, `gist`, `gin`, `spgist`, `brin` or an extension's.
    pub method: String,
    /// What is indexed, in order.
    pub elements: Vec<IndexElement>,
    /// `INCLUDE` columns.
    pub include: Vec<String>,
    /// `NULLS NOT DISTINCT`.
    pub nulls_not_distinct: bool,
    /// `WHERE`: the predicate of a partial index.
    pub predicate: Option<Expression>,
    /// The place of declaration.
    pub origin: Origin,
}

/// A column or expression of an index.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexElement {
    /// What is indexed.
    pub key: IndexKey,
    /// A collation other than the column's.
    pub collation: Option<String>,
    /// An operator class other than the type's default for the method.
    pub opclass: Option<String>,
    /// `ASC` or `DESC`.
    pub order: SortOrder,
    /// `NULLS FIRST` or `LAST`; `None` is the order's own (last with `ASC`, first with `DESC`).
    pub nulls: Option<NullsOrder>,
}

/// What an index element indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexKey {
    /// A column, by name.
    Column(String),
    /// An expression.
    Expression(Expression),
}

/// The direction of an index column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortOrder {
    /// Ascending; the default.
    #[default]
    Ascending,
    /// Descending.
    Descending,
}

/// Where nulls stand in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NullsOrder {
    /// Before all values.
    First,
    /// After all values.
    Last,
}

impl IndexElement {
    /// An ascending column with defaults for the rest.
    pub fn column(name: impl Into<String>) -> Self {
        Self {
            key: IndexKey::Column(name.into()),
            collation: None,
            opclass: None,
            order: SortOrder::default(),
            nulls: None,
        }
    }
}
