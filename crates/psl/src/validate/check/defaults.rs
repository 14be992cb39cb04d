//! Default values: whether functions exist, and whether literals can be read.

use diag::Diagnostic;

use super::super::attributes::DEFAULT_FUNCTIONS;
use super::super::context::Context;
use super::literals;
use crate::codes;
use crate::datamodel::{FieldRef, ScalarField, ScalarType};
use crate::syntax::ast::{Expression, Function};

/// Checks the default of a column.
pub(super) fn check(ctx: &mut Context<'_>, field: FieldRef) {
    let Some((attribute, value)) = ctx.notes(field).default else {
        return;
    };
    if ctx.notes(field).default_map {
        ctx.push(
            Diagnostic::error(
                &codes::NAMED_DEFAULT,
                "the default has a name, which PostgreSQL does not know",
            )
            .at(attribute.span, "")
            .help("remove `map`"),
        );
    }
    let scalar = ctx.field(field).scalar();
    let Some(ty) = scalar.and_then(ScalarField::scalar_type) else {
        return;
    };
    match value {
        Expression::Function(call) => check_function(ctx, call),
        Expression::Array(items, _) => {
            for item in items {
                check_literal(ctx, ty, item);
            }
        }
        Expression::Number(..)
        | Expression::String(..)
        | Expression::Constant(..)
        | Expression::Object(..) => check_literal(ctx, ty, value),
    }
}

fn check_function(ctx: &mut Context<'_>, call: &Function<'_>) {
    let name = call.name.text;
    if DEFAULT_FUNCTIONS.contains(&name) {
        return;
    }
    let finding = if matches!(name, "auto" | "sequence") {
        Diagnostic::error(
            &codes::UNKNOWN_DEFAULT_FUNCTION,
            format!("PostgreSQL does not have the default `{name}()`"),
        )
        .at(call.span, "")
        .help("write `autoincrement()`, or `dbgenerated(\"…\")` for an expression of the database")
    } else {
        let finding = Diagnostic::error(
            &codes::UNKNOWN_DEFAULT_FUNCTION,
            format!("there is no default `{name}()`"),
        )
        .at(call.span, "");
        match ctx
            .suggester
            .nearest(name, DEFAULT_FUNCTIONS.iter().copied())
        {
            Some(near) => finding.help(format!("did you mean `{near}()`?")),
            None => finding.help("write `dbgenerated(\"…\")` for an expression of the database"),
        }
    };
    ctx.push(finding);
}

fn check_literal(ctx: &mut Context<'_>, ty: ScalarType, value: &Expression<'_>) {
    let wrong = match (ty, value) {
        (ScalarType::Json, Expression::String(text, _)) => {
            serde_json::from_str::<serde_json::Value>(text)
                .err()
                .map(|error| format!("the default is no JSON: {error}"))
        }
        (ScalarType::Bytes, Expression::String(text, _)) => (!literals::is_base64(text))
            .then(|| "the default is no base64, in which bytes are written".to_owned()),
        (ScalarType::DateTime, Expression::String(text, _)) => (!literals::is_rfc3339(text))
            .then(|| "the default is no time as RFC 3339 wants it".to_owned()),
        (ScalarType::Int | ScalarType::BigInt, Expression::Number(text, _)) => {
            text.parse::<i64>().is_err().then(|| {
                if text.contains('.') {
                    "the default is no whole number".to_owned()
                } else {
                    "the default does not fit into 64 bits".to_owned()
                }
            })
        }
        (ScalarType::Decimal, Expression::String(text, _)) => {
            (!literals::is_decimal(text)).then(|| "the default is no decimal number".to_owned())
        }
        _ => None,
    };
    let Some(message) = wrong else { return };
    let finding = Diagnostic::error(&codes::INVALID_DEFAULT_LITERAL, message).at(value.span(), "");
    ctx.push(if ty == ScalarType::DateTime {
        finding.help("write it like `2026-01-31T23:59:00Z`")
    } else {
        finding
    });
}
