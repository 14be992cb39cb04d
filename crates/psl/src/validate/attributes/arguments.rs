//! The arguments of one attribute.

use std::collections::HashMap;

use diag::Diagnostic;

use super::super::context::Context;
use crate::codes;
use crate::syntax::ast::{self, Argument, Attribute, Expression};

/// The arguments that have not been looked at yet.
pub(super) struct Arguments<'a> {
    /// The attribute they belong to.
    pub(super) attribute: &'a Attribute<'a>,
    /// Each name at most once, the last where it is repeated; `None` for the unnamed.
    left: Vec<(Option<&'a str>, &'a Argument<'a>)>,
    asked: Vec<&'static str>,
}

impl<'a> Arguments<'a> {
    /// Reads an attribute's arguments and reports what is wrong whatever they mean; `None` when
    /// a value is missing, so that nothing more can be said.
    pub(super) fn open(ctx: &mut Context<'a>, attribute: &'a Attribute<'a>) -> Option<Self> {
        let complete = check_form(ctx, attribute);
        if !complete {
            return None;
        }
        let mut left: Vec<(Option<&str>, &Argument<'_>)> = Vec::new();
        // Few arguments are compared faster than hashed; many, as an attacker writes, are not.
        let many = attribute.arguments.list.len() > 16;
        let mut places = HashMap::new();
        let mut unnamed = Vec::new();
        for argument in &attribute.arguments.list {
            let name = argument.name.map(|name| name.text);
            let place = if many {
                places.get(&name).copied()
            } else {
                left.iter().position(|(known, _)| *known == name)
            };
            let Some(place) = place else {
                if many {
                    places.insert(name, left.len());
                }
                left.push((name, argument));
                continue;
            };
            let slot = &mut left[place];
            if let Some(name) = name {
                ctx.push(
                    Diagnostic::error(
                        &codes::REPEATED_ARGUMENT,
                        format!("the argument `{name}` is given twice"),
                    )
                    .at(argument.span, "given again here")
                    .also(slot.1.span, "first given here")
                    .help("remove one of them"),
                );
            } else {
                if unnamed.is_empty() {
                    unnamed.push(ctx.sources.slice(slot.1.span).trim());
                }
                unnamed.push(ctx.sources.slice(argument.span).trim());
            }
            slot.1 = argument;
        }
        if !unnamed.is_empty() {
            ctx.push(
                Diagnostic::error(
                    &codes::SEVERAL_UNNAMED_ARGUMENTS,
                    format!(
                        "`{}` has several arguments without a name",
                        attribute.name.text
                    ),
                )
                .at(attribute.span, "")
                .help(format!(
                    "write `[{}]` if they are a list",
                    unnamed.join(", ")
                )),
            );
        }
        Some(Self {
            attribute,
            left,
            asked: Vec::new(),
        })
    }

    fn take(&mut self, name: Option<&str>) -> Option<&'a Argument<'a>> {
        let index = self.left.iter().position(|(known, _)| *known == name)?;
        Some(self.left.swap_remove(index).1)
    }

    /// The value of a named argument.
    pub(super) fn named(&mut self, name: &'static str) -> Option<&'a Expression<'a>> {
        self.asked.push(name);
        self.take(Some(name)).map(|argument| &argument.value)
    }

    /// The value of the argument that may stand without its name. That it is given both ways is
    /// reported, as `severity` says; that it is missing is not.
    pub(super) fn unnamed(
        &mut self,
        ctx: &mut Context<'a>,
        name: &'static str,
        severity: diag::Severity,
    ) -> Unnamed<'a> {
        self.asked.push(name);
        match (self.take(Some(name)), self.take(None)) {
            (Some(argument), None) | (None, Some(argument)) => Unnamed::Value(&argument.value),
            (None, None) => Unnamed::Missing,
            (Some(named), Some(unnamed)) => {
                ctx.push(
                    Diagnostic::new(
                        severity,
                        &codes::REPEATED_ARGUMENT,
                        format!("the argument `{name}` is given with and without its name"),
                    )
                    .at(named.span, "given again here")
                    .also(unnamed.span, "first given here")
                    .help("remove one of them"),
                );
                Unnamed::Twice
            }
        }
    }

