//! From the values of one type to those of another.

use schema::Type;

/// The expression that turns a column's values into another type. Values that have no counterpart
/// stop the statement; none is lost or guessed.
pub(super) fn using(column: &str, before: &Type, after: &Type) -> String {
    let ty = after.sql();
    match (before.array, after.array) {
        // One value becomes a list of one; of a list the first value stays.
        (false, true) => format!("ARRAY[{column}{}]::{ty}", by_way_of(before, after, "")),
        (true, false) => format!("({column})[1]{}::{ty}", by_way_of(before, after, "")),
        (true, true) => format!("{column}{}::{ty}", by_way_of(before, after, "[]")),
        (false, false) => format!("{column}{}::{ty}", by_way_of(before, after, "")),
    }
}

/// The cast that stands between two types which have none of their own.
fn by_way_of(before: &Type, after: &Type, array: &str) -> String {
    use Family::{Boolean, Money, Number, Oid};

    let (old, new) = (Family::of(before), Family::of(after));
    let step = match (old, new) {
        // An enum goes by way of text even to itself: its type may just have been replaced.
        _ if before.schema.is_none() && before.name == after.name => return String::new(),
        (Family::Text, _) | (_, Family::Text) => return String::new(),
        _ if old == new && old != Family::Other => return String::new(),
        (Money, Number) | (Number, Money) => "numeric",
        (Oid, Number) | (Number, Oid) => "int8",
        (Boolean, Number) | (Number, Boolean) => "int4",
        (Family::Date, Family::Time) if before.name != "date" => return String::new(),
        _ => "text",
    };
    format!("::{step}{array}")
}

/// Types that convert to each other directly.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Text,
    Number,
    Money,
    Oid,
    Boolean,
    Date,
    Time,
    Bits,
    Json,
    /// Enums and all other types: only to themselves.
    Other,
}

impl Family {
    fn of(ty: &Type) -> Self {
        if ty.schema.is_some() {
            return Self::Other;
        }
        match ty.name.as_str() {
            "text" | "varchar" | "bpchar" | "citext" | "name" => Self::Text,
            "int2" | "int4" | "int8" | "float4" | "float8" | "numeric" => Self::Number,
            "money" => Self::Money,
            "oid" => Self::Oid,
            "bool" => Self::Boolean,
            "date" | "timestamp" | "timestamptz" => Self::Date,
            "time" | "timetz" => Self::Time,
            "bit" | "varbit" => Self::Bits,
            "json" | "jsonb" => Self::Json,
            _ => Self::Other,
        }
    }
}
