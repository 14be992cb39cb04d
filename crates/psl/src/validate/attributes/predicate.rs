//! `where`: which rows an index holds.

use diag::{Diagnostic, Span};

use super::super::context::{Context, KeyDraft};
use super::super::expression::kind;
use super::arguments::Arguments;
use super::fields;
use crate::codes;
use crate::datamodel::{
    Comparison, Condition, FieldId, FieldRef, FieldType, Literal, ModelId, Predicate, ScalarType,
    ValueId,
};
use crate::syntax::ast::{Expression, Member};

/// Reads the argument `where`, if it is given.
pub(super) fn read<'a>(
    ctx: &mut Context<'a>,
    model: ModelId,
    arguments: &mut Arguments<'a>,
    draft: &mut KeyDraft<'a>,
) -> Option<Predicate> {
    let owner = arguments.attribute.span;
    draft.predicate = arguments
        .attribute
        .arguments
        .list
        .iter()
        .find(|argument| argument.name.is_some_and(|name| name.text == "where"))
        .map(|argument| argument.span);
    match arguments.named("where")? {
        Expression::Function(call) if call.name.text == "raw" => {
            let value = call.arguments.list.first().map(|argument| &argument.value);
            let text = value.and_then(|value| ctx.string(value));
            match text {
                None => wrong(
                    ctx,
                    owner,
                    call.span,
                    "`raw` takes one string, an SQL condition",
                ),
                Some("") => wrong(ctx, owner, call.span, "the condition is empty"),
                Some(text) => return Some(Predicate::Raw(text.to_owned())),
            }
            None
        }
        Expression::Object(members, span) => {
            if members.is_empty() {
                wrong(ctx, owner, *span, "the condition is empty");
            }
            let conditions: Vec<Option<Condition>> = members
                .iter()
                .map(|member| read_condition(ctx, model, member, owner))
                .collect();
            conditions
                .into_iter()
                .collect::<Option<_>>()
                .map(Predicate::Conditions)
        }
        value @ (Expression::Function(_)
        | Expression::Number(..)
        | Expression::String(..)
        | Expression::Constant(..)
        | Expression::Array(..)) => {
            let message = format!(
                "a condition is `raw(\"…\")` or an object, not {}",
                kind(value)
            );
            wrong(ctx, owner, value.span(), &message);
            None
        }
    }
}

/// Reports what is no condition at all.
fn wrong(ctx: &mut Context<'_>, owner: Span, place: Span, message: &str) {
    let help = "write `where: raw(\"status = 'active'\")` or `where: { active: true }`";
    report(ctx, owner, place, message, help);
}

fn report(ctx: &mut Context<'_>, owner: Span, place: Span, message: &str, help: &str) {
    ctx.push(
        Diagnostic::error(&codes::INVALID_PREDICATE, message)
            .at(owner, "")
            .also(place, "here")
            .help(help),
    );
}

/// `field: value` or `field: { not: value }`
fn read_condition<'a>(
    ctx: &mut Context<'a>,
    model: ModelId,
    member: &'a Member<'a>,
    owner: Span,
) -> Option<Condition> {
    let field = column(ctx, model, member, owner)?;
    let (comparison, value) = match &member.value {
        Expression::Object(inner, span) => match inner.as_slice() {
            [only] if only.key.text == "not" => (Comparison::NotEqual, &only.value),
            [only] => {
                let message = format!("a condition has no operator `{}`", only.key.text);
                wrong_operator(ctx, owner, only.key.span, &message);
                return None;
            }
            _ => {
                wrong_operator(ctx, owner, *span, "a condition has one operator");
                return None;
            }
        },
        value @ (Expression::Number(..)
        | Expression::String(..)
        | Expression::Constant(..)
        | Expression::Array(..)
        | Expression::Function(_)) => (Comparison::Equal, value),
    };
    if matches!(value, Expression::Constant("null", _)) {
        return Some(Condition {
            field,
            comparison,
            value: None,
        });
    }
    let value = literal(ctx, FieldRef { model, field }, value, owner)?;
    Some(Condition {
        field,
        comparison,
        value: Some(value),
    })
}

/// Reports a condition whose operator is not `not`.
fn wrong_operator(ctx: &mut Context<'_>, owner: Span, place: Span, message: &str) {
    let help = "write `{ not: value }`, or use `raw(\"…\")`";
    report(ctx, owner, place, message, help);
}

