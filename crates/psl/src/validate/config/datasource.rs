//! The `datasource` block.

use diag::{Diagnostic, Span};

use super::super::context::Context;
use super::super::expression::kind;
use super::extensions;
use super::value::{self, Properties};
use crate::codes;
use crate::datamodel::{ConfigValue, Datasource, Name, RelationMode};
use crate::syntax::ast::{ConfigBlock, Expression, Property};

/// The properties of a datasource, for suggestions.
const KNOWN: &[&str] = &[
    "provider",
    "url",
    "directUrl",
    "shadowDatabaseUrl",
    "relationMode",
    "schemas",
    "extensions",
];

/// Providers of Prisma that are not PostgreSQL.
const OTHER_PROVIDERS: &[&str] = &["mysql", "sqlite", "sqlserver", "mongodb", "cockroachdb"];

/// Reads all datasources: there is one at most.
pub(super) fn read_all<'a>(ctx: &mut Context<'a>, blocks: &[&'a ConfigBlock<'a>]) {
    let read: Vec<Datasource> = blocks
        .iter()
        .filter_map(|block| read_one(ctx, block))
        .collect();
    if read.len() > 1 {
        for block in blocks {
            let mut finding = Diagnostic::error(
                &codes::SEVERAL_DATASOURCES,
                "the schema has more than one datasource",
            )
            .at(block.span, "")
            .help("keep one: a schema describes one database");
            if let Some(other) = blocks.iter().find(|other| other.span != block.span) {
                finding = finding.also(other.name.span, "another one");
            }
            ctx.push(finding);
        }
    }
    ctx.datamodel.datasource = read.into_iter().next();
}

fn read_one<'a>(ctx: &mut Context<'a>, block: &'a ConfigBlock<'a>) -> Option<Datasource> {
    let mut properties = Properties::open(ctx, block)?;
    let provider = read_provider(ctx, block, &mut properties)?;
    let relation_mode = read_relation_mode(ctx, block, &mut properties);
    let extensions = match properties.take("extensions") {
        Some((property, value)) => {
            ctx.extensions_span = Some(property.span);
            extensions::read(ctx, value)
        }
        None => Vec::new(),
    };
    let url = read_url(ctx, &mut properties, "url");
    let direct_url = read_url(ctx, &mut properties, "directUrl");
    let shadow_database_url = read_url(ctx, &mut properties, "shadowDatabaseUrl");
    if let Some((shadow, span)) = &shadow_database_url {
        for (name, other) in [("url", &url), ("directUrl", &direct_url)] {
            if let Some((value, place)) = other
                && value == shadow
            {
                report_same_url(ctx, name, *place, *span);
            }
        }
    }
    if let Some((property, _)) = properties.take("previewFeatures") {
        ctx.push(
            Diagnostic::error(
                &codes::PREVIEW_FEATURES_IN_DATASOURCE,
                "`previewFeatures` stands in a datasource",
            )
            .at(property.span, "")
            .help("move it to the generator"),
        );
    }
    let schemas = match properties.take("schemas") {
        Some((_, value)) => read_schemas(ctx, value),
        None => Vec::new(),
    };
    for (property, _) in properties.rest() {
        report_unknown(ctx, property);
    }
    Some(Datasource {
        name: Name {
            text: block.name.text.to_owned(),
            span: block.name.span,
        },
        provider,
        url,
        direct_url,
        shadow_database_url,
        relation_mode,
        schemas,
        extensions,
        documentation: block.documentation.clone(),
        span: block.span,
    })
}

fn report_unknown(ctx: &mut Context<'_>, property: &Property<'_>) {
    let name = property.name.text;
    let finding = Diagnostic::error(
        &codes::UNKNOWN_PROPERTY,
        format!("a datasource has no property `{name}`"),
    )
    .at(property.span, "");
    let near = ctx.suggester.nearest(name, KNOWN.iter().copied());
    ctx.push(match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding,
    });
}

fn read_provider<'a>(
    ctx: &mut Context<'a>,
    block: &'a ConfigBlock<'a>,
    properties: &mut Properties<'a>,
) -> Option<Name> {
    let Some((_, value)) = properties.take("provider") else {
        ctx.push(
            Diagnostic::error(
                &codes::MISSING_PROVIDER,
                format!("the datasource `{}` has no provider", block.name.text),
            )
            .at(block.span, "")
            .help("add `provider = \"postgresql\"`"),
        );
        return None;
    };
    let text = match value {
        Expression::String(text, _) if !text.is_empty() => text.as_ref(),
        Expression::Function(call) if call.name.text == "env" => {
            let finding = Diagnostic::error(
                &codes::INVALID_PROVIDER,
                "the provider is read from the environment, but the schema depends on it",
            )
            .at(block.span, "")
            .also(value.span(), "here")
            .help("write `provider = \"postgresql\"`");
            ctx.push(finding);
            return None;
        }
        Expression::String(..)
        | Expression::Number(..)
        | Expression::Constant(..)
        | Expression::Array(..)
        | Expression::Function(_)
        | Expression::Object(..) => {
            let found = if matches!(value, Expression::String(..)) {
                "an empty string"
            } else {
                kind(value)
            };
            let finding = Diagnostic::error(
                &codes::INVALID_PROVIDER,
                format!("the provider is {found}, not the name of one"),
            )
            .at(value.span(), "")
            .help("write `provider = \"postgresql\"`");
            ctx.push(finding);
            return None;
        }
    };
    check_provider(ctx, text, value.span()).then(|| Name {
        text: text.to_owned(),
        span: value.span(),
    })
}

