//! `@default`: whether the value is one that the field's type can have at all. What a literal says
//! is looked at when everything is known to be well-formed.

use diag::{Diagnostic, Span};

use super::super::context::Context;
use super::super::expression::kind;
use super::arguments::Arguments;
use super::field::scalar_mut;
use crate::codes;
use crate::datamodel::{
    DefaultFunction, DefaultKind, DefaultValue, EnumId, FieldRef, FieldType, Literal, ScalarType,
    ValueId,
};
use crate::syntax::ast::{Arity, Attribute, Expression, Function};

/// The functions that exist, whether or not they fit the field.
pub(in super::super) const FUNCTIONS: &[&str] = &[
    "autoincrement",
    "cuid",
    "dbgenerated",
    "nanoid",
    "now",
    "ulid",
    "uuid",
];

/// Reads `@default(…)` of a column.
pub(super) fn read<'a>(ctx: &mut Context<'a>, field: FieldRef, mut arguments: Arguments<'a>) {
    let attribute = arguments.attribute;
    let value = arguments.required(ctx, "value");
    let map = arguments.name_argument(ctx, "map");
    arguments.finish(ctx);
    let Some(value) = value else { return };
    let Some(ty) = ctx.field(field).scalar().map(|scalar| scalar.ty.clone()) else {
        return;
    };
    let notes = ctx.notes_mut(field);
    notes.default = Some((attribute, value));
    notes.default_map = map.is_some();
    let list = ctx.field(field).arity == Arity::List;
    let known = match (value, &ty) {
        (Expression::Function(call), _) if call.name.text == "dbgenerated" => {
            dbgenerated(ctx, attribute, call)
        }
        (_, FieldType::Unsupported(_)) => {
            ctx.push(
                Diagnostic::error(
                    &codes::DEFAULT_OF_UNSUPPORTED,
                    "a field of an unsupported type can only have a default of the database",
                )
                .at(attribute.span, "")
                .help("write `@default(dbgenerated(\"…\"))`"),
            );
            None
        }
        (_, FieldType::Enum(id)) => enum_default(ctx, attribute, *id, value, list),
        (Expression::Function(call), FieldType::Scalar(ty)) => {
            function(ctx, attribute, *ty, call, map.is_some())
        }
        (_, FieldType::Scalar(ty)) => scalar_default(ctx, attribute, *ty, value, list),
    };
    if let (Some(kind), Some(scalar)) = (known, scalar_mut(ctx, field)) {
        scalar.default = Some(DefaultValue {
            kind,
            span: attribute.span,
        });
    }
}

/// `dbgenerated("…")`, which fits every type.
fn dbgenerated<'a>(
    ctx: &mut Context<'a>,
    attribute: &Attribute<'_>,
    call: &'a Function<'a>,
) -> Option<DefaultKind> {
    match call.arguments.list.as_slice() {
        [] => {}
        [argument] => {
            let value = &argument.value;
            let found = match value {
                Expression::String(text, _) if !text.is_empty() => {
                    let expression = Some(text.to_string());
                    let function = DefaultFunction::DbGenerated(expression);
                    return Some(DefaultKind::Function(function));
                }
                Expression::String(..) => "an empty string",
                Expression::Number(..)
                | Expression::Constant(..)
                | Expression::Array(..)
                | Expression::Function(_)
                | Expression::Object(..) => kind(value),
            };
            let message = format!("`dbgenerated` takes an SQL expression as a string, not {found}");
            wrong_arguments(ctx, attribute.span, call, message);
            return None;
        }
        [_, _, ..] => {
            let message = "`dbgenerated` takes one argument at most".to_owned();
            wrong_arguments(ctx, attribute.span, call, message);
            return None;
        }
    }
    Some(DefaultKind::Function(DefaultFunction::DbGenerated(None)))
}

fn wrong_arguments(ctx: &mut Context<'_>, owner: Span, call: &Function<'_>, message: String) {
    ctx.push(
        Diagnostic::error(&codes::WRONG_FUNCTION_ARGUMENTS, message)
            .at(owner, "")
            .also(call.span, "this call"),
    );
}

