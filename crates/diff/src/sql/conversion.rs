//! From the values of one type to those of another.

use schema::{Column, Type};

/// How the values of a column are carried over into another type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Conversion {
    /// The expression after `USING`; without one the server's own assignment is right.
    pub(crate) using: Option<String>,
    /// What is lost of each value.
    pub(crate) loses: Option<String>,
    /// What stops the statement, and what else one should know.
    pub(crate) caution: Option<String>,
}

/// How a column's values become those of another type. Values that have no counterpart stop the
/// statement; none is lost without a word, or guessed.
pub(crate) fn of(column: &str, before: &Column, after: &Column) -> Conversion {
    let ty = unlimited(&after.ty).sql();
    let (old, new) = (&before.ty, &after.ty);
    match (old.array, new.array) {
        // One value becomes a list of one, no value stays none.
        (false, true) => {
            let list = format!("ARRAY[{column}{}]::{ty}", by_way_of(old, new, ""));
            let nullable = before.nullable;
            let list = if nullable {
                format!("CASE WHEN {column} IS NOT NULL THEN {list} END")
            } else {
                list
            };
            Conversion {
                using: Some(list),
                ..element(old, new)
            }
        }
        (true, false) => Conversion {
            using: Some(format!("({column})[1]{}::{ty}", by_way_of(old, new, ""))),
            loses: Some("all but the first element of each list".to_owned()),
            ..element(old, new)
        },
        (true, true) => Conversion {
            using: Some(format!("{column}{}::{ty}", by_way_of(old, new, "[]"))),
            ..element(old, new)
        },
        (false, false) => scalar(column, old, new),
    }
}

/// What befalls each element of a list.
fn element(before: &Type, after: &Type) -> Conversion {
    let one = |ty: &Type| Type {
        array: false,
        ..ty.clone()
    };
    let scalar = scalar("", &one(before), &one(after));
    Conversion {
        using: None,
        ..scalar
    }
}

/// A type of texts without its length: a cast would cut what is too long, which the assignment of
/// the result does not.
fn unlimited(ty: &Type) -> Type {
    match Family::of(ty) {
        Family::Text | Family::Bits if !ty.modifiers.is_empty() => Type {
            modifiers: Vec::new(),
            name: if ty.name.ends_with("bit") {
                "varbit".to_owned()
            } else {
                "text".to_owned()
            },
            ..ty.clone()
        },
        Family::Text
        | Family::Bits
        | Family::Number
        | Family::Money
        | Family::Oid
        | Family::Boolean
        | Family::Date
        | Family::Time
        | Family::Bytes
        | Family::Json
        | Family::Other => ty.clone(),
    }
}

fn scalar(column: &str, before: &Type, after: &Type) -> Conversion {
    let ty = unlimited(after).sql();
    let (old, new) = (Family::of(before), Family::of(after));
    let plain = || format!("{column}{}::{ty}", by_way_of(before, after, ""));
    let using = match (old, new) {
        // An explicit cast would cut what is too long; an assignment says so.
        (Family::Text | Family::Bits, _) if old == new => None,
        (Family::Number, Family::Date) if after.name != "date" => {
            let zone = if after.name == "timestamp" {
                " AT TIME ZONE 'UTC'"
            } else {
                ""
            };
            Some(format!("to_timestamp({column}){zone}"))
        }
        (Family::Date, Family::Number) => Some(format!("extract(epoch FROM {column})::{ty}")),
        (Family::Date, Family::Date) if zone(before) != zone(after) && before.name != "date" => {
            let moved = format!("{column} AT TIME ZONE 'UTC'");
            Some(if after.name == "date" {
                format!("({moved})::date")
            } else {
                moved
            })
        }
        (Family::Bytes, Family::Text) => Some(format!("convert_from({column}, 'UTF8')")),
        (Family::Text, Family::Bytes) => Some(format!("convert_to({column}, 'UTF8')")),
        (Family::Number | Family::Boolean | Family::Date | Family::Time, Family::Json) => {
            Some(format!("to_{}({column})", after.name))
        }
        _ => Some(plain()),
    };
    Conversion {
        using,
        loses: loss(before, after, old, new).map(str::to_owned),
        caution: caution(before, after, old, new),
    }
}

fn zone(ty: &Type) -> bool {
    ty.name == "timestamptz"
}

