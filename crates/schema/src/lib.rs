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
mod expression;
mod history;
mod index;
mod name;
mod object;
mod opclass;
mod policy;
mod privilege;
mod rename;
mod routine;
mod table;
mod types;

pub use constraint::{
    Check, Constraint, Deferral, Exclusion, ForeignKey, Key, MatchType, ReferentialAction,
};
pub use expression::{Expression, Reference};
pub use history::HISTORY_TABLES;
pub use index::{Index, IndexElement, IndexKey, IndexStorage, NullsOrder, SortOrder};
pub use name::{
    MAX_IDENTIFIER_BYTES, QualifiedName, generated_name, quote_identifier, quote_literal,
    truncate_identifier,
};
pub use object::{
    Attribute, Composite, Domain, Enum, EnumValue, Extension, Namespace, Opaque, Other,
    Publication, PublishedTable, Range, Sequence, Statistics, View, ViewColumn,
};
pub use opclass::is_default_opclass;
pub use policy::{Policy, PolicyCommand, RowSecurity, Rule};
pub use privilege::{DefaultPrivilege, Grant, Privileges};
pub use rename::Rename;
pub use routine::{
    Argument, ArgumentMode, EventTrigger, Firing, Function, FunctionKind, Trigger, TriggerTiming,
};
pub use table::{
    Column, Foreign, Generated, Identity, Partition, PartitionKey, ReplicaIdentity, Table,
};
pub use types::Type;

use std::collections::{BTreeMap, BTreeSet};

use diag::Span;

/// Everything a database contains.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schema {
    /// The schemas (namespaces) that were created or used.
    pub schemas: BTreeMap<String, Namespace>,
    /// Installed extensions by name.
    pub extensions: BTreeMap<String, Extension>,
    /// Enumerated types.
    pub enums: BTreeMap<QualifiedName, Enum>,
    /// Domains.
    pub domains: BTreeMap<QualifiedName, Domain>,
    /// Composite types that are not a table's.
    pub composites: BTreeMap<QualifiedName, Composite>,
    /// Range types.
    pub ranges: BTreeMap<QualifiedName, Range>,
    /// Sequences, those that belong to a column included.
    pub sequences: BTreeMap<QualifiedName, Sequence>,
    /// Tables with their columns, constraints, indexes, triggers and policies.
    pub tables: BTreeMap<QualifiedName, Table>,
    /// Views and materialized views.
    pub views: BTreeMap<QualifiedName, View>,
    /// Functions, procedures and aggregates, by name and the text of their input argument types.
    pub functions: BTreeMap<(QualifiedName, String), Function>,
    /// Event triggers by name.
    pub event_triggers: BTreeMap<String, EventTrigger>,
    /// Extended statistics.
    pub statistics: BTreeMap<QualifiedName, Statistics>,
    /// Publications by name.
    pub publications: BTreeMap<String, Publication>,
    /// Objects of rare kinds, by kind (`cast`, `collation`, `foreign server`) and identity.
    pub others: BTreeMap<(String, String), Other>,
    /// What new objects may be used for, and by whom.
    pub default_privileges: BTreeSet<DefaultPrivilege>,
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
