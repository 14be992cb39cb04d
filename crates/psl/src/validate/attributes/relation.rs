//! The attributes of fields that are sides of relations.

use diag::{Diagnostic, Severity, Span};

use super::super::context::Context;
use super::arguments::{Arguments, Unnamed};
use super::fields::{self, Resolved};
use super::list::AttributeList;
use crate::codes;
use crate::datamodel::{
    FieldId, FieldKind, FieldRef, ModelId, Name, ReferentialAction, RelationField,
};
use crate::syntax::ast::{Attribute, Expression};

/// Reads the attributes of a side of a relation.
pub(super) fn read(ctx: &mut Context<'_>, field: FieldRef) {
    let ast = ctx.field_ast(field);
    let mut list = AttributeList::of_field(&ast.attributes);
    if let Some(attribute) = list.single(ctx, "relation")
        && let Some(arguments) = Arguments::open(ctx, attribute)
    {
        read_relation(ctx, field, arguments);
    }
    if let Some(attribute) = list.single(ctx, "ignore")
        && let Some(arguments) = Arguments::open(ctx, attribute)
    {
        ctx.field_mut(field).ignored = true;
        arguments.finish(ctx);
    }
    for (name, code) in [
        ("id", &codes::ID_ON_RELATION),
        ("default", &codes::DEFAULT_ON_RELATION),
        ("map", &codes::MAP_ON_RELATION),
        ("unique", &codes::UNIQUE_ON_RELATION),
    ] {
        if let Some(attribute) = list.single(ctx, name)
            && Arguments::open(ctx, attribute).is_some()
        {
            report_misplaced(ctx, field, attribute, code);
        }
    }
    list.finish(ctx, &["relation", "ignore"]);
}

/// Reports an attribute that only a column can have.
fn report_misplaced(
    ctx: &mut Context<'_>,
    field: FieldRef,
    attribute: &Attribute<'_>,
    code: &'static diag::Code,
) {
    let name = attribute.name.text;
    let columns = ctx
        .relation(field)
        .map(|relation| relation.fields.clone())
        .unwrap_or_default();
    let message = format!(
        "`@{name}` stands on the relation `{}`, which is no column",
        ctx.field(field).name.text
    );
    let finding = Diagnostic::error(code, message).at(attribute.span, "");
    let list = ctx.field_list(field.model, &columns);
    let finding = match columns.as_slice() {
        [] => finding.help("remove it, or move it to a column"),
        [_] => finding.help(format!("move it to the column `{list}`")),
        [_, _, ..] if matches!(name, "id" | "unique") => finding.help(format!(
            "write `@@{name}([{list}])` for its columns together"
        )),
        [_, _, ..] => finding.help("remove it, or move it to one of its columns"),
    };
    ctx.push(finding);
}

fn relation_mut<'c>(ctx: &'c mut Context<'_>, field: FieldRef) -> Option<&'c mut RelationField> {
    match &mut ctx.field_mut(field).kind {
        FieldKind::Relation(relation) => Some(relation),
        FieldKind::Scalar(_) => None,
    }
}

/// `@relation(…)`
fn read_relation<'a>(ctx: &mut Context<'a>, field: FieldRef, mut arguments: Arguments<'a>) {
    let attribute = arguments.attribute;
    let Some(related) = ctx.relation(field).map(|relation| relation.related) else {
        return;
    };
    let fields = arguments.named("fields");
    let own = fields.map(|value| read_fields(ctx, field.model, value, attribute.span));
    let references = arguments.named("references");
    let theirs = references.map(|value| read_references(ctx, related, value, attribute.span));
    let name = read_name(ctx, &mut arguments);
    let on_delete = read_action(ctx, &mut arguments, "onDelete");
    let on_update = read_action(ctx, &mut arguments, "onUpdate");
    let map = arguments.name_argument(ctx, "map");
    arguments.finish(ctx);

    let notes = &mut ctx.notes_mut(field).relation;
    notes.attribute = Some(attribute);
    notes.fields = fields;
    notes.references = references;
    notes.on_delete = on_delete;
    notes.on_update = on_update;
    if let Some(relation) = relation_mut(ctx, field) {
        relation.attribute = Some(attribute.span);
        relation.fields = own.unwrap_or_default();
        relation.references = theirs.unwrap_or_default();
        relation.name = name;
        relation.on_delete = on_delete.map(|(action, _)| action);
        relation.on_update = on_update.map(|(action, _)| action);
        relation.map = map;
    }
}

