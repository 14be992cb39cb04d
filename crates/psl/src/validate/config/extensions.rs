//! `extensions` in the datasource.

use std::collections::HashSet;

use diag::Diagnostic;

use super::super::context::Context;
use crate::codes;
use crate::datamodel::{ExtensionRequest, Name};
use crate::syntax::ast::{self, Argument, Expression};

/// Reads `[pgcrypto, vector(map: "v", schema: "x", version: "0.5")]`.
pub(super) fn read<'a>(ctx: &mut Context<'a>, value: &'a Expression<'a>) -> Vec<ExtensionRequest> {
    ctx.array(value, read_one).unwrap_or_default()
}

fn read_one<'a>(ctx: &mut Context<'a>, value: &'a Expression<'a>) -> Option<ExtensionRequest> {
    let (name, arguments): (_, &[Argument<'_>]) = match value {
        Expression::Constant(text, span) => (ast::Name { text, span: *span }, &[]),
        Expression::Function(call) => (call.name, &call.arguments.list),
        Expression::Number(..)
        | Expression::String(..)
        | Expression::Array(..)
        | Expression::Object(..) => {
            ctx.name_or_call(value);
            return None;
        }
    };
    let mut request = ExtensionRequest {
        name: Name {
            text: name.text.to_owned(),
            span: name.span,
        },
        map: None,
        schema: None,
        version: None,
    };
    let mut seen = HashSet::new();
    for argument in arguments {
        read_argument(ctx, argument, &mut request, &mut seen);
    }
    Some(request)
}

fn read_argument<'a>(
    ctx: &mut Context<'a>,
    argument: &'a Argument<'a>,
    request: &mut ExtensionRequest,
    seen: &mut HashSet<&'a str>,
) {
    let Some(name) = argument.name.map(|name| name.text) else {
        ctx.push(
            Diagnostic::error(
                &codes::INVALID_EXTENSION_ARGUMENT,
                "the argument of an extension has no name",
            )
            .at(argument.span, "")
            .help("name it `map`, `schema` or `version`"),
        );
        return;
    };
    if !seen.insert(name) {
        ctx.error(
            &codes::REPEATED_ARGUMENT,
            format!("the argument `{name}` is given twice"),
            argument.span,
        );
        return;
    }
    let slot = match name {
        "map" => &mut request.map,
        "schema" => &mut request.schema,
        "version" => &mut request.version,
        _ => {
            let finding = Diagnostic::error(
                &codes::UNKNOWN_ARGUMENT,
                format!("an extension has no argument `{name}`"),
            )
            .at(argument.span, "");
            let near = ctx.suggester.nearest(name, ["map", "schema", "version"]);
            ctx.push(match near {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.note("known arguments: `map`, `schema`, `version`"),
            });
            return;
        }
    };
    *slot = ctx.string(&argument.value).map(str::to_owned);
}
