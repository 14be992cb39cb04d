//! The values of properties.

use std::collections::HashSet;

use diag::Diagnostic;

use super::super::context::Context;
use super::super::expression::kind;
use crate::codes;
use crate::datamodel::ConfigValue;
use crate::syntax::ast::{ConfigBlock, Expression, Function, Property};

/// The properties of a block that nobody has asked for yet; the first of each name counts, and the
/// others have been reported.
pub(super) struct Properties<'a> {
    left: Vec<(&'a Property<'a>, &'a Expression<'a>)>,
}

impl<'a> Properties<'a> {
    /// The properties of a block; `None` when one has no value, which is reported.
    pub(super) fn open(ctx: &mut Context<'a>, block: &'a ConfigBlock<'a>) -> Option<Self> {
        let mut left: Vec<(&Property<'_>, &Expression<'_>)> = Vec::new();
        let mut seen = HashSet::new();
        for property in &block.properties {
            let Some(value) = &property.value else {
                ctx.push(
                    Diagnostic::error(
                        &codes::MISSING_PROPERTY_VALUE,
                        format!("the property `{}` has no value", property.name.text),
                    )
                    .at(block.span, "")
                    .also(property.span, "this property")
                    .help("add a value after the equals sign, or remove the property"),
                );
                return None;
            };
            if seen.insert(property.name.text) {
                left.push((property, value));
            }
        }
        Some(Self { left })
    }

    /// A property and its value, which then counts as asked for.
    pub(super) fn take(&mut self, name: &str) -> Option<(&'a Property<'a>, &'a Expression<'a>)> {
        let index = self
            .left
            .iter()
            .position(|(property, _)| property.name.text == name)?;
        Some(self.left.remove(index))
    }

    /// Those that nobody asked for, in order.
    pub(super) fn rest(self) -> Vec<(&'a Property<'a>, &'a Expression<'a>)> {
        self.left
    }
}

/// The value as a string, or the environment variable that holds it.
pub(super) fn text_or_env<'a>(
    ctx: &mut Context<'a>,
    value: &'a Expression<'a>,
) -> Option<ConfigValue> {
    match value {
        Expression::Function(call) if call.name.text == "env" => env(ctx, call),
        Expression::String(text, _) => Some(ConfigValue::Text(text.to_string())),
        Expression::Number(..)
        | Expression::Constant(..)
        | Expression::Array(..)
        | Expression::Function(_)
        | Expression::Object(..) => {
            let message = format!(
                "expected a string or `env(\"…\")`, found {} {}",
                kind(value),
                ctx.quote(value.span())
            );
            ctx.error(&codes::WRONG_VALUE_KIND, message, value.span());
            None
        }
    }
}

/// Any value of a property that only its generator knows.
pub(super) fn any<'a>(ctx: &mut Context<'a>, value: &'a Expression<'a>) -> Option<ConfigValue> {
    match value {
        Expression::Number(text, _) | Expression::Constant(text, _) => {
            Some(ConfigValue::Text((*text).to_owned()))
        }
        Expression::String(text, _) => Some(ConfigValue::Text(text.to_string())),
        Expression::Function(call) if call.name.text == "env" => env(ctx, call),
        Expression::Function(_) | Expression::Object(..) => Some(ConfigValue::Text(
            ctx.sources.slice(value.span()).to_owned(),
        )),
        Expression::Array(items, _) => {
            let values: Vec<Option<ConfigValue>> =
                items.iter().map(|item| any(ctx, item)).collect();
            values
                .into_iter()
                .collect::<Option<_>>()
                .map(ConfigValue::List)
        }
    }
}

/// `env("NAME")`
fn env<'a>(ctx: &mut Context<'a>, call: &'a Function<'a>) -> Option<ConfigValue> {
    let arguments = &call.arguments;
    for argument in arguments
        .list
        .iter()
        .filter(|argument| argument.name.is_some())
    {
        ctx.push(
            Diagnostic::warning(
                &codes::NAMED_ENV_ARGUMENT,
                "the argument of `env` has a name, which says nothing",
            )
            .at(argument.span, "")
            .help("remove the name"),
        );
    }
    let alone = arguments.empty.is_empty() && arguments.trailing_comma.is_none();
    let ([argument], true) = (arguments.list.as_slice(), alone) else {
        ctx.push(
            Diagnostic::error(
                &codes::INVALID_ENV,
                "`env` takes one string, the name of an environment variable",
            )
            .at(call.span, ""),
        );
        return None;
    };
    let name = ctx.string(&argument.value)?;
    Some(ConfigValue::Env(name.to_owned()))
}
