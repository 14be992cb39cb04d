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
    let mut findings = Vec::new();
    names::check(ctx, &mut findings);
    labels::check(ctx, &mut findings);
    for model in ctx.model_ids() {
        for (field, _, scalar) in ctx.model(model).scalar_fields() {
            defaults::check(ctx, FieldRef { model, field }, scalar, &mut findings);
        }
        if ctx.model(model).is_view() {
            indexes::check_view(ctx, model, &mut findings);
        } else {
            indexes::check(ctx, model, &mut findings);
        }
    }
    relations::check(ctx, &mut findings);
    for finding in findings {
        ctx.push(finding);
    }
    for model in ctx.model_ids() {
        predicates::check(ctx, model);
    }
}

/// The kind of a column's type, given or by default; `None` for enums and unsupported types.
fn kind(ctx: &Context<'_>, field: FieldRef) -> Option<NativeKind> {
    ctx.field(field).scalar()?.native_kind()
}
