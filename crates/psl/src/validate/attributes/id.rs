//! `@id` and `@@id`, and the shard keys that PostgreSQL does not have.

use diag::{Diagnostic, Span};

use super::super::context::{Context, KeyDraft};
use super::arguments::Arguments;
use super::fields::{self, Resolved};
use super::index::{check_client_name, read_clustered};
use crate::codes;
use crate::datamodel::{FieldId, FieldRef, IndexField, ModelId, PrimaryKey};
use crate::syntax::ast::Arity;

/// `@@id([a, b])`
pub(super) fn read_block<'a>(ctx: &mut Context<'a>, model: ModelId, mut arguments: Arguments<'a>) {
    let attribute = arguments.attribute;
    let value = arguments.required(ctx, "fields");
    let map = arguments.name_argument(ctx, "map");
    let name = arguments.name_argument(ctx, "name");
    if let Some(name) = &name {
        check_client_name(ctx, attribute.span, name);
    }
    let clustered = read_clustered(ctx, &mut arguments);
    arguments.finish(ctx);
    let Some(value) = value else { return };
    let (resolved, length) = fields::with_arguments(ctx, model, value, attribute.span);
    let places = [value.span(), attribute.span];
    let field = |column: &IndexField| column.field;
    let Some(columns) = required_columns(ctx, model, resolved, field, places, "id") else {
        return;
    };
    check_only(ctx, model, attribute.span);
    ctx.draft_mut(model).primary_key = Some(KeyDraft {
        length,
        clustered,
        ..KeyDraft::new(attribute)
    });
    ctx.model_mut(model).primary_key = Some(PrimaryKey {
        name,
        map,
        database_name: String::new(),
        fields: columns,
        on_field: false,
        span: attribute.span,
    });
}

/// The columns of a key, which must exist and be required. Says what is wrong with them.
fn required_columns<T>(
    ctx: &mut Context<'_>,
    model: ModelId,
    resolved: Resolved<T>,
    field: impl Fn(&T) -> FieldId,
    [list, owner]: [Span; 2],
    noun: &str,
) -> Option<Vec<T>> {
    match resolved {
        Resolved::Reported => None,
        Resolved::Wrong { unknown, relations } => {
            let fault = format!("the {noun} has fields that the model does not have");
            let code = &codes::UNKNOWN_INDEX_FIELD;
            fields::report_unknown(ctx, model, &unknown, code, &fault, list);
            if !relations.is_empty() {
                let names = ctx.field_names(model, &relations);
                ctx.push(
                    Diagnostic::error(
                        &codes::RELATION_FIELD_IN_INDEX,
                        format!("the {noun} has fields that are relations: {names}"),
                    )
                    .at(owner, "")
                    .help("use the columns of the relation, the fields in its `fields`"),
                );
            }
            None
        }
        Resolved::Columns(columns) => {
            let loose: Vec<_> = columns
                .iter()
                .map(field)
                .filter(|field| ctx.model(model)[*field].arity != Arity::Required)
                .collect();
            if !loose.is_empty() && (noun != "id" || !ctx.model(model).ignored) {
                let names = ctx.field_names(model, &loose);
                let mut finding = Diagnostic::error(
                    &codes::OPTIONAL_ID,
                    format!("the {noun} has fields that are not required: {names}"),
                )
                .at(owner, "")
                .help("make them required, or use `@@unique`");
                for field in &loose {
                    finding = finding.also(ctx.model(model)[*field].name.span, "not required");
                }
                ctx.push(finding);
            }
            Some(columns)
        }
    }
}

/// Reports a second primary key of a model.
fn check_only(ctx: &mut Context<'_>, model: ModelId, again: Span) -> bool {
    let Some(first) = &ctx.model(model).primary_key else {
        return true;
    };
    let message = format!(
        "the model `{}` has more than one id",
        ctx.model(model).name.text
    );
    let finding = Diagnostic::error(&codes::SEVERAL_IDS, message)
        .at(ctx.model(model).span, "")
        .also(first.span, "first given here")
        .also(again, "given again here")
        .help("keep one, or join the fields in one `@@id([…])`");
    ctx.push(finding);
    false
}

