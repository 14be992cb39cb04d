//! Fields that are columns, and their types.

use super::{DefaultValue, EnumId, Name, NativeKind, NativeType};

/// A field that is a column.
#[derive(Debug, Clone, PartialEq)]
pub struct ScalarField {
    /// Its type.
    pub ty: FieldType,
    /// `@map`: its column's name, where that differs.
    pub map: Option<Name>,
    /// `@db.…`: the column's type, where that is given.
    pub native_type: Option<NativeType>,
    /// `@default`
    pub default: Option<DefaultValue>,
    /// `@updatedAt`: the client sets it to the current time.
    pub updated_at: bool,
}

/// The type of a column's values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldType {
    /// A scalar that Prisma knows.
    Scalar(ScalarType),
    /// One of an enum's values.
    Enum(EnumId),
    /// `Unsupported("…")`: a type of the database, as it is written there.
    Unsupported(String),
}

/// A scalar type of the schema language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScalarType {
    /// `Int`: 32 bits.
    Int,
    /// `BigInt`: 64 bits.
    BigInt,
    /// `Float`: double precision.
    Float,
    /// `Decimal`: exact.
    Decimal,
    /// `Boolean`
    Boolean,
    /// `String`
    String,
    /// `DateTime`
    DateTime,
    /// `Json`
    Json,
    /// `Bytes`
    Bytes,
}

impl ScalarField {
    /// The scalar type, unless it is an enum or unsupported.
    pub fn scalar_type(&self) -> Option<ScalarType> {
        match self.ty {
            FieldType::Scalar(ty) => Some(ty),
            FieldType::Enum(_) | FieldType::Unsupported(_) => None,
        }
    }

    /// The kind of the column's type, given or by default; `None` for enums and unsupported types.
    pub fn native_kind(&self) -> Option<NativeKind> {
        match &self.native_type {
            Some(native) => Some(native.kind),
            None => self.scalar_type().map(ScalarType::default_native),
        }
    }
}

impl ScalarType {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Int,
        Self::BigInt,
        Self::Float,
        Self::Decimal,
        Self::Boolean,
        Self::String,
        Self::DateTime,
        Self::Json,
        Self::Bytes,
    ];

    /// As it is written in a schema.
    pub fn name(self) -> &'static str {
        match self {
            Self::Int => "Int",
            Self::BigInt => "BigInt",
            Self::Float => "Float",
            Self::Decimal => "Decimal",
            Self::Boolean => "Boolean",
            Self::String => "String",
            Self::DateTime => "DateTime",
            Self::Json => "Json",
            Self::Bytes => "Bytes",
        }
    }

    /// The type of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|ty| ty.name() == name)
    }

    /// The column's type when no `@db.…` is given. `Decimal` then has 65 digits, 30 of them
    /// fractional, and `DateTime` has milliseconds.
    pub fn default_native(self) -> NativeKind {
        match self {
            Self::Int => NativeKind::Integer,
            Self::BigInt => NativeKind::BigInt,
            Self::Float => NativeKind::DoublePrecision,
            Self::Decimal => NativeKind::Decimal,
            Self::Boolean => NativeKind::Boolean,
            Self::String => NativeKind::Text,
            Self::DateTime => NativeKind::Timestamp,
            Self::Json => NativeKind::JsonB,
            Self::Bytes => NativeKind::ByteA,
        }
    }
}
