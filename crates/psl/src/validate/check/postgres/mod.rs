//! What Prisma lets pass and PostgreSQL refuses, cuts silently, or only takes until the first row:
//! each was tried on a server.

mod defaults;
mod indexes;
mod labels;
mod names;
mod predicates;
mod relations;

use super::super::context::Context;
use crate::datamodel::{FieldRef, NativeKind};

/// Checks what else only the database would find out.
pub(super) fn check(ctx: &mut Context<'_>) {
    names::check(ctx);
    labels::check(ctx);
    for model in ctx.model_ids() {
        let view = ctx.model(model).is_view();
        for field in ctx.field_refs(model) {
            if ctx.relation(field).is_none() {
                defaults::check(ctx, field);
            }
        }
        if view {
            indexes::check_view(ctx, model);
        } else {
            indexes::check(ctx, model);
            predicates::check(ctx, model);
        }
    }
    relations::check(ctx);
}

/// The kind of a column's type, given or by default; `None` for enums and unsupported types.
fn kind(ctx: &Context<'_>, field: FieldRef) -> Option<NativeKind> {
    ctx.field(field).scalar()?.native_kind()
}
