//! 1-1 relations.

use diag::{Diagnostic, Span};

use super::super::context::Context;
use super::super::relations::Inferred;
use crate::codes;
use crate::datamodel::{FieldId, FieldRef};

/// Checks a 1-1 relation.
pub(super) fn check(ctx: &mut Context<'_>, relation: &Inferred) {
    let Some(forward) = relation.a() else { return };
    let Some(back) = relation.b() else {
        report_missing_side(ctx, forward);
        check_unique(ctx, forward);
        return;
    };
    check_defined(ctx, forward, back);
    check_one_side(ctx, forward, back);
    check_actions(ctx, forward, back);
    check_unique(ctx, forward);
    // These would only repeat what was found before, in other words.
    if !ctx.has_errors() {
        check_mixed(ctx, forward, back);
    }
    if !ctx.has_errors() && ctx.field(back).is_required() {
        report_required_back(ctx, forward, back);
    }
    if !ctx.has_errors() {
        check_wrong_side(ctx, forward, back);
    }
}

/// Reports a relation field without a counterpart on the other model.
pub(super) fn report_missing_side(ctx: &mut Context<'_>, field: FieldRef) {
    let Some(relation) = ctx.relation(field) else {
        return;
    };
    let related = ctx.model(relation.related);
    let name = relation.name.as_ref().map(|name| name.text.clone());
    let example = match &name {
        Some(name) => format!(" @relation(\"{name}\")"),
        None => String::new(),
    };
    let message = format!(
        "the relation `{}` has no opposite field in `{}`",
        ctx.path(field),
        related.name.text
    );
    let list = if ctx.field(field).is_list() {
        "?"
    } else {
        "[]"
    };
    let model = &ctx.model(field.model).name.text;
    let finding = Diagnostic::error(&codes::MISSING_OPPOSITE_FIELD, message)
        .at(ctx.field(field).span, "")
        .also(related.name.span, "the related model")
        .help(format!(
            "add a field of type `{model}{list}` to `{}`{}",
            related.name.text,
            if example.is_empty() {
                example
            } else {
                format!(", with `{}`", example.trim())
            }
        ));
    ctx.push(finding);
}

/// Whether a side gives `fields` and `references`.
pub(super) fn named(ctx: &Context<'_>, field: FieldRef) -> (bool, bool) {
    ctx.relation(field).map_or((false, false), |relation| {
        (!relation.fields.is_empty(), !relation.references.is_empty())
    })
}

/// Reports something about a relation at each of its two sides.
fn report_both(
    ctx: &mut Context<'_>,
    code: &'static diag::Code,
    message: &str,
    help: &str,
    sides: [FieldRef; 2],
) {
    let [forward, back] = sides;
    for (field, other) in [(forward, back), (back, forward)] {
        let place: Span = ctx.field(field).span;
        let finding = Diagnostic::error(code, message)
            .at(place, "")
            .also(ctx.field(other).name.span, "the opposite field")
            .help(help);
        ctx.push(finding);
    }
}

fn check_defined(ctx: &mut Context<'_>, forward: FieldRef, back: FieldRef) {
    let ((a_fields, a_references), (b_fields, b_references)) =
        (named(ctx, forward), named(ctx, back));
    for (missing, argument, code) in [
        (
            !a_fields && !b_fields,
            "fields",
            &codes::MISSING_RELATION_FIELDS,
        ),
        (
            !a_references && !b_references,
            "references",
            &codes::MISSING_RELATION_REFERENCES,
        ),
    ] {
        if missing {
            let message = format!(
                "neither `{}` nor `{}` gives `{argument}`",
                ctx.path(forward),
                ctx.path(back)
            );
            let help = "add `@relation(fields: […], references: […])` to one of them";
            report_both(ctx, code, &message, help, [forward, back]);
        }
    }
}

fn check_one_side(ctx: &mut Context<'_>, forward: FieldRef, back: FieldRef) {
    let ((a_fields, a_references), (b_fields, b_references)) =
        (named(ctx, forward), named(ctx, back));
    for (twice, argument) in [
        (a_references && b_references, "references"),
        (a_fields && b_fields, "fields"),
    ] {
        if twice {
            let message = format!(
                "both `{}` and `{}` give `{argument}`",
                ctx.path(forward),
                ctx.path(back)
            );
            let help = "keep `fields` and `references` on the side that holds the key";
            let code = &codes::RELATION_ON_BOTH_SIDES;
            report_both(ctx, code, &message, help, [forward, back]);
        }
    }
}

/// Whether a side gives `onDelete` or `onUpdate`.
fn has_actions(ctx: &Context<'_>, field: FieldRef) -> bool {
    let notes = &ctx.notes(field).relation;
    notes.on_delete.is_some() || notes.on_update.is_some()
}

