//! Default values as SQL expressions.

use schema::{Expression, Type, quote_literal};

use crate::datamodel::{
    Datamodel, DefaultFunction, DefaultKind, FieldType, Literal, ScalarField, ScalarType,
};

/// The default of a column; `None` where the client or a sequence gives the value.
pub(super) fn lower(
    datamodel: &Datamodel,
    scalar: &ScalarField,
    ty: &Type,
    kind: &DefaultKind,
) -> Option<Expression> {
    match kind {
        DefaultKind::Literal(value) => Some(Expression::new(literal(datamodel, scalar, value))),
        DefaultKind::List(values) => {
            let values: Vec<String> = values
                .iter()
                .map(|value| literal(datamodel, scalar, value))
                .collect();
            let sql = format!("ARRAY[{}]::{}", values.join(", "), ty.sql());
            Some(Expression::new(sql))
        }
        DefaultKind::Function(DefaultFunction::Now) => Some(Expression::new("CURRENT_TIMESTAMP")),
        DefaultKind::Function(DefaultFunction::DbGenerated(sql)) => {
            sql.as_deref().map(Expression::new)
        }
        DefaultKind::Function(
            DefaultFunction::Autoincrement
            | DefaultFunction::Uuid { .. }
            | DefaultFunction::Cuid { .. }
            | DefaultFunction::Ulid
            | DefaultFunction::Nanoid { .. },
        ) => None,
    }
}

/// A literal as an SQL constant of the field's type.
pub(super) fn literal(datamodel: &Datamodel, scalar: &ScalarField, value: &Literal) -> String {
    match value {
        Literal::Number(digits) => number(digits),
        Literal::Boolean(value) => value.to_string(),
        Literal::EnumValue(value) => match scalar.ty {
            FieldType::Enum(id) => quote_literal(datamodel[id][*value].database_name()),
            FieldType::Scalar(_) | FieldType::Unsupported(_) => String::from("NULL"),
        },
        Literal::String(text) => match scalar.scalar_type() {
            Some(ScalarType::Bytes) => quote_literal(&hex_of_base64(text)),
            Some(ScalarType::DateTime) => quote_literal(&timestamp(text)),
            // A decimal may be written in quotes; to the database it is a number all the same.
            Some(ScalarType::Decimal) => text.clone(),
            Some(
                ScalarType::Int
                | ScalarType::BigInt
                | ScalarType::Float
                | ScalarType::Boolean
                | ScalarType::String
                | ScalarType::Json,
            )
            | None => quote_literal(text),
        },
    }
}

/// A number without the zeros that it may begin with.
fn number(digits: &str) -> String {
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", digits),
    };
    let short = digits.trim_start_matches('0');
    let zero = if short.starts_with(|c: char| c.is_ascii_digit()) {
        ""
    } else {
        "0"
    };
    format!("{sign}{zero}{short}")
}

/// A time of RFC 3339 as PostgreSQL prints times: `2020-01-02 03:04:05.678 +09:00`.
fn timestamp(text: &str) -> String {
    let Some((date, time)) = text
        .split_at_checked(10)
        .and_then(|(date, rest)| Some((date, rest.get(1..)?)))
    else {
        return text.to_owned();
    };
    let zone = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (time, zone) = time.split_at(zone);
    match zone {
        "" => format!("{date} {time}"),
        "Z" | "z" => format!("{date} {time} +00:00"),
        offset => format!("{date} {time} {offset}"),
    }
}

/// Base64 as the hexadecimal form of `bytea`: `\x68656c6c6f`. What is not base64 is left out.
fn hex_of_base64(text: &str) -> String {
    let mut hex = String::from("\\x");
    let (mut bits, mut width) = (0_u32, 0_u32);
    for symbol in text.bytes() {
        let value = match symbol {
            b'A'..=b'Z' => symbol - b'A',
            b'a'..=b'z' => symbol - b'a' + 26,
            b'0'..=b'9' => symbol - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        width += 6;
        if width >= 8 {
            width -= 8;
            let byte = bits >> width & 0xff;
            for digit in [byte >> 4, byte & 0xf] {
                hex.extend(char::from_digit(digit, 16));
            }
            bits &= (1 << width) - 1;
        }
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_bytes_in_hexadecimal() {
        let cases = [
            ("", "\\x"),
            ("aGVsbG8=", "\\x68656c6c6f"),
            ("AP+A", "\\x00ff80"),
            ("+/8=", "\\xfbff"),
        ];
        for (base64, hex) in cases {
            assert_eq!(hex_of_base64(base64), hex);
        }
    }

    #[test]
    fn writes_numbers_as_the_server_does() {
        let cases = [
            ("0", "0"),
            ("007", "7"),
            ("-007", "-7"),
            ("0.50", "0.50"),
            ("-00.5", "-0.5"),
            ("10", "10"),
        ];
        for (digits, expected) in cases {
            assert_eq!(number(digits), expected);
        }
    }

    #[test]
    fn writes_times_as_the_server_does() {
        let cases = [
            ("2020-01-02T03:04:05.678Z", "2020-01-02 03:04:05.678 +00:00"),
            ("2020-01-02 03:04:05z", "2020-01-02 03:04:05 +00:00"),
            ("2020-01-02T03:04:05-09:30", "2020-01-02 03:04:05 -09:30"),
            ("soon", "soon"),
        ];
        for (text, expected) in cases {
            assert_eq!(timestamp(text), expected);
        }
    }
}
