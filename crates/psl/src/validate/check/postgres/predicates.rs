//! The conditions of partial indexes, written as objects.

use diag::Diagnostic;

use super::super::super::context::Context;
use super::super::literals;
use crate::codes;
use crate::datamodel::{Condition, FieldRef, FieldType, Literal, ModelId, Predicate, ScalarType};

/// Checks the conditions of a model's indexes.
pub(super) fn check(ctx: &mut Context<'_>, model: ModelId) {
    for index in 0..ctx.model(model).indexes.len() {
        let known = &ctx.model(model).indexes[index];
        let span = known.span;
        let Some(Predicate::Conditions(conditions)) = known.predicate.clone() else {
            continue;
        };
        for condition in &conditions {
            check_condition(ctx, model, condition, span);
        }
    }
}

fn check_condition(ctx: &mut Context<'_>, model: ModelId, condition: &Condition, span: diag::Span) {
    let field = FieldRef {
        model,
        field: condition.field,
    };
    let Some(value) = &condition.value else {
        return;
    };
    let known = ctx.field(field);
    let Some(ty) = known.scalar().map(|scalar| scalar.ty.clone()) else {
        return;
    };
    let name = known.name.text.clone();
    if known.is_list() {
        ctx.push(
            Diagnostic::error(
                &codes::LIST_IN_PREDICATE,
                format!("the list `{name}` is compared with a single value"),
            )
            .at(span, "")
            .also(ctx.field(field).name.span, "a list")
            .help("use `raw(\"…\")`"),
        );
        return;
    }
    match (ty, value) {
        (FieldType::Enum(id), Literal::String(text)) => {
            let block = &ctx.datamodel[id];
            let message = format!("the enum `{}` has no value `{text}`", block.name.text);
            let names: Vec<String> = block
                .values
                .iter()
                .map(|value| value.name.text.clone())
                .collect();
            let finding = Diagnostic::error(&codes::UNKNOWN_VALUE_IN_PREDICATE, message)
                .at(span, "")
                .also(block.name.span, "the enum");
            let near = ctx
                .suggester
                .nearest(text, names.iter().map(String::as_str));
            ctx.push(match near {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding,
            });
        }
        (FieldType::Scalar(ScalarType::DateTime), Literal::String(text))
            if !literals::is_date_or_time(text) =>
        {
            ctx.push(
                Diagnostic::error(
                    &codes::INVALID_TIME_IN_PREDICATE,
                    format!("the field `{name}` is compared with what is no time"),
                )
                .at(span, "")
                .help("write it like `2026-01-31T23:59:00Z`"),
            );
        }
        _ => {}
    }
}
