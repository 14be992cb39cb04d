//! The last stage: the rules that look at the whole schema.

mod columns;
mod cycles;
mod defaults;
mod enums;
mod indexes;
mod literals;
mod many_to_many;
mod models;
mod names;
mod native;
mod one_to_many;
mod one_to_one;
mod operator_classes;
mod postgres;
mod relation_fields;
mod relations;
mod source;

use super::context::Context;
use super::relations::Shape;
use crate::datamodel::{ModelId, ModelKind};
use names::Names;

/// Checks everything. Two fields that could belong to the same relation end it at once: what else
/// could be said of relations then would be a guess.
pub(super) fn check(ctx: &mut Context<'_>) {
    names::assign(ctx);
    let names = Names::collect(ctx);
    source::check(ctx);
    models::check_tables(ctx);
    let ids: Vec<ModelId> = ctx.model_ids().collect();
    let kind = |ctx: &Context<'_>, id: ModelId| ctx.model(id).kind;
    let (models, views): (Vec<_>, Vec<_>) = ids
        .into_iter()
        .partition(|id| kind(ctx, *id) == ModelKind::Model);
    for model in models.into_iter().chain(views) {
        if !check_model(ctx, model, &names) {
            return;
        }
    }
    enums::check(ctx);
    cycles::check(ctx);
    check_relations(ctx, &names);
    postgres::check(ctx);
}

/// Checks a model with its fields and indexes. False when the check must end.
fn check_model(ctx: &mut Context<'_>, model: ModelId, names: &Names) -> bool {
    models::check(ctx, model, names);
    for field in ctx.field_refs(model) {
        if ctx.relation(field).is_none() {
            columns::check(ctx, field, names);
        }
    }
    for field in ctx.field_refs(model) {
        if ctx.relation(field).is_some() {
            if !relation_fields::is_clear(ctx, field, names) {
                return false;
            }
            relation_fields::check(ctx, field, names);
        }
    }
    if ctx.model(model).is_view() {
        for index in 0..ctx.model(model).indexes.len() {
            indexes::check_on_view(ctx, model, index);
        }
        return true;
    }
    // Taken out meanwhile, so that they can be read while findings are added.
    let list = std::mem::take(&mut ctx.model_mut(model).indexes);
    let drafts = std::mem::take(&mut ctx.draft_mut(model).indexes);
    for (index, draft) in list.iter().zip(&drafts) {
        indexes::check(ctx, model, index, draft, names);
    }
    ctx.model_mut(model).indexes = list;
    ctx.draft_mut(model).indexes = drafts;
    true
}

fn check_relations(ctx: &mut Context<'_>, names: &Names) {
    for index in 0..ctx.inferred.len() {
        let relation = ctx.inferred[index].clone();
        match relation.shape {
            Shape::ManyToMany { embedded, .. } => {
                many_to_many::check(ctx, &relation, embedded);
            }
            Shape::OneToOne { .. } => {
                relations::check(ctx, &relation, names);
                one_to_one::check(ctx, &relation);
            }
            Shape::OneToMany { .. } => {
                relations::check(ctx, &relation, names);
                one_to_many::check(ctx, &relation);
            }
        }
    }
}