/// What is lost of each value without an error.
fn loss(before: &Type, after: &Type, old: Family, new: Family) -> Option<&'static str> {
    let behind_point = "the digits behind the point that the new type does not keep";
    let fraction = "the fractions of a second that the new type does not keep";
    match (old, new) {
        (Family::Number | Family::Money, Family::Boolean) => Some("every number but 0 and 1"),
        (Family::Number, Family::Number) => number_loss(before, after, behind_point),
        (Family::Money, Family::Number) => {
            let scale = after.modifiers.get(1).is_some_and(|scale| *scale < 2);
            (is_integer(after) || scale).then_some(behind_point)
        }
        (Family::Date, Family::Date) if after.name == "date" && before.name != "date" => {
            Some("the time of day")
        }
        (Family::Date, Family::Time) => Some("the date"),
        (Family::Date, Family::Number) => Some("the fractions of a second"),
        (Family::Date | Family::Time, _) if old == new => {
            let precision = |ty: &Type| ty.modifiers.first().copied().unwrap_or(6);
            (before.name != "date" && precision(after) < precision(before)).then_some(fraction)
        }
        (Family::Time, Family::Text) | (_, _) => None,
    }
}

fn number_loss(before: &Type, after: &Type, behind_point: &'static str) -> Option<&'static str> {
    let scale = |ty: &Type| match ty.modifiers.as_slice() {
        [_, scale] => Some(*scale),
        [_] => Some(0),
        _ => None,
    };
    match (before.name.as_str(), after.name.as_str()) {
        ("numeric" | "float4" | "float8", "int2" | "int4" | "int8") => Some(behind_point),
        ("numeric", "numeric") => match (scale(before), scale(after)) {
            (_, None) => None,
            (None, Some(_)) => Some(behind_point),
            (Some(old), Some(new)) => (new < old).then_some(behind_point),
        },
        ("float4" | "float8", "numeric") if scale(after).is_some() => Some(behind_point),
        ("numeric" | "int8", "float4" | "float8") | ("float8" | "int4", "float4") => {
            Some("the digits beyond those that the new type keeps")
        }
        _ => None,
    }
}

fn is_integer(ty: &Type) -> bool {
    matches!(ty.name.as_str(), "int2" | "int4" | "int8")
}

/// What stops the statement, or what was decided about the meaning of values.
fn caution(before: &Type, after: &Type, old: Family, new: Family) -> Option<String> {
    let length = |ty: &Type| ty.modifiers.first().copied();
    let stops = |what: &str| Some(format!("stops at a value that is {what}"));
    match (old, new) {
        (Family::Text | Family::Bits, _) if old == new => match (length(before), length(after)) {
            (None, Some(most)) => stops(&format!("longer than {most}")),
            (Some(old), Some(new)) if new < old => stops(&format!("longer than {new}")),
            _ => None,
        },
        (Family::Number, Family::Date) if after.name != "date" => {
            Some("reads numbers as seconds since 1970-01-01 UTC".to_owned())
        }
        (Family::Date, Family::Date) if zone(before) != zone(after) => {
            Some("reads times without a zone as UTC".to_owned())
        }
        (Family::Number, Family::Number) => {
            let width = |ty: &Type| match ty.name.as_str() {
                "int2" => 2,
                "int4" => 4,
                "int8" => 8,
                _ => 16,
            };
            let digits = |ty: &Type| match ty.modifiers.as_slice() {
                [precision, scale] => Some(precision - scale),
                _ => None,
            };
            let fewer = digits(after).is_some_and(|new| digits(before).is_none_or(|old| new < old));
            let narrow = is_integer(after) && width(after) < width(before);
            (narrow || fewer).then(|| format!("stops at a value that is out of range of {after}"))
        }
        (Family::Text, Family::Bytes | Family::Text) | (_, Family::Text) => match length(after) {
            Some(most) if old != new => stops(&format!("longer than {most}")),
            _ => None,
        },
        (Family::Text, _) => stops(&format!("no valid {after}")),
        (Family::Other, Family::Other) if before.name == after.name => None,
        (_, _) if old != new || old == Family::Other => {
            let direct = matches!(
                (old, new),
                (
                    Family::Boolean | Family::Date | Family::Money,
                    Family::Number
                ) | (
                    Family::Number | Family::Boolean | Family::Date | Family::Time,
                    Family::Json
                ) | (Family::Number, Family::Boolean | Family::Money)
                    | (Family::Date, Family::Time)
            );
            (!direct).then(|| format!("stops at a value whose text is no valid {after}"))
        }
        _ => None,
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
    Bytes,
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
            "bytea" => Self::Bytes,
            "json" | "jsonb" => Self::Json,
            _ => Self::Other,
        }
    }
}
