//! Relations that columns on one side keep: what holds for 1-1 and 1-n alike.

use diag::Diagnostic;

use super::super::context::Context;
use super::super::relations::{self, Inferred};
use super::names::{self, Names};
use crate::codes;
use crate::datamodel::{FieldId, FieldRef, ModelId, ReferentialAction, RelationMode};
use crate::syntax::ast::Arity;

/// Checks a relation.
pub(super) fn check(ctx: &mut Context<'_>, relation: &Inferred, names: &Names) {
    let Some(forward) = relation.a() else { return };
    let Some(side) = ctx.relation(forward) else {
        return;
    };
    let (fields, references) = (side.fields.clone(), side.references.clone());
    check_unique(ctx, forward, relation.model_b, &references);
    check_lengths(ctx, forward, &fields, &references);
    check_arity(ctx, forward, &fields);
    check_types(ctx, forward, relation.model_b, &fields, &references);
    check_name(ctx, forward, names);
    check_set_null(ctx, forward, &fields);
}

/// The columns of everything that is unique in a model, each list sorted.
fn unique_columns(ctx: &Context<'_>, model: ModelId) -> Vec<Vec<FieldId>> {
    let model = ctx.model(model);
    let key = model.primary_key.iter().map(|key| &key.fields);
    let uniques = model.uniques().map(|index| &index.fields);
    key.chain(uniques)
        .map(|columns| {
            let mut fields: Vec<FieldId> = columns.iter().map(|column| column.field).collect();
            fields.sort_unstable();
            fields
        })
        .collect()
}

fn check_unique(
    ctx: &mut Context<'_>,
    forward: FieldRef,
    related: ModelId,
    references: &[FieldId],
) {
    if references.is_empty() {
        return;
    }
    let mut sorted = references.to_vec();
    sorted.sort_unstable();
    if unique_columns(ctx, related).contains(&sorted) {
        return;
    }
    let columns = ctx.field_list(related, references);
    let name = &ctx.model(related).name;
    let mut finding = Diagnostic::error(
        &codes::REFERENCES_NOT_UNIQUE,
        format!(
            "`references` names what is not unique in `{}`: {}",
            name.text,
            ctx.field_names(related, references)
        ),
    )
    .at(ctx.field(forward).span, "");
    for field in references {
        finding = finding.also(ctx.model(related)[*field].name.span, "not unique");
    }
    ctx.push(if references.len() == 1 {
        finding.help(format!("add `@unique` to `{columns}`"))
    } else {
        let name = ctx.model(related).name.text.clone();
        finding.help(format!("add `@@unique([{columns}])` to `{name}`"))
    });
}

fn check_lengths(
    ctx: &mut Context<'_>,
    forward: FieldRef,
    fields: &[FieldId],
    references: &[FieldId],
) {
    let notes = &ctx.notes(forward).relation;
    let (Some(attribute), Some(own), Some(theirs)) =
        (notes.attribute, notes.fields, notes.references)
    else {
        return;
    };
    if fields.len() == references.len() {
        return;
    }
    ctx.push(
        Diagnostic::error(
            &codes::RELATION_LENGTH_MISMATCH,
            format!(
                "`fields` and `references` have different lengths, {} and {}",
                fields.len(),
                references.len()
            ),
        )
        .at(attribute.span, "")
        .also(own.span(), format!("{} here", fields.len()))
        .also(theirs.span(), format!("{} here", references.len())),
    );
}

fn check_arity(ctx: &mut Context<'_>, forward: FieldRef, fields: &[FieldId]) {
    if !ctx.field(forward).is_required() || ctx.notes(forward).relation.fields.is_none() {
        return;
    }
    let model = ctx.model(forward.model);
    let optional: Vec<FieldId> = fields
        .iter()
        .copied()
        .filter(|field| model[*field].arity == Arity::Optional)
        .collect();
    if optional.is_empty() {
        return;
    }
    let columns = ctx.field_names(forward.model, &optional);
    let mut finding = Diagnostic::error(
        &codes::RELATION_ARITY_MISMATCH,
        format!(
            "the relation `{}` is required, but its columns are not: {columns}",
            ctx.field(forward).name.text
        ),
    )
    .at(ctx.field(forward).span, "")
    .help("make the relation optional, or the columns required");
    for field in &optional {
        finding = finding.also(ctx.model(forward.model)[*field].name.span, "optional");
    }
    ctx.push(finding);
}

/// The columns of a foreign key, each with the one it refers to.
pub(super) fn pairs(
    model: ModelId,
    fields: &[FieldId],
    related: ModelId,
    references: &[FieldId],
) -> impl Iterator<Item = (FieldRef, FieldRef)> {
    fields.iter().zip(references).map(move |(own, theirs)| {
        let own = FieldRef { model, field: *own };
        let theirs = FieldRef {
            model: related,
            field: *theirs,
        };
        (own, theirs)
    })
}

fn check_types(
    ctx: &mut Context<'_>,
    forward: FieldRef,
    related: ModelId,
    fields: &[FieldId],
    references: &[FieldId],
) {
    for (own, theirs) in pairs(forward.model, fields, related, references) {
        let ty = |field: FieldRef| ctx.field(field).scalar().map(|scalar| scalar.ty.clone());
        if ty(own) == ty(theirs) {
            continue;
        }
        let message = format!(
            "`{}` and `{}` have different types",
            ctx.path(own),
            ctx.path(theirs)
        );
        let finding = Diagnostic::error(&codes::RELATION_TYPE_MISMATCH, message)
            .at(ctx.field(forward).span, "")
            .also(ctx.field_ast(own).ty.span(), "this type")
            .also(ctx.field_ast(theirs).ty.span(), "and this one")
            .help("make the types the same");
        ctx.push(finding);
    }
}

fn check_name(ctx: &mut Context<'_>, forward: FieldRef, names: &Names) {
    let name = relations::key_name(ctx, forward);
    let owner = ctx.field(forward).span;
    let attribute = ctx.notes(forward).relation.attribute;
    let place = attribute.and_then(|attribute| names::argument(attribute, "map"));
    names.check_constraint(ctx, forward.model, &name, owner, place.unwrap_or(owner));
}

/// PostgreSQL takes `SET NULL` on a column that must not be null, and fails when it comes to it.
fn check_set_null(ctx: &mut Context<'_>, forward: FieldRef, fields: &[FieldId]) {
    if ctx.notes(forward).relation.fields.is_some() {
        let model = ctx.model(forward.model);
        if fields.iter().all(|field| !model[*field].is_required()) {
            return;
        }
    }
    let foreign_keys = ctx.datamodel.relation_mode() == RelationMode::ForeignKeys;
    let severity = if foreign_keys {
        diag::Severity::Warning
    } else {
        diag::Severity::Error
    };
    let notes = &ctx.notes(forward).relation;
    let span = ctx.field(forward).span;
    for (name, given) in [("onDelete", notes.on_delete), ("onUpdate", notes.on_update)] {
        if let Some((ReferentialAction::SetNull, place)) = given {
            ctx.push(
                Diagnostic::new(
                    severity,
                    &codes::SET_NULL_ON_REQUIRED,
                    format!("`{name}` sets columns to null that are required"),
                )
                .at(span, "")
                .also(place, "this action")
                .help("make the columns optional, or choose another action"),
            );
        }
    }
}
