//! Texts, numbers and times as JSON.

use std::fmt::Write as _;

use crate::datamodel::{DefaultFunction, DefaultKind, Literal, ScalarType};

/// Appends a JSON string.
pub(super) fn write_string(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(position) = rest
        .bytes()
        .position(|b| b < b' ' || b == b'"' || b == b'\\')
    {
        out.push_str(&rest[..position]);
        match rest.as_bytes()[position] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            control => push_display(out, format_args!("\\u{control:04x}")),
        }
        rest = &rest[position + 1..];
    }
    out.push_str(rest);
    out.push('"');
}

/// Appends a default value: a value, a list of values, or a function's name and arguments.
/// `ty` is the field's scalar type and `label` gives the names of its enum's values.
pub(super) fn write_default<'a>(
    out: &mut String,
    default: &'a DefaultKind,
    ty: Option<ScalarType>,
    label: impl Fn(u32) -> &'a str,
) {
    match default {
        DefaultKind::Literal(literal) => write_literal(out, literal, ty, &label),
        DefaultKind::List(literals) => {
            out.push('[');
            for (position, literal) in literals.iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                write_literal(out, literal, ty, &label);
            }
            out.push(']');
        }
        DefaultKind::Function(function) => write_function(out, function),
    }
}

fn write_function(out: &mut String, function: &DefaultFunction) {
    push_display(
        out,
        format_args!(r#"{{"name":"{}","args":["#, function.name()),
    );
    match function {
        DefaultFunction::Uuid { version } => push_display(out, version.unwrap_or(4)),
        DefaultFunction::Cuid { version } => push_display(out, version.unwrap_or(1)),
        DefaultFunction::Nanoid {
            length: Some(length),
        } => push_display(out, length),
        DefaultFunction::DbGenerated(Some(expression)) => write_string(out, expression),
        DefaultFunction::Nanoid { length: None }
        | DefaultFunction::DbGenerated(None)
        | DefaultFunction::Autoincrement
        | DefaultFunction::Now
        | DefaultFunction::Ulid => {}
    }
    out.push_str("]}");
}

fn write_literal<'a>(
    out: &mut String,
    literal: &'a Literal,
    ty: Option<ScalarType>,
    label: impl Fn(u32) -> &'a str,
) {
    match (literal, ty) {
        (Literal::Boolean(value), _) => push_display(out, value),
        (Literal::EnumValue(value), _) => write_string(out, label(value.0)),
        (Literal::String(text), Some(ScalarType::Decimal)) => write_float(out, text),
        (Literal::String(text), Some(ScalarType::DateTime)) => write_time(out, text),
        (Literal::String(text), _) => write_string(out, text),
        (Literal::Number(text), Some(ScalarType::Int)) => match text.parse::<i64>() {
            Ok(number) => push_display(out, number),
            Err(_) => out.push_str("null"),
        },
        (Literal::Number(text), Some(ScalarType::BigInt)) => match text.parse::<i64>() {
            Ok(number) => push_display(out, format_args!("\"{number}\"")),
            Err(_) => out.push_str("null"),
        },
        (Literal::Number(text), _) => write_float(out, text),
    }
}

/// Appends a number as Prisma computes it: the digits as a whole number, times a power of ten.
/// That is not always the nearest number to the text: `0.3` gives `0.30000000000000004`.
fn write_float(out: &mut String, text: &str) {
    match float(text) {
        Some(number) if number.is_finite() => push_display(out, number),
        Some(_) | None => out.push_str("null"),
    }
}

fn float(text: &str) -> Option<f64> {
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(position) => (&text[..position], text[position + 1..].parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    let scale = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
    // Zero has no sign.
    let number = digits.parse::<f64>().ok()? + 0.0;
    Some(number * power_of_ten(scale.checked_neg()?) + 0.0)
}

/// A power of ten by repeated squaring, a negative one by division.
fn power_of_ten(exponent: i32) -> f64 {
    let mut base = 10.0_f64;
    let mut left = exponent.unsigned_abs();
    let mut power = 1.0;
    loop {
        if left & 1 == 1 {
            power *= base;
        }
        left >>= 1;
        if left == 0 {
            break;
        }
        base *= base;
    }
    if exponent < 0 { 1.0 / power } else { power }
}

/// Appends a time in RFC 3339 in the form in which Prisma gives it back: a `T` in the middle,
/// the fraction in none, three, six or nine digits, and the offset in digits.
fn write_time(out: &mut String, text: &str) {
    // Validation has seen that the text has this form.
    let (Some(date), Some(clock), Some(rest)) = (text.get(..10), text.get(11..19), text.get(19..))
    else {
        return write_string(out, text);
    };
    let (fraction, zone) = match rest.strip_prefix('.') {
        Some(rest) => {
            let end = rest.bytes().take_while(u8::is_ascii_digit).count();
            rest.split_at(end)
        }
        None => ("", rest),
    };
    let nanoseconds: String = fraction
        .chars()
        .chain("000000000".chars())
        .take(9)
        .collect();
    let mut time = format!("{date}T{clock}");
    let digits = match nanoseconds.trim_end_matches('0').len() {
        0 => 0,
        1..=3 => 3,
        4..=6 => 6,
        _ => 9,
    };
    if digits > 0 {
        time.push('.');
        time.push_str(&nanoseconds[..digits]);
    }
    time.push_str(if zone.eq_ignore_ascii_case("z") {
        "+00:00"
    } else {
        zone
    });
    write_string(out, &time);
}

/// Appends what a value displays. Writing to a text cannot fail.
fn push_display(out: &mut String, value: impl std::fmt::Display) {
    let _ = write!(out, "{value}");
}
