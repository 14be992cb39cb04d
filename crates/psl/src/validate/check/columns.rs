//! Fields that are columns.

use diag::Diagnostic;

use super::super::context::Context;
use super::names::Names;
use super::{defaults, native};
use crate::codes;
use crate::datamodel::{FieldRef, FieldType};

/// Checks a column.
pub(super) fn check(ctx: &mut Context<'_>, field: FieldRef, names: &Names) {
    names.check_field(ctx, field);
    native::check(ctx, field);
    defaults::check(ctx, field);
    check_unsupported(ctx, field);
}

/// Reports an unsupported type that is supported after all.
fn check_unsupported(ctx: &mut Context<'_>, field: FieldRef) {
    let known = ctx.field(field);
    let Some(FieldType::Unsupported(text)) = known.scalar().map(|scalar| &scalar.ty) else {
        return;
    };
    let Some((kind, args)) = native::parse_unsupported(text) else {
        return;
    };
    let Some(source) = &ctx.datamodel.datasource else {
        return;
    };
    let numbers: Vec<String> = args.iter().map(u32::to_string).collect();
    let list = if numbers.is_empty() {
        String::new()
    } else {
        format!("({})", numbers.join(", "))
    };
    let finding = Diagnostic::error(
        &codes::SUPPORTED_TYPE,
        format!("the type `{text}` of `{}` is supported", known.name.text),
    )
    .at(known.span, "")
    .help(format!(
        "write `{} @{}.{}{list}`",
        kind.scalar_type().name(),
        source.name.text,
        kind.name()
    ));
    ctx.push(finding);
}
