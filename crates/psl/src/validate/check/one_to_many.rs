//! 1-n relations.

use diag::Diagnostic;

use super::super::context::Context;
use super::super::relations::Inferred;
use super::one_to_one;
use crate::codes;
use crate::datamodel::FieldRef;

/// Checks a 1-n relation.
pub(super) fn check(ctx: &mut Context<'_>, relation: &Inferred) {
    match (relation.a(), relation.b()) {
        (Some(forward), Some(back)) => {
            check_defined(ctx, forward, back);
            one_to_one::report_back_actions(ctx, forward, back);
        }
        (Some(only), None) | (None, Some(only)) => one_to_one::report_missing_side(ctx, only),
        (None, None) => {}
    }
}

fn check_defined(ctx: &mut Context<'_>, forward: FieldRef, back: FieldRef) {
    let (fields, references) = one_to_one::named(ctx, forward);
    for (given, argument, code) in [
        (fields, "fields", &codes::MISSING_RELATION_FIELDS),
        (
            references,
            "references",
            &codes::MISSING_RELATION_REFERENCES,
        ),
    ] {
        if !given {
            let finding = Diagnostic::error(
                code,
                format!(
                    "`{}` holds the key, but does not give `{argument}`",
                    ctx.path(forward)
                ),
            )
            .at(ctx.field(forward).span, "")
            .also(ctx.field(back).name.span, "the opposite field")
            .help("write `@relation(fields: […], references: […])`");
            ctx.push(finding);
        }
    }
    let (fields, references) = one_to_one::named(ctx, back);
    if fields || references {
        let finding = Diagnostic::error(
            &codes::RELATION_ON_WRONG_SIDE,
            format!("`{}` is a list and cannot hold the key", ctx.path(back)),
        )
        .at(ctx.field(back).span, "")
        .also(ctx.field(forward).name.span, "the side with the key")
        .help(format!(
            "move `fields` and `references` to `{}`",
            ctx.path(forward)
        ));
        ctx.push(finding);
    }
}