/// `@id`
pub(super) fn read_field<'a>(ctx: &mut Context<'a>, field: FieldRef, mut arguments: Arguments<'a>) {
    let attribute = arguments.attribute;
    let map = arguments.name_argument(ctx, "map");
    let length = arguments.named("length");
    let length = length.is_some_and(|value| ctx.integer(value).is_some());
    let sort = super::index::read_sort(ctx, &mut arguments);
    let clustered = read_clustered(ctx, &mut arguments);
    arguments.finish(ctx);
    if !check_only(ctx, field.model, attribute.span) {
        return;
    }
    ctx.draft_mut(field.model).primary_key = Some(KeyDraft {
        length,
        clustered,
        ..KeyDraft::new(attribute)
    });
    ctx.model_mut(field.model).primary_key = Some(PrimaryKey {
        name: None,
        map,
        database_name: String::new(),
        fields: vec![IndexField {
            field: field.field,
            sort,
            operator_class: None,
            span: attribute.span,
        }],
        on_field: true,
        span: attribute.span,
    });
}

/// Reports `@id` on a field that is not required, unless the model is ignored: whether it is, is
/// known after its fields only.
pub(super) fn check_field_arity(ctx: &mut Context<'_>, model: ModelId) {
    let known = ctx.model(model);
    let Some(key) = known.primary_key.as_ref().filter(|key| key.on_field) else {
        return;
    };
    let Some(field) = key.fields.first().map(|column| &known[column.field]) else {
        return;
    };
    if known.ignored || field.is_required() {
        return;
    }
    let finding = Diagnostic::error(
        &codes::OPTIONAL_ID,
        format!("the id `{}` is not required", field.name.text),
    )
    .at(key.span, "")
    .help("make the field required, or use `@unique`");
    ctx.push(finding);
}

/// `@@shardKey([a, b])`
pub(super) fn read_shard_key<'a>(
    ctx: &mut Context<'a>,
    model: ModelId,
    mut arguments: Arguments<'a>,
) {
    let attribute = arguments.attribute;
    let value = arguments.required(ctx, "fields");
    arguments.finish(ctx);
    let Some(value) = value else { return };
    let resolved = fields::plain(ctx, model, value, attribute.span);
    let places = [value.span(), attribute.span];
    let columns = required_columns(ctx, model, resolved, |field| *field, places, "shard key");
    if columns.is_some() {
        add_shard_key(ctx, model, attribute);
    }
}

/// `@shardKey`
pub(super) fn read_field_shard_key<'a>(
    ctx: &mut Context<'a>,
    field: FieldRef,
    arguments: Arguments<'a>,
) {
    let attribute = arguments.attribute;
    arguments.finish(ctx);
    if !ctx.field(field).is_required() {
        ctx.push(
            Diagnostic::error(
                &codes::OPTIONAL_ID,
                format!(
                    "the shard key `{}` is not required",
                    ctx.field(field).name.text
                ),
            )
            .at(attribute.span, ""),
        );
    }
    add_shard_key(ctx, field.model, attribute);
}

fn add_shard_key<'a>(
    ctx: &mut Context<'a>,
    model: ModelId,
    attribute: &'a crate::syntax::ast::Attribute<'a>,
) {
    if let Some(first) = ctx.draft(model).shard_keys.first() {
        let finding = Diagnostic::error(
            &codes::SHARD_KEY,
            format!(
                "the model `{}` has more than one shard key",
                ctx.model(model).name.text
            ),
        )
        .at(ctx.model(model).span, "")
        .also(first.span, "first given here")
        .also(attribute.span, "given again here");
        ctx.push(finding);
        return;
    }
    ctx.draft_mut(model).shard_keys.push(attribute);
}
