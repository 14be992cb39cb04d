//! Types and defaults of columns.

use diag::{Diagnostic, Span};

use super::super::super::context::Context;
use super::kind;
use crate::codes;
use crate::datamodel::{
    DefaultFunction, DefaultKind, FieldRef, Literal, NativeKind, NativeType, ScalarField,
};
use crate::syntax::ast::Arity;

/// The longest `VARCHAR` and `CHAR`.
const LONGEST_TEXT: u32 = 10_485_760;

/// Checks the type and the default of a column.
pub(super) fn check(
    ctx: &Context<'_>,
    field: FieldRef,
    scalar: &ScalarField,
    findings: &mut Vec<Diagnostic>,
) {
    if let Some(native) = &scalar.native_type {
        check_length(native, findings);
    }
    let Some(default) = &scalar.default else {
        return;
    };
    let literals = match &default.kind {
        DefaultKind::Function(function) => {
            check_function(ctx, field, function, default.span, findings);
            return;
        }
        DefaultKind::Literal(literal) => std::slice::from_ref(literal),
        DefaultKind::List(list) => list.as_slice(),
    };
    if let Some(kind) = kind(ctx, field) {
        for literal in literals {
            check_literal(kind, literal, default.span, findings);
        }
    }
}

fn check_length(native: &NativeType, findings: &mut Vec<Diagnostic>) {
    let (NativeKind::VarChar | NativeKind::Char, [length]) = (native.kind, native.args.as_slice())
    else {
        return;
    };
    if !(1..=LONGEST_TEXT).contains(length) {
        findings.push(
            Diagnostic::error(
                &codes::TEXT_LENGTH_OUT_OF_RANGE,
                format!("the length {length} is not between 1 and {LONGEST_TEXT}"),
            )
            .at(native.span, "")
            .help("use `@db.Text` for texts of any length"),
        );
    }
}

fn check_function(
    ctx: &Context<'_>,
    field: FieldRef,
    function: &DefaultFunction,
    span: Span,
    findings: &mut Vec<Diagnostic>,
) {
    let arity = ctx.field(field).arity;
    match (function, arity) {
        (DefaultFunction::Autoincrement | DefaultFunction::Now, Arity::List) => findings.push(
            Diagnostic::error(
                &codes::FUNCTION_DEFAULT_OF_LIST,
                format!(
                    "`{}()` makes one value, and the field is a list",
                    function.name()
                ),
            )
            .at(span, "")
            .also(ctx.field_ast(field).ty.span(), "this list")
            .help("remove the default, or make the field a single value"),
        ),
        (DefaultFunction::Autoincrement, Arity::Optional) => findings.push(
            Diagnostic::warning(
                &codes::OPTIONAL_AUTOINCREMENT,
                "the column is never null: `autoincrement()` makes it required in the database",
            )
            .at(span, "")
            .help("make the field required"),
        ),
        _ => {}
    }
}

fn check_literal(kind: NativeKind, literal: &Literal, span: Span, findings: &mut Vec<Diagnostic>) {
    match literal {
        Literal::Number(text) => check_number(kind, text, span, findings),
        Literal::String(text) => check_text(kind, text, span, findings),
        Literal::Boolean(_) | Literal::EnumValue(_) => {}
    }
}

/// PostgreSQL takes the default and fails when a row is inserted.
fn check_number(kind: NativeKind, text: &str, span: Span, findings: &mut Vec<Diagnostic>) {
    let Ok(number) = text.parse::<i64>() else {
        return;
    };
    let range = if kind == NativeKind::SmallInt {
        i64::from(i16::MIN)..=i64::from(i16::MAX)
    } else if kind == NativeKind::Integer {
        i64::from(i32::MIN)..=i64::from(i32::MAX)
    } else if kind == NativeKind::Oid {
        0..=i64::from(u32::MAX)
    } else {
        return;
    };
    if !range.contains(&number) {
        findings.push(
            Diagnostic::warning(
                &codes::DEFAULT_OUT_OF_RANGE,
                format!("the default {number} does not fit into the column"),
            )
            .at(span, "")
            .note(format!(
                "a column of type `{}` holds {} to {}",
                kind.name(),
                range.start(),
                range.end()
            ))
            .help("use `BigInt`, or a smaller default"),
        );
    }
}

fn check_text(kind: NativeKind, text: &str, span: Span, findings: &mut Vec<Diagnostic>) {
    if text.contains('\0') {
        let message = "the default contains a NUL character, which PostgreSQL does not store";
        findings.push(Diagnostic::error(&codes::NUL_CHARACTER, message).at(span, ""));
        return;
    }
    let wrong = (kind == NativeKind::Uuid && !is_uuid(text))
        || (kind == NativeKind::Inet && !is_inet(text))
        || (matches!(kind, NativeKind::Bit | NativeKind::VarBit) && !is_bits(text))
        || (kind == NativeKind::JsonB && text.contains("\\u0000"));
    if wrong {
        findings.push(
            Diagnostic::error(
                &codes::DEFAULT_OF_WRONG_FORM,
                format!("the default is no value of the type `{}`", kind.name()),
            )
            .at(span, ""),
        );
    }
}

/// Thirty-two hexadecimal digits, with a hyphen after any four of them, perhaps in braces.
fn is_uuid(text: &str) -> bool {
    let inner = text
        .strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'))
        .unwrap_or(text);
    let mut digits = 0;
    for (index, byte) in inner.bytes().enumerate() {
        match byte {
            b'-' if digits % 4 == 0 && digits > 0 && digits < 32 && index > 0 => {}
            byte if byte.is_ascii_hexdigit() => digits += 1,
            _ => return false,
        }
    }
    digits == 32 && !inner.contains("--")
}

/// An address with an optional number of bits.
fn is_inet(text: &str) -> bool {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, Some(bits)),
        None => (text, None),
    };
    let Ok(address) = address.parse::<std::net::IpAddr>() else {
        return false;
    };
    let most = if address.is_ipv4() { 32 } else { 128 };
    bits.is_none_or(|bits| bits.parse::<u8>().is_ok_and(|bits| bits <= most))
}

/// Binary digits, or hexadecimal ones after an `x`.
fn is_bits(text: &str) -> bool {
    match text.strip_prefix(['x', 'X']) {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => text
            .strip_prefix(['b', 'B'])
            .unwrap_or(text)
            .bytes()
            .all(|byte| matches!(byte, b'0' | b'1')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_types() {
        assert!(is_uuid("00000000-0000-0000-0000-000000000000"));
        assert!(is_uuid("{A0eebc999c0b4ef8bb6d6bb9bd380a11}"));
        assert!(!is_uuid("x") && !is_uuid("") && !is_uuid("-0000000-0000-0000-0000-000000000000"));
        assert!(is_inet("10.0.0.1") && is_inet("10.0.0.1/8") && is_inet("::1/128"));
        assert!(!is_inet("x") && !is_inet("10.0.0.1/33") && !is_inet(""));
        assert!(is_bits("") && is_bits("101") && is_bits("xAf"));
        assert!(!is_bits("12") && !is_bits("xg"));
    }
}
