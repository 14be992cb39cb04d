//! What a PostgreSQL database consists of, as plain data: the model in which the wanted state
//! (`schema.prisma`), the history (`migrations/`) and a live database meet.
//!
//! # Terminology
//! The words are those of PostgreSQL's manual. A *schema* is a namespace of a database, while
//! [`Schema`] is all of what a database contains. A *table* has *columns*, *constraints* (primary
//! key, unique, foreign key, check, exclusion) and *indexes*. Names are names in the database: what
//! Prisma calls a model or a field is not known here.
//!
//! This crate does not know any syntax: expressions are kept as text, in PostgreSQL's own
//! deparsed form where their origin is a catalog, else as written.
//!
//! Every map is ordered by name, every list by position in the database, so that the same content
//! always gives the same output.

mod constraint;
mod index;
mod name;
mod object;
mod opclass;
mod table;
mod types;

pub use constraint::{
    Check, Constraint, Deferral, Exclusion, ForeignKey, Key, MatchType, ReferentialAction,
};
pub use index::{Index, IndexElement, IndexKey, NullsOrder, SortOrder};
pub use name::{
    MAX_IDENTIFIER_BYTES, QualifiedName, generated_name, quote_identifier, quote_literal,
    truncate_identifier,
};
pub use object::{Enum, EnumValue, Extension, Function, Opaque, Sequence, Trigger, View};
pub use opclass::is_default_opclass;
pub use table::{Column, Expression, Generated, Identity, Table};
pub use types::Type;

use std::collections::BTreeMap;

use diag::Span;

/// Everything a database contains.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schema {
    /// The schemas (namespaces) that were created or used, with the place of creation.
    pub schemas: BTreeMap<String, Origin>,
    /// Installed extensions by name.
    pub extensions: BTreeMap<String, Extension>,
    /// Enumerated types.
    pub enums: BTreeMap<QualifiedName, Enum>,
    /// Sequences, those that belong to a column included.
    pub sequences: BTreeMap<QualifiedName, Sequence>,
    /// Tables with their columns, constraints, indexes and triggers.
    pub tables: BTreeMap<QualifiedName, Table>,
    /// Views and materialized views.
    pub views: BTreeMap<QualifiedName, View>,
    /// Functions and procedures, by name and the text of their argument types.
    pub functions: BTreeMap<(QualifiedName, String), Function>,
    /// Statements that were not understood, in order: never guessed, never dropped.
    pub opaque: Vec<Opaque>,
}

/// Where an object was declared: a place in `schema.prisma` or in a migration. It says nothing of
/// the object itself, so any two origins are equal.
#[derive(Debug, Clone, Copy, Default)]
pub struct Origin(pub Option<Span>);

impl PartialEq for Origin {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Origin {}

impl From<Span> for Origin {
    fn from(span: Span) -> Self {
        Self(Some(span))
    }
}
