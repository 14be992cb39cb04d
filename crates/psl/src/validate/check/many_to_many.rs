//! m-n relations that a table of their own keeps.

use diag::Diagnostic;

use super::super::context::Context;
use super::super::relations::Inferred;
use crate::codes;
use crate::datamodel::FieldRef;

/// Checks an m-n relation; `embedded` when a side has `fields`, which it cannot have.
pub(super) fn check(ctx: &mut Context<'_>, relation: &Inferred, embedded: bool) {
    let (Some(a), Some(b)) = (relation.a(), relation.b()) else {
        return;
    };
    for (field, other) in [(a, b), (b, a)] {
        if embedded {
            report_fields(ctx, field, other);
        } else {
            check_id(ctx, field);
        }
    }
    if embedded {
        return;
    }
    for field in [a, b] {
        check_actions(ctx, field);
        check_references(ctx, field);
    }
}

fn report_fields(ctx: &mut Context<'_>, field: FieldRef, other: FieldRef) {
    let message = format!(
        "`{}` and `{}` are lists of each other, so neither can hold a key",
        ctx.path(field),
        ctx.path(other)
    );
    let finding = Diagnostic::error(&codes::MANY_TO_MANY_FIELDS, message)
        .at(ctx.field(field).span, "")
        .also(ctx.field(other).name.span, "the opposite field")
        .help("remove `fields` and `references`: a table of its own keeps the relation");
    ctx.push(finding);
}

/// The table of the relation refers to one column on each side.
fn check_id(ctx: &mut Context<'_>, field: FieldRef) {
    let Some(relation) = ctx.relation(field) else {
        return;
    };
    let related = ctx.model(relation.related);
    let key = related
        .primary_key
        .as_ref()
        .filter(|key| key.fields.len() == 1);
    let Some(key) = key else {
        let message = format!(
            "`{}` refers to `{}`, which has no id of a single field",
            ctx.path(field),
            related.name.text
        );
        let finding = Diagnostic::error(&codes::MANY_TO_MANY_WITHOUT_ID, message)
            .at(ctx.field(field).span, "")
            .also(related.name.span, "no single `@id`")
            .help("add one, or write the model between the two yourself");
        ctx.push(finding);
        return;
    };
    let given = ctx.notes(field).relation.references;
    let right = given.is_none() || relation.references == [key.fields[0].field];
    if !right {
        let message = format!(
            "`{}` refers to something else than the id of `{}`",
            ctx.path(field),
            related.name.text
        );
        let finding = Diagnostic::error(&codes::MANY_TO_MANY_REFERENCES, message)
            .at(ctx.field(field).span, "")
            .also(key.span, "the id")
            .help("remove `references`");
        ctx.push(finding);
    }
}

fn check_actions(ctx: &mut Context<'_>, field: FieldRef) {
    let notes = &ctx.notes(field).relation;
    let given = [notes.on_delete, notes.on_update];
    for (_, place) in given.into_iter().flatten() {
        ctx.push(
            Diagnostic::error(
                &codes::MANY_TO_MANY_ACTION,
                "an m-n relation has no referential actions: its table always cascades",
            )
            .at(place, "")
            .help("remove it, or write the model between the two yourself"),
        );
    }
}

fn check_references(ctx: &mut Context<'_>, field: FieldRef) {
    let Some(references) = ctx.notes(field).relation.references else {
        return;
    };
    let finding = Diagnostic::error(
        &codes::MANY_TO_MANY_REFERENCES,
        format!("`{}` gives `references`, but holds no key", ctx.path(field)),
    )
    .at(ctx.field(field).span, "")
    .also(references.span(), "this argument")
    .help("remove `references`: the relation always uses the ids");
    ctx.push(finding);
}
