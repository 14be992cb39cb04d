//! Indexes and unique constraints.

use diag::{Diagnostic, Span};

use super::super::context::{Context, KeyDraft};
use super::names::{self, Names};
use super::{models, operator_classes};
use crate::codes;
use crate::datamodel::{Index, IndexKind, IndexMethod, ModelId, NativeKind, PreviewFeature};

/// Checks an index of a view, which can only say what is unique: nothing in the database does.
pub(super) fn check_on_view(ctx: &mut Context<'_>, view: ModelId, position: usize) {
    let index = &ctx.model(view).indexes[position];
    let (kind, span, named) = (index.kind, index.span, index.map.is_some());
    let arguments = index
        .fields
        .iter()
        .any(|column| column.sort.is_some() || column.operator_class.is_some());
    let name = if index.on_field {
        "@unique"
    } else {
        "@@unique"
    };
    let fields = index.fields.clone();
    let draft = &ctx.draft(view).indexes[position];
    let (arguments, fulltext) = (arguments || draft.length, draft.fulltext);
    if kind == IndexKind::Normal || fulltext {
        report_on_view(ctx, span, "a view of PostgreSQL cannot have an index");
    }
    if kind == IndexKind::Unique {
        models::check_clash(ctx, view, &fields, name, span);
    }
    if named {
        let message = "nothing in the database makes a view unique, so it has no name there";
        report_on_view(ctx, span, message);
    }
    if arguments {
        let message =
            "nothing in the database makes a view unique, so its fields have no arguments";
        report_on_view(ctx, span, message);
    }
}

/// Reports what a view cannot have.
pub(super) fn report_on_view(ctx: &mut Context<'_>, span: Span, message: &str) {
    ctx.push(
        Diagnostic::error(&codes::KEY_ON_VIEW, message)
            .at(span, "")
            .help("write `@unique` or `@@unique` to tell the client what is unique"),
    );
}

/// Checks an index of a model.
pub(super) fn check(
    ctx: &mut Context<'_>,
    model: ModelId,
    index: &Index,
    draft: &KeyDraft<'_>,
    names: &Names,
) {
    let attribute = draft.attribute;
    if index.fields.is_empty() {
        ctx.push(
            Diagnostic::error(&codes::EMPTY_INDEX, "the index has no fields")
                .at(attribute.span, "")
                .help("name at least one field"),
        );
    }
    let place = names::argument(attribute, "map").or_else(|| names::argument(attribute, "name"));
    names.check_key(
        ctx,
        model,
        &index.database_name,
        attribute,
        place.unwrap_or(attribute.span),
    );
    if index.kind == IndexKind::Unique {
        let name = if index.on_field {
            "@unique"
        } else {
            "@@unique"
        };
        models::check_clash(ctx, model, &index.fields, name, attribute.span);
    }
    if let Some(name) = &index.name {
        let place = names::argument(attribute, "name").unwrap_or(attribute.span);
        names.check_client(ctx, model, name, place);
    }
    if let Some(map) = &index.map {
        names::check_length(ctx, &map.text, attribute.span);
    }
    check_arguments(ctx, index, draft);
    check_types(ctx, model, index, attribute.span);
    operator_classes::check(ctx, model, index, attribute.span);
    if index.method == Some(IndexMethod::SpGist) && index.fields.len() != 1 {
        ctx.push(
            Diagnostic::error(
                &codes::SPGIST_COLUMNS,
                "an `SpGist` index has one field, no more and no less",
            )
            .at(attribute.span, ""),
        );
    }
}

fn check_arguments(ctx: &mut Context<'_>, index: &Index, draft: &KeyDraft<'_>) {
    let span = draft.attribute.span;
    for (wrong, code, what) in [
        (draft.length, &codes::LENGTH_ARGUMENT, "length"),
        (draft.clustered, &codes::CLUSTERED_ARGUMENT, "clustered"),
    ] {
        if wrong {
            ctx.push(
                Diagnostic::error(code, format!("PostgreSQL's indexes have no `{what}`"))
                    .at(span, "")
                    .help("remove the argument"),
            );
        }
    }
    let sorted = index.fields.iter().find(|column| column.sort.is_some());
    if let Some(sorted) = sorted.filter(|_| index.method == Some(IndexMethod::Hash)) {
        ctx.push(
            Diagnostic::error(&codes::SORTED_HASH_INDEX, "a `Hash` index has no order")
                .at(span, "")
                .also(sorted.span, "sorted here")
                .help("remove `sort`, or use a `BTree` index"),
        );
    }
    if draft.fulltext {
        ctx.push(
            Diagnostic::error(
                &codes::FULLTEXT_INDEX,
                "PostgreSQL does not have `@@fulltext` indexes",
            )
            .at(span, "")
            .help("use a `Gin` index on a `tsvector` column, which a migration can add"),
        );
    }
    let with_class = index
        .fields
        .iter()
        .find(|column| column.operator_class.is_some());
    if let Some(column) = with_class.filter(|_| index.kind == IndexKind::Unique || draft.fulltext) {
        ctx.push(
            Diagnostic::error(
                &codes::OPERATOR_CLASS_ON_UNIQUE,
                "only the fields of `@@index` can have an operator class",
            )
            .at(span, "")
            .also(column.span, "has one")
            .help("remove `ops`"),
        );
    }
    if let Some(place) = draft.predicate
        && !ctx.has_preview(PreviewFeature::PartialIndexes)
    {
        ctx.push(
            Diagnostic::error(
                &codes::PARTIAL_INDEX_WITHOUT_PREVIEW,
                "`where` is a preview feature that no generator asks for",
            )
            .at(place, "")
            .help("add `previewFeatures = [\"partialIndexes\"]` to the generator"),
        );
    }
}

/// Reports a field whose type has no equality.
fn check_types(ctx: &mut Context<'_>, model: ModelId, index: &Index, owner: Span) {
    for column in &index.fields {
        let field = crate::datamodel::FieldRef {
            model,
            field: column.field,
        };
        if operator_classes::native(ctx, field) == Some(NativeKind::Xml) {
            let span = ctx.field(field).span;
            ctx.push(
                Diagnostic::error(
                    &codes::XML_INDEX,
                    "values of type `Xml` cannot be compared, so no index can hold them",
                )
                .at(span, "")
                .also(owner, "indexed here"),
            );
            return;
        }
    }
}
