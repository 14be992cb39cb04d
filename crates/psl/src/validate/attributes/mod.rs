//! The third stage: what the attributes say, each on its own.

mod arguments;
mod block;
mod default;
mod field;
mod fields;
mod id;
mod index;
mod list;
mod operator_class;
mod predicate;
mod relation;

pub(super) use default::FUNCTIONS as DEFAULT_FUNCTIONS;
pub(crate) use operator_class::KNOWN as OPERATOR_CLASSES;
pub(super) use operator_class::Known as KnownClass;

use super::context::Context;
use crate::datamodel::EnumId;

/// Reads the attributes of all models and enums.
pub(super) fn resolve(ctx: &mut Context<'_>) {
    // Those of relation fields come first: others look at their `fields`.
    for model in ctx.model_ids() {
        for field in ctx.field_refs(model) {
            if !ctx.notes(field).unknown && ctx.relation(field).is_some() {
                relation::read(ctx, field);
            }
        }
    }
    for model in ctx.model_ids() {
        block::read_model(ctx, model);
    }
    for id in (0..ctx.enums.len() as u32).map(EnumId) {
        block::read_enum(ctx, id);
    }
}
