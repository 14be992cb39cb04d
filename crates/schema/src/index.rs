//! Indexes of tables.

use std::collections::BTreeMap;

use crate::{Expression, Origin, QualifiedName};

/// An index that no constraint owns.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of PostgreSQL's own"
)]
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
    /// Storage parameters and tablespace.
    pub storage: IndexStorage,
    /// Whether it is left over from a failed or unfinished build (`pg_index.indisvalid` is false): it
    /// costs every write and helps no query.
    pub invalid: bool,
    /// `ON ONLY`: an index of a partitioned table alone.
    pub only: bool,
    /// The index of the parent table that this one is a part of.
    pub part_of: Option<QualifiedName>,
    /// `ALTER INDEX … ALTER COLUMN … SET STATISTICS`, by number of the element from 1.
    pub statistics: BTreeMap<u16, i32>,
    /// `COMMENT ON INDEX`.
    pub comment: Option<String>,
    /// The place of declaration.
    pub origin: Origin,
}

/// How an index is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndexStorage {
    /// `WITH (…)`: `fillfactor`, `deduplicate_items`, `fastupdate`.
    pub options: BTreeMap<String, String>,
    /// `TABLESPACE`, other than the database's.
    pub tablespace: Option<String>,
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
    /// Parameters of the operator class: `siglen='32'`.
    pub opclass_options: BTreeMap<String, String>,
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
            opclass_options: BTreeMap::new(),
            order: SortOrder::default(),
            nulls: None,
        }
    }
}