/// Whether the schema can be read as one of PostgreSQL, which another provider does not hinder.
fn check_provider(ctx: &mut Context<'_>, name: &str, span: Span) -> bool {
    if matches!(name, "postgresql" | "postgres") {
        return true;
    }
    let other = OTHER_PROVIDERS.contains(&name);
    let finding = if other {
        Diagnostic::error(
            &codes::UNSUPPORTED_PROVIDER,
            format!("the provider `{name}` is not PostgreSQL, the only one that is understood"),
        )
        .at(span, "")
    } else {
        Diagnostic::error(
            &codes::UNKNOWN_PROVIDER,
            format!("there is no provider `{name}`"),
        )
        .at(span, "")
        .help("write `postgresql`")
    };
    ctx.push(finding);
    other
}

fn read_url<'a>(
    ctx: &mut Context<'a>,
    properties: &mut Properties<'a>,
    name: &str,
) -> Option<(ConfigValue, Span)> {
    let (_, value) = properties.take(name)?;
    Some((value::text_or_env(ctx, value)?, value.span()))
}

fn report_same_url(ctx: &mut Context<'_>, name: &str, place: Span, shadow: Span) {
    ctx.push(
        Diagnostic::error(
            &codes::SHADOW_DATABASE_IN_USE,
            format!("`shadowDatabaseUrl` is the same as `{name}`: its content would be lost"),
        )
        .at(place, "this database")
        .also(shadow, "is the shadow database, too")
        .help("give the shadow database a database of its own"),
    );
}

/// `relationMode`, or `referentialIntegrity` as it was called once.
fn read_relation_mode<'a>(
    ctx: &mut Context<'a>,
    block: &'a ConfigBlock<'a>,
    properties: &mut Properties<'a>,
) -> RelationMode {
    let new = properties.take("relationMode");
    let old = properties.take("referentialIntegrity");
    if let Some((property, _)) = old {
        ctx.push(
            Diagnostic::warning(
                &codes::OLD_RELATION_MODE,
                "`referentialIntegrity` is called `relationMode` now",
            )
            .at(property.span, "")
            .help("write `relationMode`"),
        );
    }
    let value = match (new, old) {
        (None, None) => return RelationMode::default(),
        (Some((property, _)), Some((again, _))) => {
            ctx.push(
                Diagnostic::error(
                    &codes::RELATION_MODE_TWICE,
                    "`relationMode` is given under its old name, too",
                )
                .at(again.span, "")
                .also(property.span, "already given here")
                .help("remove `referentialIntegrity`"),
            );
            return RelationMode::default();
        }
        (Some((_, value)), None) | (None, Some((_, value))) => value,
    };
    match ctx.string(value) {
        Some("prisma") => RelationMode::Prisma,
        None | Some("foreignKeys") => RelationMode::ForeignKeys,
        Some(other) => {
            ctx.push(
                Diagnostic::error(
                    &codes::UNKNOWN_RELATION_MODE,
                    format!("there is no relation mode `{other}`"),
                )
                .at(block.span, "")
                .also(value.span(), "this mode")
                .help("write `foreignKeys` or `prisma`"),
            );
            RelationMode::default()
        }
    }
}

fn read_schemas<'a>(ctx: &mut Context<'a>, value: &'a Expression<'a>) -> Vec<Name> {
    let list = ctx.array(value, |ctx, item| {
        ctx.string(item).map(|text| Name {
            text: text.to_owned(),
            span: item.span(),
        })
    });
    let Some(schemas) = list else {
        return Vec::new();
    };
    if schemas.is_empty() {
        ctx.push(
            Diagnostic::error(&codes::EMPTY_SCHEMAS, "the list of schemas is empty")
                .at(value.span(), "")
                .help("name a schema, or remove the property"),
        );
        return schemas;
    }
    ctx.schemas_span = Some(value.span());
    report_repeated_schemas(ctx, &schemas);
    schemas
}

/// Each repeated name is reported at every place but its last.
fn report_repeated_schemas(ctx: &mut Context<'_>, schemas: &[Name]) {
    let mut sorted: Vec<&Name> = schemas.iter().collect();
    sorted.sort_by(|a, b| a.text.cmp(&b.text));
    for pair in sorted.windows(2) {
        if pair[0].text == pair[1].text {
            ctx.push(
                Diagnostic::error(
                    &codes::DUPLICATE_SCHEMA,
                    format!("the schema `{}` is listed twice", pair[0].text),
                )
                .at(pair[0].span, "")
                .also(pair[1].span, "listed here, too")
                .help("remove one of them"),
            );
        }
    }
}
