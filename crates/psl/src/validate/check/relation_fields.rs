//! Each side of a relation on its own.

use diag::Diagnostic;

use super::super::context::Context;
use super::super::relations;
use super::names::{self, Names};
use crate::codes;
use crate::datamodel::{FieldId, FieldRef, ReferentialAction, RelationMode};

/// Whether it is clear which relation a field belongs to. Reports it when it is not.
pub(super) fn is_clear(ctx: &mut Context<'_>, field: FieldRef, names: &Names) -> bool {
    let Some(relation) = ctx.relation(field) else {
        return true;
    };
    let (related, is_named) = (relation.related, relation.name.is_some());
    let sides = names.sides(field);
    let itself = related == field.model;
    if sides.len() < 2 || (itself && is_named && sides.len() == 2) {
        return true;
    }
    let list: Vec<FieldId> = sides.iter().map(|side| side.field).collect();
    let fields = ctx.field_names(field.model, &list);
    let message = if is_named {
        format!(
            "the fields {fields} bear the same relation name `{}`",
            relations::name(ctx, field)
        )
    } else {
        format!(
            "the fields {fields} all refer to `{}`, and nothing tells their relations apart",
            ctx.model(related).name.text
        )
    };
    let mut finding =
        Diagnostic::error(&codes::AMBIGUOUS_RELATION, message).at(ctx.field(field).span, "");
    for other in sides.iter().filter(|other| **other != field) {
        finding = finding.also(ctx.field(*other).name.span, "could be the same relation");
    }
    let finding = match (itself, sides.len(), is_named) {
        (true, 2, false) => {
            finding.help("give both the same name, `@relation(\"…\")`, if they are its two sides")
        }
        _ => finding.help("give each relation a name of its own: `@relation(\"…\")`"),
    };
    ctx.push(finding);
    false
}

/// Checks a side of a relation.
pub(super) fn check(ctx: &mut Context<'_>, field: FieldRef, names: &Names) {
    names.check_field(ctx, field);
    check_ignored(ctx, field);
    check_actions(ctx, field);
    if let Some(map) = ctx
        .relation(field)
        .and_then(|relation| relation.map.clone())
        && let Some(attribute) = ctx.notes(field).relation.attribute
    {
        names::check_length(ctx, &map.text, attribute.span);
    }
    check_index(ctx, field);
}

fn check_ignored(ctx: &mut Context<'_>, field: FieldRef) {
    let Some(related) = ctx.relation(field).map(|relation| relation.related) else {
        return;
    };
    let model = ctx.model(field.model);
    if !ctx.model(related).ignored || ctx.field(field).ignored || model.ignored {
        return;
    }
    let message = format!(
        "`{}` refers to the model `{}`, which is ignored",
        ctx.path(field),
        ctx.model(related).name.text
    );
    let finding = Diagnostic::error(&codes::IGNORED_MODEL, message)
        .at(ctx.field(field).span, "")
        .also(ctx.model(related).name.span, "ignored")
        .help("add `@ignore` to the field");
    ctx.push(finding);
}

fn check_actions(ctx: &mut Context<'_>, field: FieldRef) {
    if ctx.datamodel.relation_mode() == RelationMode::ForeignKeys {
        return;
    }
    let notes = &ctx.notes(field).relation;
    let Some(attribute) = notes.attribute else {
        return;
    };
    for (name, given) in [("onDelete", notes.on_delete), ("onUpdate", notes.on_update)] {
        let Some((action, _)) = given else { continue };
        if matches!(
            action,
            ReferentialAction::Cascade | ReferentialAction::Restrict | ReferentialAction::SetNull
        ) {
            continue;
        }
        let place = names::argument(attribute, name).unwrap_or(attribute.span);
        ctx.push(
            Diagnostic::error(
                &codes::UNSUPPORTED_REFERENTIAL_ACTION,
                format!(
                    "the client cannot do `{}`, and with `relationMode = \"prisma\"` it must",
                    action.name()
                ),
            )
            .at(place, "")
            .help("write `Restrict`, `Cascade` or `SetNull`"),
        );
    }
}

/// Without foreign keys, nothing tells that the referencing columns are looked up all the time.
fn check_index(ctx: &mut Context<'_>, field: FieldRef) {
    let notes = &ctx.notes(field).relation;
    if ctx.datamodel.relation_mode() == RelationMode::ForeignKeys || notes.fields.is_none() {
        return;
    }
    let (Some(attribute), Some(relation)) = (notes.attribute, ctx.relation(field)) else {
        return;
    };
    let model = ctx.model(field.model);
    let leads = |columns: &[crate::datamodel::IndexField]| {
        columns.len() >= relation.fields.len()
            && columns
                .iter()
                .zip(&relation.fields)
                .all(|(a, b)| a.field == *b)
    };
    let indexed = model.indexes.iter().any(|index| leads(&index.fields))
        || model
            .primary_key
            .as_ref()
            .is_some_and(|key| leads(&key.fields));
    if indexed {
        return;
    }
    let columns = ctx.field_list(field.model, &relation.fields);
    let names = ctx.field_names(field.model, &relation.fields);
    ctx.push(
        Diagnostic::warning(
            &codes::MISSING_RELATION_INDEX,
            format!("no index begins with {names}, so following the relation reads all rows"),
        )
        .at(attribute.span, "")
        .help(format!("add `@@index([{columns}])`")),
    );
}
