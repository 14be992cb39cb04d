//! Models and views as a whole: tables, ids, schemas.

use std::collections::HashMap;

use diag::{Diagnostic, Span};

use super::super::context::Context;
use super::indexes;
use super::names::{self, Names};
use crate::codes;
use crate::datamodel::{FieldType, IndexField, Model, ModelId, ModelKind, Name, PreviewFeature};
use crate::syntax::ast::Arity;

/// What a model is called in messages.
pub(super) fn noun(model: &Model) -> &'static str {
    match model.kind {
        ModelKind::Model => "model",
        ModelKind::View => "view",
    }
}

/// Reports models and views that are the same table.
pub(super) fn check_tables(ctx: &mut Context<'_>) {
    let mut tables = HashMap::new();
    let ids: Vec<ModelId> = ctx.model_ids().collect();
    let (models, views): (Vec<_>, Vec<_>) =
        ids.into_iter().partition(|id| !ctx.model(*id).is_view());
    for id in models.into_iter().chain(views) {
        let model = ctx.model(id);
        let key = (
            model.schema.as_ref().map(|schema| schema.text.clone()),
            model.database_name().to_owned(),
        );
        let table = key.1.clone();
        let Some(first) = tables.insert(key, id) else {
            continue;
        };
        // At least one of them has an `@@map`, for their own names differ.
        let mapped = if model.map.is_some() { id } else { first };
        let other = if mapped == id { first } else { id };
        let attribute = |id: ModelId| {
            let block = ctx.draft(id).ast;
            block
                .attributes
                .iter()
                .find(|attribute| attribute.name.text == "map")
        };
        let Some(place) = attribute(mapped).map(|attribute| attribute.span) else {
            continue;
        };
        let other_place = attribute(other).map_or(ctx.model(other).name.span, |a| a.span);
        let message = format!(
            "`{}` and `{}` are the same table `{table}`",
            ctx.model(first).name.text,
            ctx.model(id).name.text
        );
        ctx.push(
            Diagnostic::error(&codes::DUPLICATE_TABLE, message)
                .at(place, "this table")
                .also(other_place, "is here, too")
                .help("change one of the names in the database"),
        );
    }
}

/// Checks a model itself, without its fields and indexes.
pub(super) fn check(ctx: &mut Context<'_>, id: ModelId, names: &Names) {
    if ctx.model(id).is_view() {
        check_view(ctx, id);
    } else {
        check_unique_criterion(ctx, id);
        check_key(ctx, id, names);
    }
    check_shard_key(ctx, id);
    let model = ctx.model(id);
    let (noun, schema, span) = (noun(model), model.schema.clone(), model.span);
    check_schema(ctx, noun, schema.as_ref(), span);
}

fn check_view(ctx: &mut Context<'_>, id: ModelId) {
    let span = ctx.model(id).span;
    if !ctx.has_preview(PreviewFeature::Views) {
        ctx.push(
            Diagnostic::error(
                &codes::VIEW_WITHOUT_PREVIEW,
                "views are a preview feature that no generator asks for",
            )
            .at(span, "")
            .help("add `previewFeatures = [\"views\"]` to the generator"),
        );
    }
    if let Some(key) = &ctx.model(id).primary_key {
        let span = key.span;
        indexes::report_on_view(ctx, span, "a view of PostgreSQL cannot have a primary key");
    }
}

/// Reports a model whose rows nothing identifies.
fn check_unique_criterion(ctx: &mut Context<'_>, id: ModelId) {
    let model = ctx.model(id);
    if model.ignored {
        return;
    }
    let strict = |columns: &[IndexField]| {
        columns.iter().all(|column| {
            let field = &model[column.field];
            let unsupported = field
                .scalar()
                .is_some_and(|scalar| matches!(scalar.ty, FieldType::Unsupported(_)));
            field.arity != Arity::Optional && !unsupported
        })
    };
    let key = model.primary_key.iter().map(|key| key.fields.as_slice());
    let uniques = model.uniques().map(|index| index.fields.as_slice());
    let criteria: Vec<&[IndexField]> = key.chain(uniques).collect();
    if criteria.iter().any(|columns| strict(columns)) {
        return;
    }
    let mut finding = Diagnostic::error(
        &codes::MISSING_UNIQUE_CRITERION,
        format!(
            "nothing identifies a row of the model `{}`",
            model.name.text
        ),
    )
    .at(model.span, "")
    .help("mark a required field with `@id` or `@unique`, or several with `@@id([…])`");
    for column in criteria.iter().flat_map(|columns| columns.iter()) {
        finding = finding.also(
            column.span,
            "not enough: optional or of an unsupported type",
        );
    }
    ctx.push(finding);
}

