//! Types, sequences, views and the other objects beside tables.

use std::collections::BTreeMap;

use crate::{Check, Expression, Index, Origin, Privileges, QualifiedName, Rule, Trigger, Type};

/// A schema: a namespace of the database.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Namespace {
    /// `COMMENT ON SCHEMA`.
    pub comment: Option<String>,
    /// Who may use it and create in it.
    pub privileges: Privileges,
    /// The place of declaration; `None` for `public`, and for a schema that is only used.
    pub origin: Origin,
}

/// An enumerated type.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Enum {
    /// The values in their order.
    pub values: Vec<EnumValue>,
    /// `COMMENT ON TYPE`.
    pub comment: Option<String>,
    /// Who may use it.
    pub privileges: Privileges,
    /// The place of declaration.
    pub origin: Origin,
}

/// A value of an enumerated type.
#[derive(Debug, Clone, PartialEq)]
pub struct EnumValue {
    /// The label.
    pub name: String,
    /// The place of declaration.
    pub origin: Origin,
}

/// A domain: a type with constraints.
#[derive(Debug, Clone, PartialEq)]
pub struct Domain {
    /// The type it restricts.
    pub base: Type,
    /// A collation other than the type's own.
    pub collation: Option<String>,
    /// `DEFAULT`.
    pub default: Option<Expression>,
    /// `NOT NULL`.
    pub not_null: bool,
    /// `CHECK` constraints in order of creation; in them `VALUE` is the value.
    pub checks: Vec<Check>,
    /// `COMMENT ON DOMAIN`.
    pub comment: Option<String>,
    /// Who may use it.
    pub privileges: Privileges,
    /// The place of declaration.
    pub origin: Origin,
}

/// A composite type that is not a table's.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Composite {
    /// The attributes in order.
    pub attributes: Vec<Attribute>,
    /// `COMMENT ON TYPE`.
    pub comment: Option<String>,
    /// Who may use it.
    pub privileges: Privileges,
    /// The place of declaration.
    pub origin: Origin,
}

/// An attribute of a composite type.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// A collation other than the type's own.
    pub collation: Option<String>,
    /// The place of declaration.
    pub origin: Origin,
}

/// A range type.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    /// `SUBTYPE`.
    pub subtype: Type,
    /// `SUBTYPE_OPCLASS`, other than the type's default.
    pub opclass: Option<String>,
    /// `COLLATION`, other than the type's own.
    pub collation: Option<String>,
    /// `CANONICAL`.
    pub canonical: Option<QualifiedName>,
    /// `SUBTYPE_DIFF`.
    pub subtype_diff: Option<QualifiedName>,
    /// The name of the multirange type; `None` where the server made it up or has none (before 14).
    pub multirange: Option<QualifiedName>,
    /// `COMMENT ON TYPE`.
    pub comment: Option<String>,
    /// Who may use it.
    pub privileges: Privileges,
    /// The place of declaration.
    pub origin: Origin,
}

/// An installed extension.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extension {
    /// The schema it was installed into, where that was said.
    pub schema: Option<String>,
    /// The version, where that was said.
    pub version: Option<String>,
    /// The place of declaration.
    pub origin: Origin,
}

/// A sequence. Its numbers are those that the server uses, defaults filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Sequence {
    /// The table and column that own it.
    pub owned_by: Option<(QualifiedName, String)>,
    /// `int2`, `int4` or `int8`.
    pub ty: String,
    /// `START WITH`.
    pub start: i64,
    /// `INCREMENT BY`.
    pub increment: i64,
    /// `MINVALUE`.
    pub minimum: i64,
    /// `MAXVALUE`.
    pub maximum: i64,
    /// `CACHE`.
    pub cache: i64,
    /// `CYCLE`.
    pub cycle: bool,
    /// `UNLOGGED` (PostgreSQL 15).
    pub unlogged: bool,
    /// `COMMENT ON SEQUENCE`.
    pub comment: Option<String>,
    /// Who may use it.
    pub privileges: Privileges,
    /// The place of declaration.
    pub origin: Origin,
}

impl Sequence {
    /// An ascending sequence of a type (`int2`, `int4`, `int8`) with PostgreSQL's defaults.
    pub fn of(ty: impl Into<String>) -> Self {
        let ty = ty.into();
        let maximum = Self::range(&ty).1;
        Self {
            owned_by: None,
            ty,
            start: 1,
            increment: 1,
            minimum: 1,
            maximum,
            cache: 1,
            cycle: false,
            unlogged: false,
            comment: None,
            privileges: Privileges::default(),
            origin: Origin::default(),
        }
    }

