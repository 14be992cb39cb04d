//! Native types: `@db.VarChar(30)`.

use diag::{Diagnostic, Span};

use super::super::context::Context;
use crate::codes;
use crate::datamodel::{FieldKind, FieldRef, NativeKind, NativeType, ScalarField, ScalarType};
use crate::syntax::ast::{Argument, Attribute, Expression};

/// Checks the native type of a column and adds it to the datamodel.
pub(super) fn check(ctx: &mut Context<'_>, field: FieldRef) {
    let (Some(attribute), Some(ty)) = (
        ctx.notes(field).native,
        ctx.field(field).scalar().and_then(ScalarField::scalar_type),
    ) else {
        return;
    };
    let Some((prefix, name)) = attribute.name.text.split_once('.') else {
        return;
    };
    check_prefix(ctx, attribute, prefix, name);
    let Some(kind) = known_kind(ctx, attribute, name, ty) else {
        return;
    };
    let Some(args) = read_arguments(ctx, attribute, kind, ty, field) else {
        return;
    };
    check_range(ctx, attribute.span, kind, &args);
    let arguments = attribute.arguments.list.iter();
    let written = arguments
        .map(|argument| ctx.sources.slice(argument.value.span()).to_owned())
        .collect();
    if let FieldKind::Scalar(scalar) = &mut ctx.field_mut(field).kind {
        scalar.native_type = Some(NativeType {
            kind,
            args,
            written,
            span: attribute.span,
        });
    }
}

fn check_prefix(ctx: &mut Context<'_>, attribute: &Attribute<'_>, prefix: &str, name: &str) {
    let Some(source) = &ctx.datamodel.datasource else {
        return;
    };
    let right = source.name.clone();
    if right.text == prefix {
        return;
    }
    ctx.push(
        Diagnostic::error(
            &codes::WRONG_NATIVE_PREFIX,
            format!("the prefix `{prefix}` is not the name of the datasource"),
        )
        .at(attribute.span, "")
        .also(right.span, "the datasource")
        .help(format!("write `@{}.{name}`", right.text)),
    );
}

fn known_kind(
    ctx: &mut Context<'_>,
    attribute: &Attribute<'_>,
    name: &str,
    ty: ScalarType,
) -> Option<NativeKind> {
    if ctx.datamodel.datasource.is_none() {
        ctx.push(
            Diagnostic::error(
                &codes::NATIVE_TYPE_WITHOUT_DATASOURCE,
                "a native type belongs to a database, and there is no datasource",
            )
            .at(attribute.span, "")
            .help("add a datasource with `provider = \"postgresql\"`"),
        );
        return None;
    }
    let kind = NativeKind::from_name(name);
    if kind.is_none() {
        let finding = Diagnostic::error(
            &codes::UNKNOWN_NATIVE_TYPE,
            format!("there is no native type `{name}`"),
        )
        .at(attribute.span, "");
        let fitting = NativeKind::ALL
            .iter()
            .filter(|kind| kind.scalar_type() == ty);
        let names: Vec<String> = fitting.map(|kind| format!("`{}`", kind.name())).collect();
        let known = NativeKind::ALL.iter().map(|kind| kind.name());
        let finding = match ctx.suggester.nearest(name, known) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.note(format!(
                "native types of `{}`: {}",
                ty.name(),
                names.join(", ")
            )),
        };
        ctx.push(finding);
    }
    kind
}

/// The arguments of a native type; `None` when they, or the field's type, do not fit.
fn read_arguments(
    ctx: &mut Context<'_>,
    attribute: &Attribute<'_>,
    kind: NativeKind,
    ty: ScalarType,
    field: FieldRef,
) -> Option<Vec<u32>> {
    let list = &attribute.arguments.list;
    let most = kind.max_args();
    if list.len() > most {
        let takes = match most {
            0 => "no arguments".to_owned(),
            1 => "one argument at most".to_owned(),
            most => format!("{most} arguments at most"),
        };
        ctx.push(
            Diagnostic::error(
                &codes::NATIVE_TYPE_ARGUMENTS,
                format!("the native type `{}` takes {takes}", kind.name()),
            )
            .at(attribute.span, ""),
        );
        return None;
    }
    if kind.scalar_type() != ty {
        let message = format!(
            "the native type `{}` is one of `{}`, not of `{}`",
            kind.name(),
            kind.scalar_type().name(),
            ty.name()
        );
        let fitting = NativeKind::ALL
            .iter()
            .filter(|kind| kind.scalar_type() == ty);
        let names: Vec<String> = fitting.map(|kind| format!("`{}`", kind.name())).collect();
        let finding = Diagnostic::error(&codes::NATIVE_TYPE_MISMATCH, message)
            .at(attribute.span, "")
            .also(ctx.field_ast(field).ty.span(), "this type")
            .note(format!(
                "native types of `{}`: {}",
                ty.name(),
                names.join(", ")
            ));
        ctx.push(finding);
        return None;
    }
    let numbers: Option<Vec<u32>> = list.iter().map(number).collect();
    match numbers {
        Some(numbers) if complete(kind, numbers.len()) => Some(numbers),
        _ => {
            let wanted = if most == 2 {
                "two whole numbers: precision and scale"
            } else {
                "a whole number"
            };
            let message = format!("the native type `{}` takes {wanted}", kind.name());
            ctx.error(&codes::NATIVE_TYPE_ARGUMENTS, message, attribute.span);
            None
        }
    }
}

/// Whether so many arguments are enough: `Decimal` takes both or none.
fn complete(kind: NativeKind, count: usize) -> bool {
    count == 0 || count == kind.max_args()
}

fn number(argument: &Argument<'_>) -> Option<u32> {
    if let Expression::Number(text, _) = &argument.value {
        text.parse().ok()
    } else {
        None
    }
}

/// Reports arguments that PostgreSQL refuses and Prisma, too.
fn check_range(ctx: &mut Context<'_>, span: Span, kind: NativeKind, args: &[u32]) {
    let message = match (kind, args) {
        (NativeKind::Decimal, [precision, scale]) if scale > precision => {
            format!("the scale {scale} is larger than the precision {precision}")
        }
        (NativeKind::Decimal, [precision, _]) if !(1..=1000).contains(precision) => {
            format!("the precision {precision} is not between 1 and 1000")
        }
        (NativeKind::Bit | NativeKind::VarBit, [0]) => "the length 0 is not positive".to_owned(),
        (
            NativeKind::Timestamp | NativeKind::Timestamptz | NativeKind::Time | NativeKind::Timetz,
            [precision],
        ) if *precision > 6 => format!("the precision {precision} is not between 0 and 6"),
        _ => return,
    };
    ctx.error(&codes::NATIVE_TYPE_OUT_OF_RANGE, message, span);
}

/// A type in `Unsupported("…")` that has a native type: a name, arguments, and anything behind.
pub(super) fn parse_unsupported(text: &str) -> Option<(NativeKind, Vec<u32>)> {
    let (prefix, args) = match text.split_once('(') {
        Some((prefix, rest)) => (prefix, rest.split_once(')').map(|(args, _)| args)),
        None => (text, None),
    };
    if prefix.is_empty() {
        return None;
    }
    let kind = NativeKind::from_name(prefix.trim())?;
    if kind.max_args() == 0 {
        return Some((kind, Vec::new()));
    }
    let Some(args) = args else {
        return Some((kind, Vec::new()));
    };
    let numbers: Option<Vec<u32>> = args.split(',').map(|arg| arg.trim().parse().ok()).collect();
    numbers
        .filter(|numbers| complete(kind, numbers.len()))
        .map(|numbers| (kind, numbers))
}
