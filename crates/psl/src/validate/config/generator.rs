//! `generator` blocks.

use diag::{Diagnostic, Span};

use super::super::context::Context;
use super::preview::{self, Status};
use super::value::{self, Properties};
use crate::codes;
use crate::datamodel::{Generator, Name, PreviewFeature, Property};
use crate::syntax::ast::{ConfigBlock, Expression};

/// Reads a generator; `None` when it lacks what every generator has.
pub(super) fn read<'a>(ctx: &mut Context<'a>, block: &'a ConfigBlock<'a>) -> Option<Generator> {
    let mut properties = Properties::open(ctx, block)?;
    let engine_type = properties
        .take("engineType")
        .and_then(|(_, value)| ctx.string(value))
        .map(str::to_owned);
    let Some((_, provider)) = properties.take("provider") else {
        ctx.push(
            Diagnostic::error(
                &codes::MISSING_PROVIDER,
                format!("the generator `{}` has no provider", block.name.text),
            )
            .at(block.span, "")
            .help("add `provider = \"…\"`"),
        );
        return None;
    };
    let provider = value::text_or_env(ctx, provider)?;
    let output = properties
        .take("output")
        .and_then(|(_, output)| value::text_or_env(ctx, output));
    let binary_targets = properties
        .take("binaryTargets")
        .and_then(|(_, targets)| ctx.array(targets, value::text_or_env))
        .unwrap_or_default();
    let preview_features = match properties.take("previewFeatures") {
        Some((_, features)) => read_preview_features(ctx, features),
        None => Vec::new(),
    };
    let mut others = Vec::new();
    for (property, expression) in properties.rest() {
        if let Some(value) = value::any(ctx, expression) {
            others.push(Property {
                name: Name {
                    text: property.name.text.to_owned(),
                    span: property.name.span,
                },
                value,
            });
        }
    }
    Some(Generator {
        name: Name {
            text: block.name.text.to_owned(),
            span: block.name.span,
        },
        provider,
        output,
        binary_targets,
        preview_features,
        engine_type,
        properties: others,
        documentation: block.documentation.clone(),
        span: block.span,
    })
}

fn read_preview_features<'a>(
    ctx: &mut Context<'a>,
    value: &'a Expression<'a>,
) -> Vec<PreviewFeature> {
    let list = ctx.array(value, |ctx, item| {
        ctx.string(item).map(|name| (name, item.span()))
    });
    let mut features = Vec::new();
    for (name, span) in list.unwrap_or_default() {
        let feature = match preview::status(name) {
            Status::Active(feature) => Some(feature),
            Status::Hidden => None,
            Status::Renamed(feature) => {
                report_renamed(ctx, name, span, value.span(), feature);
                Some(feature)
            }
            Status::Obsolete => {
                report_obsolete(ctx, name, span, value.span());
                None
            }
            Status::Unknown => {
                report_unknown(ctx, name, span, value.span());
                None
            }
        };
        if let Some(feature) = feature.filter(|feature| !features.contains(feature)) {
            features.push(feature);
        }
    }
    features
}

fn report_renamed(
    ctx: &mut Context<'_>,
    name: &str,
    span: Span,
    list: Span,
    feature: PreviewFeature,
) {
    ctx.push(
        Diagnostic::warning(
            &codes::RENAMED_PREVIEW_FEATURE,
            format!(
                "the preview feature `{name}` is called `{}` now",
                feature.name()
            ),
        )
        .at(list, "")
        .also(span, "this feature")
        .help(format!("write `{}`", feature.name())),
    );
}

fn report_obsolete(ctx: &mut Context<'_>, name: &str, span: Span, list: Span) {
    ctx.push(
        Diagnostic::warning(
            &codes::OBSOLETE_PREVIEW_FEATURE,
            format!("`{name}` is no preview feature any more: it works without being asked for"),
        )
        .at(list, "")
        .also(span, "this feature")
        .help("remove it from the list"),
    );
}

fn report_unknown(ctx: &mut Context<'_>, name: &str, span: Span, list: Span) {
    let known = PreviewFeature::ALL.iter().map(|feature| feature.name());
    let finding = Diagnostic::error(
        &codes::UNKNOWN_PREVIEW_FEATURE,
        format!("there is no preview feature `{name}`"),
    )
    .at(list, "")
    .also(span, "this feature");
    let near = ctx.suggester.nearest(name, known.clone());
    let finding = if let Some(near) = near {
        finding.help(format!("did you mean `{near}`?"))
    } else {
        let names: Vec<String> = known.map(|name| format!("`{name}`")).collect();
        finding.note(format!("known features: {}", names.join(", ")))
    };
    ctx.push(finding);
}
