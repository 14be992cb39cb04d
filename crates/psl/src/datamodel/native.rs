//! PostgreSQL's types as the schema language names them: `@db.VarChar(30)`.

use diag::Span;

use super::ScalarType;

/// `@db.…` on a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NativeType {
    /// Which type.
    pub kind: NativeKind,
    /// Length, or precision, or precision and scale, as far as given.
    pub args: Vec<u32>,
    /// The same as they are written: `010`.
    pub written: Vec<String>,
    /// The attribute.
    pub span: Span,
}

macro_rules! native_kinds {
    ($($kind:ident $scalar:ident $sql:literal,)*) => {
        /// A type of PostgreSQL that the schema language knows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum NativeKind {
            $(#[doc = concat!("`@db.", stringify!($kind), "`")] $kind,)*
        }

        impl NativeKind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// As it is written after `@db.`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$kind => stringify!($kind)),* }
            }

            /// The scalar type that it belongs to.
            pub fn scalar_type(self) -> ScalarType {
                match self { $(Self::$kind => ScalarType::$scalar),* }
            }

            /// PostgreSQL's internal name, as in `pg_type.typname`.
            pub fn postgres_name(self) -> &'static str {
                match self { $(Self::$kind => $sql),* }
            }
        }
    };
}

native_kinds! {
    SmallInt Int "int2",
    Integer Int "int4",
    BigInt BigInt "int8",
    Decimal Decimal "numeric",
    Money Decimal "money",
    Inet String "inet",
    Oid Int "oid",
    Citext String "citext",
    Real Float "float4",
    DoublePrecision Float "float8",
    VarChar String "varchar",
    Char String "bpchar",
    Text String "text",
    ByteA Bytes "bytea",
    Timestamp DateTime "timestamp",
    Timestamptz DateTime "timestamptz",
    Date DateTime "date",
    Time DateTime "time",
    Timetz DateTime "timetz",
    Boolean Boolean "bool",
    Bit String "bit",
    VarBit String "varbit",
    Uuid String "uuid",
    Xml String "xml",
    Json Json "json",
    JsonB Json "jsonb",
}

impl NativeKind {
    /// The type of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// How many arguments it may take.
    pub fn max_args(self) -> usize {
        match self {
            Self::Decimal => 2,
            Self::VarChar
            | Self::Char
            | Self::Bit
            | Self::VarBit
            | Self::Timestamp
            | Self::Timestamptz
            | Self::Time
            | Self::Timetz => 1,
            Self::SmallInt
            | Self::Integer
            | Self::BigInt
            | Self::Money
            | Self::Inet
            | Self::Oid
            | Self::Citext
            | Self::Real
            | Self::DoublePrecision
            | Self::Text
            | Self::ByteA
            | Self::Date
            | Self::Boolean
            | Self::Uuid
            | Self::Xml
            | Self::Json
            | Self::JsonB => 0,
        }
    }
}