    /// The value of the argument that must be given and may stand without its name.
    pub(super) fn required(
        &mut self,
        ctx: &mut Context<'a>,
        name: &'static str,
    ) -> Option<&'a Expression<'a>> {
        match self.unnamed(ctx, name, diag::Severity::Error) {
            Unnamed::Value(value) => Some(value),
            Unnamed::Twice => None,
            Unnamed::Missing => {
                let attribute = self.attribute;
                ctx.push(
                    Diagnostic::error(
                        &codes::MISSING_ARGUMENT,
                        format!("`{}` lacks its argument `{name}`", attribute.name.text),
                    )
                    .at(attribute.span, ""),
                );
                None
            }
        }
    }

    /// The value of `map` or `name`: a string that is not empty.
    pub(super) fn name_argument(
        &mut self,
        ctx: &mut Context<'a>,
        name: &'static str,
    ) -> Option<crate::datamodel::Name> {
        let value = self.named(name)?;
        let text = ctx.string(value)?;
        if text.is_empty() {
            ctx.push(
                Diagnostic::error(
                    &codes::EMPTY_NAME,
                    format!("the argument `{name}` is an empty string"),
                )
                .at(self.attribute.span, "")
                .also(value.span(), "this value")
                .help("give a name, or leave the argument out"),
            );
            return None;
        }
        Some(crate::datamodel::Name {
            text: text.to_owned(),
            span: value.span(),
        })
    }

    /// Reports the arguments that nobody asked for.
    pub(super) fn finish(self, ctx: &mut Context<'a>) {
        for (name, argument) in &self.left {
            let attribute = self.attribute.name.text;
            let message = match name {
                Some(name) => format!("`{attribute}` has no argument `{name}`"),
                None if self.asked.is_empty() => format!("`{attribute}` takes no arguments"),
                None => format!("`{attribute}` takes no argument without a name"),
            };
            let mut finding =
                Diagnostic::error(&codes::UNKNOWN_ARGUMENT, message).at(argument.span, "");
            let near = name.and_then(|n| ctx.suggester.nearest(n, self.asked.iter().copied()));
            if let Some(near) = near {
                finding = finding.help(format!("did you mean `{near}`?"));
            }
            ctx.push(finding);
        }
    }
}

/// An argument that may stand without its name.
pub(super) enum Unnamed<'a> {
    /// Its value.
    Value(&'a Expression<'a>),
    /// It is not given.
    Missing,
    /// It is given both ways, which has been reported.
    Twice,
}

/// Reports arguments without value and commas at the end, in the attribute and in the calls that
/// are its arguments. False when the attribute itself or such a call lacks a value.
fn check_form<'a>(ctx: &mut Context<'a>, attribute: &'a Attribute<'a>) -> bool {
    let mut complete = true;
    let calls = attribute
        .arguments
        .list
        .iter()
        .filter_map(|argument| call(&argument.value));
    for arguments in std::iter::once(&attribute.arguments).chain(calls) {
        for name in &arguments.empty {
            report_empty(ctx, *name);
            complete = false;
        }
        for argument in &arguments.list {
            let Expression::Array(items, _) = &argument.value else {
                continue;
            };
            for name in items.iter().filter_map(call).flat_map(|call| &call.empty) {
                report_empty(ctx, *name);
            }
        }
        if let Some(comma) = arguments.trailing_comma {
            ctx.push(
                Diagnostic::error(
                    &codes::TRAILING_COMMA,
                    format!(
                        "a comma follows the last argument of `{}`",
                        attribute.name.text
                    ),
                )
                .at(comma, "")
                .help("remove the comma"),
            );
        }
    }
    complete
}

fn call<'e>(expression: &'e Expression<'_>) -> Option<&'e ast::Arguments<'e>> {
    if let Expression::Function(function) = expression {
        Some(&function.arguments)
    } else {
        None
    }
}

fn report_empty(ctx: &mut Context<'_>, name: ast::Name<'_>) {
    ctx.push(
        Diagnostic::error(
            &codes::MISSING_ARGUMENT_VALUE,
            format!("the argument `{}` has no value", name.text),
        )
        .at(name.span, "")
        .help("add a value after the colon, or remove the argument"),
    );
}
