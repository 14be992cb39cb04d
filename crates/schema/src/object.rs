//! Objects beside tables.

use crate::{Expression, Origin, QualifiedName};

/// An enumerated type.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Enum {
    /// The values in their order.
    pub values: Vec<EnumValue>,
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

/// A sequence.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sequence {
    /// The table and column that own it.
    pub owned_by: Option<(QualifiedName, String)>,
    /// Options as written, in order: `INCREMENT BY 2`.
    pub options: Vec<String>,
    /// The place of declaration.
    pub origin: Origin,
}

/// A view or materialized view.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct View {
    /// Whether it is materialized.
    pub materialized: bool,
    /// Its query.
    pub definition: String,
    /// Column names, where they are known.
    pub columns: Vec<String>,
    /// The place of declaration.
    pub origin: Origin,
}

/// A function or procedure.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Function {
    /// The return type as text; `None` for a procedure.
    pub returns: Option<String>,
    /// The language, in lower case.
    pub language: String,
    /// `i`mmutable, `s`table or `v`olatile, as in `pg_proc.provolatile`.
    pub volatility: char,
    /// The body.
    pub body: String,
    /// The place of declaration.
    pub origin: Origin,
}

/// A trigger of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Trigger {
    /// Its name.
    pub name: String,
    /// What follows the name, as written: `BEFORE UPDATE … EXECUTE FUNCTION f()`.
    pub definition: String,
    /// The function it calls.
    pub function: QualifiedName,
    /// `WHEN`.
    pub condition: Option<Expression>,
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
