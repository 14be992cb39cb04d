//! The attributes of fields that are columns.

use diag::{Diagnostic, Span};

use super::super::context::Context;
use super::arguments::Arguments;
use super::list::AttributeList;
use super::{block, default, id, index};
use crate::codes;
use crate::datamodel::{FieldRef, FieldType, Name, ScalarType};
use crate::syntax::ast::{Arity, Attribute};

/// What may stand on a column.
const COLUMN: &[&str] = &[
    "id",
    "unique",
    "default",
    "map",
    "updatedAt",
    "ignore",
    "relation",
];

/// Reads the attributes of a column.
pub(super) fn read(ctx: &mut Context<'_>, field: FieldRef) {
    let ast = ctx.field_ast(field);
    let mut list = AttributeList::of_field(&ast.attributes);
    if let Some(attribute) = list.single(ctx, "map")
        && let Some(name) = block::read_map(ctx, attribute)
    {
        set_map(ctx, field, name);
    }
    if let Some(attribute) = list.single(ctx, "ignore") {
        read_ignore(ctx, field, attribute);
    }
    if let Some(attribute) = list.single(ctx, "relation")
        && Arguments::open(ctx, attribute).is_some()
    {
        report_relation(ctx, field, attribute);
    }
    if let Some(attribute) = list.single(ctx, "id")
        && let Some(arguments) = Arguments::open(ctx, attribute)
    {
        id::read_field(ctx, field, arguments);
    }
    if let Some(attribute) = list.single(ctx, "updatedAt")
        && let Some(arguments) = Arguments::open(ctx, attribute)
    {
        read_updated_at(ctx, field, attribute);
        arguments.finish(ctx);
    }
    if let Some(attribute) = list.single(ctx, "default")
        && let Some(arguments) = Arguments::open(ctx, attribute)
    {
        default::read(ctx, field, arguments);
    }
    if scalar_type(ctx, field).is_some() {
        ctx.notes_mut(field).native = list.native(ctx);
    }
    if let Some(attribute) = list.single(ctx, "unique")
        && let Some(arguments) = Arguments::open(ctx, attribute)
    {
        index::read_field_unique(ctx, field, arguments);
    }
    if let Some(attribute) = list.single(ctx, "shardKey")
        && let Some(arguments) = Arguments::open(ctx, attribute)
    {
        id::read_field_shard_key(ctx, field, arguments);
    }
    list.finish(ctx, COLUMN);
}

/// The scalar type of a column; `None` for enums and unsupported types.
pub(super) fn scalar_type(ctx: &Context<'_>, field: FieldRef) -> Option<ScalarType> {
    ctx.field(field).scalar()?.scalar_type()
}

/// Gives a column its name in the database, and reports another column that already has it. The
/// columns of a model are read in order, so each pair is found once.
fn set_map(ctx: &mut Context<'_>, field: FieldRef, map: Name) {
    let text = map.text.clone();
    let other = ctx.draft(field.model).fields.get(text.as_str()).copied();
    let namesake = other.map(|other| FieldRef {
        model: field.model,
        field: other,
    });
    let previous = ctx
        .draft_mut(field.model)
        .columns
        .insert(text.clone(), field.field);
    if let Some(scalar) = scalar_mut(ctx, field) {
        scalar.map = Some(map);
    }
    if let Some(previous) = previous {
        let previous = FieldRef {
            model: field.model,
            field: previous,
        };
        report_duplicate(ctx, field, previous, &text);
    }
    // A field of that name has that column, unless it is mapped to another one.
    let Some(namesake) = namesake.filter(|namesake| *namesake != field) else {
        return;
    };
    let Some(scalar) = ctx.field(namesake).scalar() else {
        return;
    };
    if previous.is_some() || scalar.map.as_ref().is_some_and(|other| other.text != text) {
        return;
    }
    // The maps of fields further down are not known yet, here or in Prisma.
    let attributes = &ctx.field_ast(namesake).attributes;
    let later = attributes
        .iter()
        .find(|attribute| attribute.name.text == "map");
    match later.filter(|_| scalar.map.is_none() && namesake.field > field.field) {
        Some(map) => report_later(ctx, field, namesake, map.span),
        None => report_duplicate(ctx, field, namesake, &text),
    }
}

