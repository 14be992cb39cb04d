//! What a column's type is called in the schema.

use schema::{QualifiedName, Type};

use super::names::Names;
use crate::datamodel::{NativeKind, ScalarType};

/// A column's type in the schema language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FieldType {
    /// `Int`, an enum's name or `Unsupported("…")`, without `?` and `[]`.
    pub(super) text: String,
    /// What follows `@db.`: `VarChar(30)`.
    pub(super) native: Option<String>,
    /// What kind of values it has.
    pub(super) kind: Kind,
}

/// What kind of values a type has, as far as defaults depend on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// One of the schema language's own types.
    Scalar(NativeKind),
    /// An enum.
    Enum(QualifiedName),
    /// Any other.
    Unsupported,
}

/// The type of a column.
pub(super) fn of(ty: &Type, names: &Names) -> FieldType {
    let user = ty
        .schema
        .as_ref()
        .map(|schema| QualifiedName::new(schema, &ty.name));
    if let Some(name) = user
        && let Some(named) = names.enums.get(&name)
    {
        return FieldType {
            text: named.name.clone(),
            native: None,
            kind: Kind::Enum(name),
        };
    }
    let known = NativeKind::ALL
        .iter()
        .copied()
        .find(|kind| kind.postgres_name() == ty.name && is_own(ty, *kind));
    // `bpchar` without a length is a type of its own that the schema language lacks.
    let known = known.filter(|kind| *kind != NativeKind::Char || !ty.modifiers.is_empty());
    if let Some(kind) = known {
        return FieldType {
            text: kind.scalar_type().name().to_owned(),
            native: native(kind, &ty.modifiers),
            kind: Kind::Scalar(kind),
        };
    }
    let element = Type {
        array: false,
        ..ty.clone()
    };
    let text = super::value::quoted(&element.to_string());
    FieldType {
        text: format!("Unsupported({text})"),
        native: None,
        kind: Kind::Unsupported,
    }
}

/// `citext` comes from an extension and so from any schema; the others are PostgreSQL's own.
fn is_own(ty: &Type, kind: NativeKind) -> bool {
    ty.schema.is_none() || kind == NativeKind::Citext
}

/// What follows `@db.`, unless it is what the scalar type stands for anyway.
fn native(kind: NativeKind, modifiers: &[i32]) -> Option<String> {
    let scalar = kind.scalar_type();
    let usual: &[i32] = match scalar {
        ScalarType::Decimal => &[65, 30],
        ScalarType::DateTime => &[3],
        ScalarType::Int
        | ScalarType::BigInt
        | ScalarType::Float
        | ScalarType::Boolean
        | ScalarType::String
        | ScalarType::Json
        | ScalarType::Bytes => &[],
    };
    if scalar.default_native() == kind && modifiers == usual {
        return None;
    }
    let arguments: Vec<String> = precise(kind, modifiers)
        .iter()
        .map(i32::to_string)
        .collect();
    Some(if arguments.is_empty() {
        kind.name().to_owned()
    } else {
        format!("{}({})", kind.name(), arguments.join(", "))
    })
}

/// Times without a precision have six digits, and Prisma says so.
fn precise(kind: NativeKind, modifiers: &[i32]) -> Vec<i32> {
    if modifiers.is_empty() && is_time(kind.postgres_name()) {
        vec![6]
    } else {
        modifiers.to_vec()
    }
}

fn is_time(name: &str) -> bool {
    matches!(name, "timestamp" | "timestamptz" | "time" | "timetz")
}

/// Whether two types are the same to the schema language: it does not tell a time without a
/// precision from one with six digits.
pub(super) fn same(a: &Type, b: &Type) -> bool {
    let digits = |ty: &Type| match ty.modifiers.as_slice() {
        [] if ty.schema.is_none() && is_time(&ty.name) => vec![6],
        modifiers => modifiers.to_vec(),
    };
    // `Unsupported` is text, so that schema and name may stand in one.
    let name = |ty: &Type| Type {
        modifiers: Vec::new(),
        ..ty.clone()
    };
    digits(a) == digits(b) && (name(a) == name(b) || a.to_string() == b.to_string())
}
