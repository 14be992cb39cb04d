//! The attributes of models and enums: the order in which they are read, and the small ones.

use diag::Diagnostic;

use super::super::context::Context;
use super::arguments::Arguments;
use super::list::AttributeList;
use super::{field, id, index};
use crate::codes;
use crate::datamodel::{EnumId, FieldType, ModelId, Name};
use crate::syntax::ast::{Attribute, Expression};

/// What may stand on a model.
const MODEL: &[&str] = &["id", "unique", "index", "map", "schema", "ignore"];

/// Reads a model's attributes, those of its fields first.
pub(super) fn read_model(ctx: &mut Context<'_>, model: ModelId) {
    for field in ctx.field_refs(model) {
        if !ctx.notes(field).unknown && ctx.relation(field).is_none() {
            field::read(ctx, field);
        }
    }
    let block = ctx.draft(model).ast;
    let mut list = AttributeList::of_block(&block.attributes);
    if let Some(attribute) = list.single(ctx, "ignore")
        && let Some(arguments) = Arguments::open(ctx, attribute)
    {
        read_ignore(ctx, model);
        arguments.finish(ctx);
    }
    if let Some(attribute) = list.single(ctx, "id")
        && let Some(arguments) = Arguments::open(ctx, attribute)
    {
        id::read_block(ctx, model, arguments);
    }
    if let Some(attribute) = list.single(ctx, "map") {
        ctx.model_mut(model).map = read_map(ctx, attribute);
    }
    if let Some(attribute) = list.single(ctx, "schema") {
        ctx.model_mut(model).schema = read_schema(ctx, attribute);
    }
    for attribute in list.all("index") {
        index::read_index(ctx, model, attribute);
    }
    for attribute in list.all("unique") {
        index::read_unique(ctx, model, attribute);
    }
    for attribute in list.all("fulltext") {
        index::read_fulltext(ctx, model, attribute);
    }
    if let Some(attribute) = list.single(ctx, "shardKey")
        && let Some(arguments) = Arguments::open(ctx, attribute)
    {
        id::read_shard_key(ctx, model, arguments);
    }
    id::check_field_arity(ctx, model);
    list.finish(ctx, MODEL);
}

/// Reads an enum's attributes, those of its values first.
pub(super) fn read_enum(ctx: &mut Context<'_>, id: EnumId) {
    let block = ctx.enums[id.0 as usize];
    for (value, index) in block.values.iter().zip(0..) {
        let mut list = AttributeList::of_field(&value.attributes);
        if let Some(attribute) = list.single(ctx, "map") {
            let map = read_map(ctx, attribute);
            ctx.datamodel.enums[id.0 as usize].values[index].map = map;
        }
        list.finish(ctx, &["map"]);
    }
    let mut list = AttributeList::of_block(&block.attributes);
    if let Some(attribute) = list.single(ctx, "map") {
        let map = read_map(ctx, attribute);
        ctx.datamodel.enums[id.0 as usize].map = map;
    }
    if let Some(attribute) = list.single(ctx, "schema") {
        let schema = read_schema(ctx, attribute);
        ctx.datamodel.enums[id.0 as usize].schema = schema;
    }
    list.finish(ctx, &["map", "schema"]);
}

/// `@map("…")` and `@@map("…")`
pub(super) fn read_map<'a>(ctx: &mut Context<'a>, attribute: &'a Attribute<'a>) -> Option<Name> {
    let mut arguments = Arguments::open(ctx, attribute)?;
    let value = arguments.required(ctx, "name");
    let name = value.and_then(|value| read_name(ctx, value));
    arguments.finish(ctx);
    name
}

/// `@@schema("…")`
fn read_schema<'a>(ctx: &mut Context<'a>, attribute: &'a Attribute<'a>) -> Option<Name> {
    let mut arguments = Arguments::open(ctx, attribute)?;
    let value = arguments.required(ctx, "map");
    let name = value.and_then(|value| read_name(ctx, value));
    arguments.finish(ctx);
    name
}

fn read_name<'a>(ctx: &mut Context<'a>, value: &'a Expression<'a>) -> Option<Name> {
    Some(Name {
        text: ctx.string(value)?.to_owned(),
        span: value.span(),
    })
}

/// `@@ignore`: its fields need no `@ignore` of their own.
fn read_ignore(ctx: &mut Context<'_>, model: ModelId) {
    for field in ctx.field_refs(model) {
        let known = ctx.field(field);
        let column = known
            .scalar()
            .is_some_and(|scalar| !matches!(scalar.ty, FieldType::Unsupported(_)));
        if known.ignored && column {
            let message = format!(
                "the whole model of `{}` is ignored already",
                known.name.text
            );
            let span = known.span;
            ctx.push(
                Diagnostic::error(&codes::REDUNDANT_IGNORE, message)
                    .at(span, "")
                    .help("remove `@ignore` from the field"),
            );
        }
    }
    ctx.model_mut(model).ignored = true;
}
