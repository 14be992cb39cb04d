//! Default values.

use diag::Span;

use super::ValueId;

/// `@default(…)` on a field.
#[derive(Debug, Clone, PartialEq)]
pub struct DefaultValue {
    /// The value.
    pub kind: DefaultKind,
    /// The attribute.
    pub span: Span,
}

/// What a default is.
#[derive(Debug, Clone, PartialEq)]
pub enum DefaultKind {
    /// One value.
    Literal(Literal),
    /// The values of a list field.
    List(Vec<Literal>),
    /// A function's result.
    Function(DefaultFunction),
}

/// A value as it is written. It fits the field's type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// `"text"`, escapes resolved: a string, JSON, base64 of bytes, or a time in RFC 3339.
    String(String),
    /// The digits as written, sign and point included.
    Number(String),
    /// `true` or `false`
    Boolean(bool),
    /// A value of the field's enum.
    EnumValue(ValueId),
}

/// A function as a default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DefaultFunction {
    /// `autoincrement()`: a sequence of the database.
    Autoincrement,
    /// `now()`: the database's time.
    Now,
    /// `uuid()`, `uuid(4)`, `uuid(7)`: made by the client.
    Uuid {
        /// The version, where given; 4 without.
        version: Option<u8>,
    },
    /// `cuid()`, `cuid(1)`, `cuid(2)`: made by the client.
    Cuid {
        /// The version, where given; 1 without.
        version: Option<u8>,
    },
    /// `ulid()`: made by the client.
    Ulid,
    /// `nanoid()`, `nanoid(10)`: made by the client.
    Nanoid {
        /// The length, where given; 21 without.
        length: Option<u8>,
    },
    /// `dbgenerated("…")`: an expression of the database; without one, the database sets the
    /// column in a way that the schema does not say.
    DbGenerated(Option<String>),
}

impl DefaultValue {
    /// The function, if it is one.
    pub fn function(&self) -> Option<&DefaultFunction> {
        match &self.kind {
            DefaultKind::Function(function) => Some(function),
            DefaultKind::Literal(_) | DefaultKind::List(_) => None,
        }
    }
}

impl DefaultFunction {
    /// As it is called in a schema.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Autoincrement => "autoincrement",
            Self::Now => "now",
            Self::Uuid { .. } => "uuid",
            Self::Cuid { .. } => "cuid",
            Self::Ulid => "ulid",
            Self::Nanoid { .. } => "nanoid",
            Self::DbGenerated(_) => "dbgenerated",
        }
    }

    /// Whether the client makes the value, so that the column has no default.
    pub fn is_client_side(&self) -> bool {
        match self {
            Self::Uuid { .. } | Self::Cuid { .. } | Self::Ulid | Self::Nanoid { .. } => true,
            Self::Autoincrement | Self::Now | Self::DbGenerated(_) => false,
        }
    }
}