/// `fields`: columns of the model itself.
fn read_fields<'a>(
    ctx: &mut Context<'a>,
    model: ModelId,
    value: &'a Expression<'a>,
    owner: Span,
) -> Vec<FieldId> {
    let resolved = fields::plain(ctx, model, value, owner);
    columns(ctx, model, resolved, value.span(), "fields")
}

/// `references`: columns of the related model.
fn read_references<'a>(
    ctx: &mut Context<'a>,
    related: ModelId,
    value: &'a Expression<'a>,
    owner: Span,
) -> Vec<FieldId> {
    let resolved = fields::plain(ctx, related, value, owner);
    columns(ctx, related, resolved, owner, "references")
}

/// The columns of a list; none when something is wrong with it, which is then reported at `place`.
fn columns(
    ctx: &mut Context<'_>,
    model: ModelId,
    resolved: Resolved<FieldId>,
    place: Span,
    argument: &str,
) -> Vec<FieldId> {
    match resolved {
        Resolved::Columns(fields) => return fields,
        Resolved::Reported => {}
        Resolved::Wrong { unknown, relations } => {
            let owner = ctx.model(model).name.text.clone();
            let fault = format!("`{argument}` names what `{owner}` does not have");
            let code = &codes::UNKNOWN_RELATION_FIELD;
            fields::report_unknown(ctx, model, &unknown, code, &fault, place);
            if !relations.is_empty() {
                let names = ctx.field_names(model, &relations);
                ctx.push(
                    Diagnostic::error(
                        &codes::RELATION_IN_RELATION,
                        format!("`{argument}` names relations of `{owner}`, not columns: {names}"),
                    )
                    .at(place, "")
                    .help("name the columns that hold the key"),
                );
            }
        }
    }
    Vec::new()
}

/// `name`, which may stand without its name.
fn read_name<'a>(ctx: &mut Context<'a>, arguments: &mut Arguments<'a>) -> Option<Name> {
    // Given both ways, Prisma takes neither and says nothing.
    let Unnamed::Value(value) = arguments.unnamed(ctx, "name", Severity::Warning) else {
        return None;
    };
    let text = ctx.string(value)?;
    if text.is_empty() {
        ctx.push(
            Diagnostic::error(
                &codes::EMPTY_RELATION_NAME,
                "the name of the relation is an empty string",
            )
            .at(arguments.attribute.span, "")
            .also(value.span(), "this name")
            .help("give a name, or leave it out"),
        );
        return None;
    }
    Some(Name {
        text: text.to_owned(),
        span: value.span(),
    })
}

/// `onDelete` and `onUpdate`
fn read_action<'a>(
    ctx: &mut Context<'a>,
    arguments: &mut Arguments<'a>,
    name: &'static str,
) -> Option<(ReferentialAction, Span)> {
    let value = arguments.named(name)?;
    let word = ctx.constant(value)?;
    let known = ReferentialAction::ALL.iter().copied();
    if let Some(action) = known.clone().find(|action| action.name() == word) {
        return Some((action, value.span()));
    }
    let names = known.map(ReferentialAction::name);
    let finding = Diagnostic::error(
        &codes::UNKNOWN_REFERENTIAL_ACTION,
        format!("there is no referential action `{word}`"),
    )
    .at(value.span(), "");
    let finding = match ctx.suggester.nearest(word, names.clone()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.note(format!("known actions: {}", fields::join(names))),
    };
    ctx.push(finding);
    None
}
