//! Enums.

use diag::Span;

use super::{Name, ValueId};

/// An enum: an enumerated type of the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enum {
    /// Its name.
    pub name: Name,
    /// `@@map`: the type's name in the database, where that differs.
    pub map: Option<Name>,
    /// `@@schema`: the type's schema.
    pub schema: Option<Name>,
    /// Its values, in order.
    pub values: Vec<EnumValue>,
    /// The `///` comments.
    pub documentation: Option<String>,
    /// The whole block.
    pub span: Span,
}

/// A value of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumValue {
    /// Its name.
    pub name: Name,
    /// `@map`: its label in the database, where that differs.
    pub map: Option<Name>,
    /// The `///` comments.
    pub documentation: Option<String>,
    /// The whole declaration.
    pub span: Span,
}

impl Enum {
    /// The type's name in the database.
    pub fn database_name(&self) -> &str {
        self.map.as_ref().unwrap_or(&self.name).text.as_str()
    }

    /// The values with their ids, in order.
    pub fn values(&self) -> impl Iterator<Item = (ValueId, &EnumValue)> {
        (0u32..).map(ValueId).zip(&self.values)
    }
}

impl EnumValue {
    /// The label in the database.
    pub fn database_name(&self) -> &str {
        self.map.as_ref().unwrap_or(&self.name).text.as_str()
    }
}