fn report_later(ctx: &mut Context<'_>, field: FieldRef, later: FieldRef, map: Span) {
    let (own, other) = (&ctx.field(field).name.text, &ctx.field(later).name.text);
    let message = format!(
        "the column of `{own}` has the name of the field `{other}`, which is mapped further down"
    );
    let finding = Diagnostic::error(&codes::COLUMN_OF_LATER_FIELD, message)
        .at(ctx.field(field).span, "this field")
        .also(map, "mapped here only")
        .help(format!("declare `{other}` before `{own}`"));
    ctx.push(finding);
}

fn report_duplicate(ctx: &mut Context<'_>, field: FieldRef, other: FieldRef, column: &str) {
    let message = format!(
        "the fields `{}` and `{}` are the same column `{column}`",
        ctx.field(other).name.text,
        ctx.field(field).name.text
    );
    let finding = Diagnostic::error(&codes::DUPLICATE_COLUMN, message)
        .at(ctx.field(field).span, "this field")
        .also(ctx.field(other).span, "and this field")
        .help("change the `@map` of one of them");
    ctx.push(finding);
}

/// What the datamodel says of a column, to add to it.
pub(super) fn scalar_mut<'c>(
    ctx: &'c mut Context<'_>,
    field: FieldRef,
) -> Option<&'c mut crate::datamodel::ScalarField> {
    match &mut ctx.field_mut(field).kind {
        crate::datamodel::FieldKind::Scalar(scalar) => Some(scalar),
        crate::datamodel::FieldKind::Relation(_) => None,
    }
}

fn read_ignore<'a>(ctx: &mut Context<'a>, field: FieldRef, attribute: &'a Attribute<'a>) {
    let Some(arguments) = Arguments::open(ctx, attribute) else {
        return;
    };
    let unsupported = ctx
        .field(field)
        .scalar()
        .is_some_and(|scalar| matches!(scalar.ty, FieldType::Unsupported(_)));
    if unsupported {
        ctx.push(
            Diagnostic::error(
                &codes::REDUNDANT_IGNORE,
                "fields of an unsupported type are ignored already",
            )
            .at(attribute.span, "")
            .help("remove `@ignore`"),
        );
    } else {
        ctx.field_mut(field).ignored = true;
    }
    arguments.finish(ctx);
}

fn report_relation(ctx: &mut Context<'_>, field: FieldRef, attribute: &Attribute<'_>) {
    let ty = ctx.quote(ctx.field_ast(field).ty.span());
    ctx.push(
        Diagnostic::error(
            &codes::RELATION_ON_COLUMN,
            format!("`@relation` stands on a field of type {ty}, which is no model"),
        )
        .at(attribute.span, "")
        .also(ctx.field_ast(field).ty.span(), "not a model")
        .help("move it to the field whose type is the related model"),
    );
}

fn read_updated_at(ctx: &mut Context<'_>, field: FieldRef, attribute: &Attribute<'_>) {
    let ty = ctx.field_ast(field).ty.span();
    if scalar_type(ctx, field) != Some(ScalarType::DateTime) {
        ctx.push(
            Diagnostic::error(
                &codes::INVALID_UPDATED_AT,
                "`@updatedAt` stands on a field that is not of type `DateTime`",
            )
            .at(attribute.span, "")
            .also(ty, "this type"),
        );
    }
    if ctx.field(field).arity == Arity::List {
        ctx.push(
            Diagnostic::error(&codes::INVALID_UPDATED_AT, "`@updatedAt` stands on a list")
                .at(attribute.span, "")
                .also(ty, "this type"),
        );
    }
    if let Some(scalar) = scalar_mut(ctx, field) {
        scalar.updated_at = true;
    }
}
