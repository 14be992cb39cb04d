//! Lists of fields in the arguments of attributes.

use std::collections::HashMap;

use diag::{Code, Diagnostic, Span};

use super::super::context::Context;
use super::operator_class;
use crate::codes;
use crate::datamodel::{FieldId, FieldRef, IndexField, ModelId, SortOrder};
use crate::syntax::ast::{Argument, Expression};

/// What became of a list of fields.
pub(super) enum Resolved<T> {
    /// All of them are columns of the model.
    Columns(Vec<T>),
    /// What is wrong has been reported.
    Reported,
    /// Some are not columns; the caller reports it, as the attribute at hand wants it.
    Wrong {
        /// Names that are no fields, with their places.
        unknown: Vec<(String, Span)>,
        /// Fields that are sides of relations.
        relations: Vec<FieldId>,
    },
}

/// A field in a list, as it is written.
struct Item<'a> {
    name: &'a str,
    span: Span,
    sort: Option<SortOrder>,
    operator_class: Option<crate::datamodel::OperatorClass>,
    length: bool,
}

/// Reads `[a, b(sort: Desc)]` as columns of a model; `owner` is the attribute's place.
pub(super) fn with_arguments<'a>(
    ctx: &mut Context<'a>,
    model: ModelId,
    value: &'a Expression<'a>,
    owner: Span,
) -> (Resolved<IndexField>, bool) {
    let Some(items) = ctx.array(value, read_item) else {
        return (Resolved::Reported, false);
    };
    let length = items.iter().any(|item| item.length);
    let names: Vec<(&str, Span)> = items.iter().map(|item| (item.name, item.span)).collect();
    let resolved = match resolve(ctx, model, &names, owner) {
        Resolved::Columns(fields) => Resolved::Columns(
            items
                .into_iter()
                .zip(fields)
                .map(|(item, field)| IndexField {
                    field,
                    sort: item.sort,
                    operator_class: item.operator_class,
                    span: item.span,
                })
                .collect(),
        ),
        Resolved::Reported => Resolved::Reported,
        Resolved::Wrong { unknown, relations } => Resolved::Wrong { unknown, relations },
    };
    (resolved, length)
}

/// Reads `[a, b]` as columns of a model; `owner` is the attribute's place.
pub(super) fn plain<'a>(
    ctx: &mut Context<'a>,
    model: ModelId,
    value: &'a Expression<'a>,
    owner: Span,
) -> Resolved<FieldId> {
    let names = ctx.array(value, |ctx, item| {
        ctx.constant(item).map(|name| (name, item.span()))
    });
    match names {
        Some(names) => resolve(ctx, model, &names, owner),
        None => Resolved::Reported,
    }
}

fn resolve(
    ctx: &mut Context<'_>,
    model: ModelId,
    names: &[(&str, Span)],
    owner: Span,
) -> Resolved<FieldId> {
    let mut fields: Vec<FieldId> = Vec::with_capacity(names.len());
    let mut unknown = Vec::new();
    let mut relations = Vec::new();
    let mut untyped = false;
    let mut places = HashMap::new();
    for (name, span) in names {
        let Some(field) = ctx.draft(model).fields.get(name).copied() else {
            unknown.push(((*name).to_owned(), *span));
            continue;
        };
        let reference = FieldRef { model, field };
        if ctx.notes(reference).unknown {
            untyped = true;
            continue;
        }
        if ctx.relation(reference).is_some() {
            relations.push(field);
            continue;
        }
        if let Some(first) = places.insert(field, *span) {
            ctx.push(
                Diagnostic::error(
                    &codes::REPEATED_INDEX_FIELD,
                    format!("the field `{name}` stands in the list twice"),
                )
                .at(owner, "")
                .also(*span, "again here")
                .also(first, "first here")
                .help("remove one of them"),
            );
            return Resolved::Reported;
        }
        fields.push(field);
    }
    if !unknown.is_empty() || !relations.is_empty() {
        Resolved::Wrong { unknown, relations }
    } else if untyped {
        Resolved::Reported
    } else {
        Resolved::Columns(fields)
    }
}

fn read_item<'a>(ctx: &mut Context<'a>, value: &'a Expression<'a>) -> Option<Item<'a>> {
    match value {
        Expression::Constant(name, span) => Some(Item {
            name,
            span: *span,
            sort: None,
            operator_class: None,
            length: false,
        }),
        Expression::Function(call) => {
            let list = &call.arguments.list;
            let named = |name: &str| {
                list.iter()
                    .find(|argument| argument.name.is_some_and(|known| known.text == name))
            };
            Some(Item {
                name: call.name.text,
                span: call.span,
                sort: named("sort").and_then(|argument| read_sort(ctx, argument)),
                length: named("length").is_some_and(|argument| {
                    ctx.integer(&argument.value)
                        .is_some_and(|length| length >= 0)
                }),
                operator_class: named("ops")
                    .and_then(|argument| operator_class::read(ctx, argument)),
            })
        }
        Expression::Number(..)
        | Expression::String(..)
        | Expression::Array(..)
        | Expression::Object(..) => {
            ctx.name_or_call(value);
            None
        }
    }
}

fn read_sort<'a>(ctx: &mut Context<'a>, argument: &'a Argument<'a>) -> Option<SortOrder> {
    let word = ctx.constant(&argument.value)?;
    let order = sort_order(word);
    if order.is_none() {
        report_sort(ctx, word, argument.span);
    }
    order
}

/// `Asc` or `Desc`
pub(super) fn sort_order(word: &str) -> Option<SortOrder> {
    match word {
        "Asc" => Some(SortOrder::Ascending),
        "Desc" => Some(SortOrder::Descending),
        _ => None,
    }
}

/// Reports a word that is no sort order.
pub(super) fn report_sort(ctx: &mut Context<'_>, word: &str, span: Span) {
    ctx.push(
        Diagnostic::error(
            &codes::UNKNOWN_SORT_ORDER,
            format!("`{word}` is no sort order"),
        )
        .at(span, "")
        .help("write `Asc` or `Desc`"),
    );
}

/// Reports names that are no fields of a model, if there are any. `fault` says what is wrong with
/// them, up to the names themselves; each gets a label, and a suggestion where one is near.
pub(super) fn report_unknown(
    ctx: &mut Context<'_>,
    model: ModelId,
    unknown: &[(String, Span)],
    code: &'static Code,
    fault: &str,
    place: Span,
) {
    if unknown.is_empty() {
        return;
    }
    let names = join(unknown.iter().map(|(name, _)| name));
    let mut finding = Diagnostic::error(code, format!("{fault}: {names}")).at(place, "");
    for (name, span) in unknown {
        let draft = &ctx.drafts[model.0 as usize];
        let near = ctx
            .suggester
            .nearest(name, draft.ast.fields.iter().map(|field| field.name.text));
        finding = match near {
            Some(near) => finding
                .also(*span, "no such field")
                .help(format!("did you mean `{near}`?")),
            None => finding.also(*span, "no such field"),
        };
    }
    ctx.push(finding);
}

/// Names in backticks, joined by commas.
pub(super) fn join(names: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let quoted: Vec<String> = names
        .into_iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    quoted.join(", ")
}