    /// The least and the greatest value of a sequence's type.
    pub fn range(ty: &str) -> (i64, i64) {
        match ty {
            "int2" => (i64::from(i16::MIN), i64::from(i16::MAX)),
            "int4" => (i64::from(i32::MIN), i64::from(i32::MAX)),
            _ => (i64::MIN, i64::MAX),
        }
    }
}

impl Default for Sequence {
    fn default() -> Self {
        Self::of("int8")
    }
}

/// A view or materialized view.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct View {
    /// Whether it is materialized.
    pub materialized: bool,
    /// Its query, with everything the query refers to.
    pub query: Expression,
    /// Its columns in order, where they are known.
    pub columns: Vec<ViewColumn>,
    /// `WITH (…)`: `security_barrier`, `security_invoker`, `check_option`, storage parameters of a
    /// materialized view.
    pub options: BTreeMap<String, String>,
    /// Indexes of a materialized view, in order of creation.
    pub indexes: Vec<Index>,
    /// `INSTEAD OF` triggers and those for statements.
    pub triggers: Vec<Trigger>,
    /// Rewrite rules other than its own query.
    pub rules: Vec<Rule>,
    /// `COMMENT ON VIEW`.
    pub comment: Option<String>,
    /// Who may use it.
    pub privileges: Privileges,
    /// The place of declaration.
    pub origin: Origin,
}

/// A column of a view.
#[derive(Debug, Clone, PartialEq)]
pub struct ViewColumn {
    /// Its name.
    pub name: String,
    /// Its type, where it is known: from a catalog, or worked out from the query.
    pub ty: Option<Type>,
    /// `ALTER VIEW … ALTER COLUMN … SET DEFAULT`.
    pub default: Option<Expression>,
    /// `COMMENT ON COLUMN`.
    pub comment: Option<String>,
}

impl ViewColumn {
    /// A column of which nothing but the name is known.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ty: None,
            default: None,
            comment: None,
        }
    }
}

/// Extended statistics.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Statistics {
    /// The table.
    pub table: QualifiedName,
    /// `ndistinct`, `dependencies`, `mcv`, sorted; all of them where none was named, and empty for
    /// statistics of a single expression.
    pub kinds: Vec<String>,
    /// The columns, in the order of the table.
    pub columns: Vec<String>,
    /// The expressions, in order.
    pub expressions: Vec<Expression>,
    /// `SET STATISTICS`.
    pub target: Option<i32>,
    /// `COMMENT ON STATISTICS`.
    pub comment: Option<String>,
    /// The place of declaration.
    pub origin: Origin,
}

/// A publication of logical replication.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Publication {
    /// `FOR ALL TABLES`.
    pub all_tables: bool,
    /// `FOR TABLES IN SCHEMA`, sorted.
    pub schemas: Vec<String>,
    /// `FOR TABLE`, by name.
    pub tables: BTreeMap<QualifiedName, PublishedTable>,
    /// `publish`: `insert`, `update`, `delete`, `truncate` in this order; all of them by default.
    pub operations: Vec<String>,
    /// `publish_via_partition_root`.
    pub via_root: bool,
    /// `COMMENT ON PUBLICATION`.
    pub comment: Option<String>,
    /// The place of declaration.
    pub origin: Origin,
}

/// What of a table is published.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PublishedTable {
    /// The columns in the order of the table; empty for all.
    pub columns: Vec<String>,
    /// `WHERE`.
    pub filter: Option<Expression>,
}

/// An object of a kind that is kept as the text that makes it: a cast, collation, operator, operator
/// class or family, text search object, foreign server, foreign data wrapper, user mapping, access
/// method, conversion, transform or subscription.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Other {
    /// The statement that creates it as it is now.
    pub definition: Expression,
    /// `COMMENT ON`.
    pub comment: Option<String>,
    /// Who may use it.
    pub privileges: Privileges,
    /// The place of declaration.
    pub origin: Origin,
}

/// A statement that was not understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Opaque {
    /// What could not be followed, for people.
    pub reason: String,
    /// The place of the statement.
    pub origin: Origin,
}