/// The column that a condition names.
fn column<'a>(
    ctx: &mut Context<'a>,
    model: ModelId,
    member: &'a Member<'a>,
    owner: Span,
) -> Option<FieldId> {
    let name = member.key.text;
    let Some(field) = ctx.draft(model).fields.get(name).copied() else {
        let unknown = [(name.to_owned(), member.key.span)];
        let fault = "the condition names a field that the model does not have";
        let code = &codes::UNKNOWN_INDEX_FIELD;
        fields::report_unknown(ctx, model, &unknown, code, fault, owner);
        return None;
    };
    let reference = FieldRef { model, field };
    if ctx.notes(reference).unknown {
        return None;
    }
    let Some(scalar) = ctx.field(reference).scalar() else {
        ctx.push(
            Diagnostic::error(
                &codes::RELATION_FIELD_IN_INDEX,
                format!("the condition names the relation `{name}`"),
            )
            .at(owner, "")
            .also(member.key.span, "a relation")
            .help("use columns only"),
        );
        return None;
    };
    if !matches!(scalar.ty, FieldType::Unsupported(_)) || is_null(&member.value) {
        return Some(field);
    }
    ctx.push(
        Diagnostic::error(
            &codes::INVALID_PREDICATE,
            format!("the field `{name}` has an unsupported type and cannot be compared"),
        )
        .at(owner, "")
        .also(member.key.span, "this field")
        .help("use `raw(\"…\")`"),
    );
    None
}

/// Whether a value, or what stands behind its only operator, is null.
fn is_null(value: &Expression<'_>) -> bool {
    match value {
        Expression::Constant(word, _) => *word == "null",
        Expression::Object(members, _) => match members.as_slice() {
            [only] => matches!(only.value, Expression::Constant("null", _)),
            _ => false,
        },
        Expression::Number(..)
        | Expression::String(..)
        | Expression::Array(..)
        | Expression::Function(_) => false,
    }
}

/// A value that a field is compared with: it must be of the field's type.
fn literal<'a>(
    ctx: &mut Context<'a>,
    field: FieldRef,
    value: &'a Expression<'a>,
    owner: Span,
) -> Option<Literal> {
    let ty = ctx.field(field).scalar().map(|scalar| scalar.ty.clone())?;
    let found = match value {
        Expression::Number(text, _) => Literal::Number((*text).to_owned()),
        Expression::String(text, _) => Literal::String(text.to_string()),
        Expression::Constant("true", _) => Literal::Boolean(true),
        Expression::Constant("false", _) => Literal::Boolean(false),
        Expression::Constant(..)
        | Expression::Array(..)
        | Expression::Function(_)
        | Expression::Object(..) => {
            let message = format!(
                "a field is compared with a string, a number, `true`, `false` or `null`, not {}",
                kind(value)
            );
            wrong(ctx, owner, value.span(), &message);
            return None;
        }
    };
    if let (FieldType::Enum(id), Literal::String(text)) = (&ty, &found) {
        let values = &ctx.datamodel[*id].values;
        // Prisma passes the text on to the database, so that the label must be written; the name
        // is what the rest of the schema says. What is neither is reported at the end.
        let position = values
            .iter()
            .position(|known| known.name.text == *text)
            .or_else(|| {
                values
                    .iter()
                    .position(|known| known.database_name() == text)
            });
        return Some(position.map_or(found, |index| Literal::EnumValue(ValueId(index as u32))));
    }
    if fits(&ty, &found) {
        return Some(found);
    }
    let message = format!(
        "the field `{}` cannot be compared with {}",
        ctx.field(field).name.text,
        kind(value)
    );
    let finding = Diagnostic::error(&codes::INVALID_PREDICATE, message)
        .at(owner, "")
        .also(value.span(), "this value")
        .also(ctx.field_ast(field).ty.span(), "this type");
    ctx.push(finding);
    None
}

fn fits(ty: &FieldType, value: &Literal) -> bool {
    let FieldType::Scalar(scalar) = ty else {
        return false;
    };
    match value {
        Literal::String(_) => matches!(scalar, ScalarType::String | ScalarType::DateTime),
        Literal::Number(_) => matches!(
            scalar,
            ScalarType::Int | ScalarType::BigInt | ScalarType::Float | ScalarType::Decimal
        ),
        Literal::Boolean(_) => *scalar == ScalarType::Boolean,
        Literal::EnumValue(_) => false,
    }
}