fn check_actions(ctx: &mut Context<'_>, forward: FieldRef, back: FieldRef) {
    match (has_actions(ctx, forward), has_actions(ctx, back)) {
        (true, true) => {
            let message = format!(
                "both `{}` and `{}` give `onDelete` or `onUpdate`",
                ctx.path(forward),
                ctx.path(back)
            );
            let help = "keep them on the side that holds the key";
            let code = &codes::ACTION_ON_WRONG_SIDE;
            report_both(ctx, code, &message, help, [forward, back]);
        }
        (false, true) => report_back_actions(ctx, forward, back),
        (_, false) => {}
    }
}

/// Reports `onDelete` and `onUpdate` on the side that holds no key.
pub(super) fn report_back_actions(ctx: &mut Context<'_>, forward: FieldRef, back: FieldRef) {
    if !has_actions(ctx, back) {
        return;
    }
    let message = format!(
        "`{}` gives `onDelete` or `onUpdate`, but holds no key",
        ctx.path(back)
    );
    let finding = Diagnostic::error(&codes::ACTION_ON_WRONG_SIDE, message)
        .at(ctx.field(back).span, "")
        .also(ctx.field(forward).name.span, "the side with the key")
        .help(format!("move them to `{}`", ctx.path(forward)));
    ctx.push(finding);
}

fn check_unique(ctx: &mut Context<'_>, forward: FieldRef) {
    if ctx.notes(forward).relation.fields.is_none() {
        return;
    }
    let Some(relation) = ctx.relation(forward) else {
        return;
    };
    let model = ctx.model(forward.model);
    let key = model.primary_key.iter().map(|key| &key.fields);
    let unique = key
        .chain(model.uniques().map(|index| &index.fields))
        .any(|columns| {
            columns
                .iter()
                .map(|column| column.field)
                .eq(relation.fields.iter().copied())
        });
    if unique {
        return;
    }
    let fields: Vec<FieldId> = relation.fields.clone();
    let columns = ctx.field_list(forward.model, &fields);
    let finding = Diagnostic::error(
        &codes::ONE_TO_ONE_NOT_UNIQUE,
        format!(
            "the columns of a 1-1 relation are not unique: {}",
            ctx.field_names(forward.model, &fields)
        ),
    )
    .at(ctx.field(forward).span, "");
    ctx.push(if fields.len() == 1 {
        finding.help(format!(
            "add `@unique` to `{columns}`, or make the other side a list"
        ))
    } else {
        finding.help(format!(
            "add `@@unique([{columns}])`, or make the other side a list"
        ))
    });
}

fn check_mixed(ctx: &mut Context<'_>, forward: FieldRef, back: FieldRef) {
    let ((a_fields, a_references), (b_fields, b_references)) =
        (named(ctx, forward), named(ctx, back));
    let code = &codes::RELATION_ON_BOTH_SIDES;
    let help = "put both on the side that holds the key";
    let message = |ctx: &Context<'_>, fields: FieldRef, references: FieldRef| {
        format!(
            "`{}` gives `fields`, and `{}` gives `references`",
            ctx.path(fields),
            ctx.path(references)
        )
    };
    if a_fields && b_references {
        let message = message(ctx, forward, back);
        report_both(ctx, code, &message, help, [forward, back]);
    }
    if a_references && b_fields {
        let message = message(ctx, back, forward);
        let finding = Diagnostic::error(code, message)
            .at(ctx.field(forward).span, "")
            .also(ctx.field(back).name.span, "the opposite field")
            .help(help);
        ctx.push(finding);
    }
}

fn report_required_back(ctx: &mut Context<'_>, forward: FieldRef, back: FieldRef) {
    let model = ctx.model(forward.model).name.text.clone();
    let finding = Diagnostic::error(
        &codes::REQUIRED_BACK_RELATION,
        format!(
            "`{}` is required, which no database can enforce: the key is on the other side",
            ctx.path(back)
        ),
    )
    .at(ctx.field(back).span, "")
    .also(ctx.field(forward).name.span, "the side with the key")
    .help(format!("change its type to `{model}?`"));
    ctx.push(finding);
}

fn check_wrong_side(ctx: &mut Context<'_>, forward: FieldRef, back: FieldRef) {
    let notes = &ctx.notes(back).relation;
    let given = notes.fields.is_some() || notes.references.is_some();
    if !given || !ctx.field(forward).is_required() {
        return;
    }
    let finding = Diagnostic::error(
        &codes::RELATION_ON_WRONG_SIDE,
        format!(
            "`{}` is optional and holds the key, so `{}` cannot be required",
            ctx.path(back),
            ctx.path(forward)
        ),
    )
    .at(ctx.field(back).span, "")
    .also(ctx.field(forward).name.span, "required")
    .help(format!(
        "move `fields` and `references` to `{}`, or make it optional",
        ctx.path(forward)
    ));
    ctx.push(finding);
}