/// A function as the default of a scalar field.
fn function<'a>(
    ctx: &mut Context<'a>,
    attribute: &Attribute<'_>,
    ty: ScalarType,
    call: &'a Function<'a>,
    named: bool,
) -> Option<DefaultKind> {
    let name = call.name.text;
    let owner = attribute.span;
    if name == "autoincrement" && named {
        ctx.push(
            Diagnostic::error(
                &codes::NAMED_DEFAULT,
                "the default `autoincrement()` has a name, which PostgreSQL does not know",
            )
            .at(owner, "")
            .help("remove `map`"),
        );
        return None;
    }
    if name == "auto" {
        // Refused later, with its own reason, when it is well-formed.
        if !call.arguments.list.is_empty() {
            wrong_arguments(ctx, owner, call, "`auto` takes no arguments".to_owned());
        }
        return None;
    }
    let wanted: &[ScalarType] = match name {
        "autoincrement" => &[ScalarType::Int, ScalarType::BigInt],
        "now" => &[ScalarType::DateTime],
        "cuid" | "nanoid" | "ulid" | "uuid" => &[ScalarType::String],
        // Reported later: whether it exists depends on the database.
        _ => return None,
    };
    if !wanted.contains(&ty) {
        let types: Vec<&str> = wanted.iter().map(|ty| ty.name()).collect();
        ctx.push(
            Diagnostic::error(
                &codes::WRONG_DEFAULT_FUNCTION,
                format!(
                    "`{name}()` cannot be the default of a field of type `{}`",
                    ty.name()
                ),
            )
            .at(owner, "")
            .note(format!(
                "it makes values of type `{}`",
                types.join("` or `")
            )),
        );
        return None;
    }
    let made = match name {
        "autoincrement" => no_arguments(ctx, owner, call).then_some(DefaultFunction::Autoincrement),
        "now" => no_arguments(ctx, owner, call).then_some(DefaultFunction::Now),
        "ulid" => no_arguments(ctx, owner, call).then_some(DefaultFunction::Ulid),
        "uuid" => number(ctx, owner, call, |n| matches!(n, 4 | 7), "4 or 7")
            .ok()
            .map(|version| DefaultFunction::Uuid { version }),
        "cuid" => number(ctx, owner, call, |n| matches!(n, 1 | 2), "1 or 2")
            .ok()
            .map(|version| DefaultFunction::Cuid { version }),
        _ => number(ctx, owner, call, |n| n >= 2, "from 2 to 255")
            .ok()
            .map(|length| DefaultFunction::Nanoid { length }),
    };
    made.map(DefaultKind::Function)
}

fn no_arguments(ctx: &mut Context<'_>, owner: Span, call: &Function<'_>) -> bool {
    let none = call.arguments.list.is_empty();
    if !none {
        let message = format!("`{}` takes no arguments", call.name.text);
        wrong_arguments(ctx, owner, call, message);
    }
    none
}

/// What has been reported already.
struct Wrong;

/// The only argument of a call, a small number.
fn number(
    ctx: &mut Context<'_>,
    owner: Span,
    call: &Function<'_>,
    allowed: impl Fn(u8) -> bool,
    words: &str,
) -> Result<Option<u8>, Wrong> {
    match call.arguments.list.as_slice() {
        [] => return Ok(None),
        [argument] => {
            if let Expression::Number(text, _) = &argument.value
                && let Ok(number) = text.parse::<u8>()
                && allowed(number)
            {
                return Ok(Some(number));
            }
        }
        [_, _, ..] => {}
    }
    let message = format!("`{}` takes one number at most, {words}", call.name.text);
    wrong_arguments(ctx, owner, call, message);
    Err(Wrong)
}

/// The default of an enum field.
fn enum_default<'a>(
    ctx: &mut Context<'a>,
    attribute: &Attribute<'_>,
    id: EnumId,
    value: &'a Expression<'a>,
    list: bool,
) -> Option<DefaultKind> {
    if !list {
        return enum_value(ctx, attribute, id, value)
            .map(|value| DefaultKind::Literal(Literal::EnumValue(value)));
    }
    let Expression::Array(items, _) = value else {
        report_list(ctx, attribute.span, value);
        return None;
    };
    let mut values = Vec::with_capacity(items.len());
    for item in items {
        values.push(Literal::EnumValue(enum_value(ctx, attribute, id, item)?));
    }
    Some(DefaultKind::List(values))
}

