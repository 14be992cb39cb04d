//! The datasource, as far as it depends on the generators.

use diag::Diagnostic;

use super::super::context::Context;
use crate::codes;
use crate::datamodel::PreviewFeature;

/// Checks `extensions`.
pub(super) fn check(ctx: &mut Context<'_>) {
    let Some(span) = ctx.extensions_span else {
        return;
    };
    if !ctx.has_preview(PreviewFeature::PostgresqlExtensions) {
        ctx.push(
            Diagnostic::error(
                &codes::EXTENSIONS_WITHOUT_PREVIEW,
                "`extensions` is a preview feature that no generator asks for",
            )
            .at(span, "")
            .help("add `previewFeatures = [\"postgresqlExtensions\"]` to the generator"),
        );
        return;
    }
    let names: Vec<_> = ctx
        .datamodel
        .datasource
        .iter()
        .flat_map(|source| {
            source
                .extensions
                .iter()
                .map(|extension| extension.name.clone())
        })
        .collect();
    for name in names {
        let what = if name.text.starts_with(char::is_numeric) {
            "begins with a digit"
        } else if name.text.contains('-') {
            "contains a dash"
        } else {
            continue;
        };
        ctx.push(
            Diagnostic::error(
                &codes::INVALID_EXTENSION_NAME,
                format!("the name of the extension `{}` {what}", name.text),
            )
            .at(name.span, "")
            .help(format!(
                "write another name and `map: \"{}\"`: `{}(map: \"{}\")`",
                name.text,
                name.text.replace('-', "_"),
                name.text
            )),
        );
    }
}