fn check_key(ctx: &mut Context<'_>, id: ModelId, names: &Names) {
    let (Some(key), Some(draft)) = (
        ctx.model(id).primary_key.clone(),
        ctx.draft(id).primary_key.clone(),
    ) else {
        return;
    };
    let attribute = draft.attribute;
    names::check_length(ctx, &key.database_name, attribute.span);
    let place = names::argument(attribute, "map").unwrap_or(attribute.span);
    names.check_key(ctx, id, &key.database_name, attribute, place);
    names.check_constraint(ctx, id, &key.database_name, attribute.span, place);
    if let Some(name) = &key.name {
        let place = names::argument(attribute, "name").unwrap_or(attribute.span);
        names.check_client(ctx, id, name, place);
    }
    if key.fields.is_empty() {
        ctx.push(
            Diagnostic::error(&codes::EMPTY_INDEX, "the id has no fields")
                .at(attribute.span, "")
                .help("name at least one field"),
        );
    }
    check_clash(ctx, id, &key.fields, "@@id", attribute.span);
    let sorted = key.fields.iter().any(|column| column.sort.is_some());
    for (wrong, code, what) in [
        (draft.length, &codes::LENGTH_ARGUMENT, "length"),
        (sorted, &codes::SORTED_ID, "sort"),
        (draft.clustered, &codes::CLUSTERED_ARGUMENT, "clustered"),
    ] {
        if wrong {
            ctx.push(
                Diagnostic::error(code, format!("PostgreSQL's primary keys have no `{what}`"))
                    .at(attribute.span, "")
                    .help("remove the argument"),
            );
        }
    }
}

/// Reports a key of several fields whose name in the client, the fields' names joined by `_`, is
/// also that of a column.
pub(super) fn check_clash(
    ctx: &mut Context<'_>,
    id: ModelId,
    columns: &[IndexField],
    attribute: &str,
    owner: Span,
) {
    if columns.len() < 2 {
        return;
    }
    let model = ctx.model(id);
    let names: Vec<&str> = columns
        .iter()
        .map(|column| model[column.field].name.text.as_str())
        .collect();
    let joined = names.join("_");
    let field = ctx.draft(id).fields.get(joined.as_str());
    let Some(field) = field
        .map(|field| &model[*field])
        .filter(|field| field.scalar().is_some())
    else {
        return;
    };
    let finding = Diagnostic::error(
        &codes::CLIENT_NAME_CLASH,
        format!("the client would call this key `{joined}`, which is the name of a field"),
    )
    .at(owner, "")
    .also(field.name.span, "the field")
    .help(format!("name the key: `{attribute}([…], name: \"…\")`"));
    ctx.push(finding);
}

fn check_shard_key(ctx: &mut Context<'_>, id: ModelId) {
    for index in 0..ctx.draft(id).shard_keys.len() {
        let span = ctx.draft(id).shard_keys[index].span;
        ctx.push(
            Diagnostic::error(&codes::SHARD_KEY, "PostgreSQL does not have shard keys")
                .at(span, "")
                .help("remove the attribute"),
        );
    }
}

/// Checks `@@schema` against the datasource's `schemas`.
pub(super) fn check_schema(ctx: &mut Context<'_>, noun: &str, schema: Option<&Name>, block: Span) {
    let Some(source) = &ctx.datamodel.datasource else {
        return;
    };
    if let Some(schema) = schema {
        if source.schemas.iter().any(|known| known.text == schema.text) {
            return;
        }
        let names: Vec<String> = source
            .schemas
            .iter()
            .map(|name| name.text.clone())
            .collect();
        let finding = Diagnostic::error(
            &codes::UNKNOWN_SCHEMA,
            format!("the datasource does not list the schema `{}`", schema.text),
        )
        .at(schema.span, "");
        let finding = match ctx.schemas_span {
            Some(span) => finding.also(span, "the schemas"),
            None => finding.help(format!(
                "add `schemas = [\"{}\"]` to the datasource",
                schema.text
            )),
        };
        let near = ctx
            .suggester
            .nearest(&schema.text, names.iter().map(String::as_str));
        ctx.push(match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding,
        });
    } else if let Some(span) = ctx.schemas_span {
        ctx.push(
            Diagnostic::error(
                &codes::MISSING_SCHEMA,
                format!("the {noun} does not say which schema it belongs to"),
            )
            .at(block, "")
            .also(span, "the schemas")
            .help("add `@@schema(\"…\")`"),
        );
    }
}