fn report_list(ctx: &mut Context<'_>, owner: Span, value: &Expression<'_>) {
    let text = ctx.sources.slice(value.span()).trim().to_owned();
    ctx.push(
        Diagnostic::error(
            &codes::WRONG_DEFAULT_VALUE,
            format!("the default of a list is a list, not {}", kind(value)),
        )
        .at(owner, "")
        .help(format!("write `[{text}]`")),
    );
}

fn enum_value(
    ctx: &mut Context<'_>,
    attribute: &Attribute<'_>,
    id: EnumId,
    value: &Expression<'_>,
) -> Option<ValueId> {
    let declared = ctx.enums[id.0 as usize];
    let Expression::Constant(name, span) = value else {
        let message = format!(
            "the default of an enum is one of its values, not {} {}",
            kind(value),
            ctx.quote(value.span())
        );
        ctx.push(
            Diagnostic::error(&codes::WRONG_DEFAULT_VALUE, message)
                .at(attribute.span, "")
                .also(value.span(), "this value")
                .also(declared.name.span, "the enum"),
        );
        return None;
    };
    let position = declared
        .values
        .iter()
        .position(|known| known.name.text == *name);
    if position.is_none() {
        let finding = Diagnostic::error(
            &codes::UNKNOWN_ENUM_VALUE,
            format!("the enum `{}` has no value `{name}`", declared.name.text),
        )
        .at(attribute.span, "")
        .also(*span, "this value")
        .also(declared.name.span, "the enum");
        let names = declared.values.iter().map(|known| known.name.text);
        let finding = match ctx.suggester.nearest(name, names) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding,
        };
        ctx.push(finding);
    }
    position.map(|index| ValueId(index as u32))
}

/// A literal as the default of a scalar field.
fn scalar_default<'a>(
    ctx: &mut Context<'a>,
    attribute: &Attribute<'_>,
    ty: ScalarType,
    value: &'a Expression<'a>,
    list: bool,
) -> Option<DefaultKind> {
    if !list {
        if matches!(value, Expression::Array(..)) {
            ctx.push(
                Diagnostic::error(
                    &codes::WRONG_DEFAULT_VALUE,
                    "the default of a single value is a list",
                )
                .at(attribute.span, "")
                .help("remove the brackets, or make the field a list"),
            );
            return None;
        }
        return literal(ctx, attribute, ty, value).map(DefaultKind::Literal);
    }
    let Expression::Array(items, _) = value else {
        report_list(ctx, attribute.span, value);
        return None;
    };
    let mut values = Vec::with_capacity(items.len());
    for item in items {
        values.push(literal(ctx, attribute, ty, item)?);
    }
    Some(DefaultKind::List(values))
}

fn literal(
    ctx: &mut Context<'_>,
    attribute: &Attribute<'_>,
    ty: ScalarType,
    value: &Expression<'_>,
) -> Option<Literal> {
    match (ty, value) {
        (
            ScalarType::String
            | ScalarType::Json
            | ScalarType::Bytes
            | ScalarType::DateTime
            | ScalarType::Decimal,
            Expression::String(text, _),
        ) => Some(Literal::String(text.to_string())),
        (
            ScalarType::Int | ScalarType::BigInt | ScalarType::Float | ScalarType::Decimal,
            Expression::Number(text, _),
        ) => Some(Literal::Number((*text).to_owned())),
        (ScalarType::Boolean, Expression::Constant(word, span)) => {
            let value = word.parse().ok();
            if value.is_none() {
                ctx.push(
                    Diagnostic::error(
                        &codes::WRONG_DEFAULT_VALUE,
                        format!("`{word}` is neither `true` nor `false`"),
                    )
                    .at(*span, ""),
                );
            }
            value.map(Literal::Boolean)
        }
        _ => {
            let message = format!(
                "the default of a field of type `{}` cannot be {} {}",
                ty.name(),
                kind(value),
                ctx.quote(value.span())
            );
            ctx.push(
                Diagnostic::error(&codes::WRONG_DEFAULT_VALUE, message)
                    .at(attribute.span, "")
                    .also(value.span(), "this value"),
            );
            None
        }
    }
}
