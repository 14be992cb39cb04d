//! `@unique`, `@@unique`, `@@index`, and `@@fulltext`, which PostgreSQL does not have.

use diag::{Diagnostic, Span};

use super::super::context::{Context, KeyDraft};
use super::arguments::Arguments;
use super::fields::{self, Resolved};
use super::predicate;
use crate::codes;
use crate::datamodel::{
    FieldRef, Index, IndexField, IndexKind, IndexMethod, ModelId, Name, SortOrder,
};
use crate::syntax::ast::{Attribute, Expression};

/// `@@index`
pub(super) fn read_index<'a>(ctx: &mut Context<'a>, model: ModelId, attribute: &'a Attribute<'a>) {
    let Some(mut arguments) = Arguments::open(ctx, attribute) else {
        return;
    };
    let mut draft = KeyDraft::new(attribute);
    let columns = read_columns(ctx, model, &mut arguments, &mut draft, "index");
    let name = arguments.name_argument(ctx, "name");
    let map = arguments.name_argument(ctx, "map");
    let map = match (name, map) {
        (Some(name), Some(map)) => {
            ctx.push(
                Diagnostic::error(
                    &codes::INDEX_NAME_AND_MAP,
                    "`@@index` has both `map` and `name`, which mean the same here",
                )
                .at(attribute.span, "")
                .also(map.span, "this name")
                .also(name.span, "and this one")
                .help("keep `map`, the index's name in the database"),
            );
            None
        }
        (name, map) => map.or(name),
    };
    let method = arguments
        .named("type")
        .and_then(|value| read_method(ctx, value, attribute));
    draft.clustered = read_clustered(ctx, &mut arguments);
    let predicate = predicate::read(ctx, model, &mut arguments, &mut draft);
    arguments.finish(ctx);
    let index = Index {
        map,
        method,
        predicate,
        ..index_of(IndexKind::Normal, columns, attribute)
    };
    add(ctx, model, index, draft);
}

/// `@@unique`
pub(super) fn read_unique<'a>(ctx: &mut Context<'a>, model: ModelId, attribute: &'a Attribute<'a>) {
    let Some(mut arguments) = Arguments::open(ctx, attribute) else {
        return;
    };
    let mut draft = KeyDraft::new(attribute);
    let columns = read_columns(ctx, model, &mut arguments, &mut draft, "unique");
    let name = arguments.name_argument(ctx, "name");
    let map = arguments.name_argument(ctx, "map");
    if let Some(name) = &name {
        check_client_name(ctx, attribute.span, name);
    }
    draft.clustered = read_clustered(ctx, &mut arguments);
    let predicate = predicate::read(ctx, model, &mut arguments, &mut draft);
    arguments.finish(ctx);
    let index = Index {
        name,
        map,
        predicate,
        ..index_of(IndexKind::Unique, columns, attribute)
    };
    add(ctx, model, index, draft);
}

/// `@@fulltext`: read like an index, and refused later.
pub(super) fn read_fulltext<'a>(
    ctx: &mut Context<'a>,
    model: ModelId,
    attribute: &'a Attribute<'a>,
) {
    let Some(mut arguments) = Arguments::open(ctx, attribute) else {
        return;
    };
    let mut draft = KeyDraft::new(attribute);
    draft.fulltext = true;
    let columns = read_columns(ctx, model, &mut arguments, &mut draft, "fulltext");
    let map = arguments.name_argument(ctx, "map");
    arguments.finish(ctx);
    let index = Index {
        map,
        ..index_of(IndexKind::Normal, columns, attribute)
    };
    add(ctx, model, index, draft);
}

/// `@unique`
pub(super) fn read_field_unique<'a>(
    ctx: &mut Context<'a>,
    field: FieldRef,
    mut arguments: Arguments<'a>,
) {
    let attribute = arguments.attribute;
    let mut draft = KeyDraft::new(attribute);
    let map = arguments.name_argument(ctx, "map");
    let length = arguments.named("length");
    draft.length = length.is_some_and(|value| ctx.integer(value).is_some());
    let sort = read_sort(ctx, &mut arguments);
    draft.clustered = read_clustered(ctx, &mut arguments);
    let predicate = predicate::read(ctx, field.model, &mut arguments, &mut draft);
    arguments.finish(ctx);
    let column = IndexField {
        field: field.field,
        sort,
        operator_class: None,
        span: attribute.span,
    };
    let index = Index {
        map,
        predicate,
        on_field: true,
        ..index_of(IndexKind::Unique, vec![column], attribute)
    };
    add(ctx, field.model, index, draft);
}

/// An index of a block of which no more than its columns is given.
fn index_of(kind: IndexKind, fields: Vec<IndexField>, attribute: &Attribute<'_>) -> Index {
    Index {
        kind,
        name: None,
        map: None,
        database_name: String::new(),
        fields,
        method: None,
        predicate: None,
        on_field: false,
        span: attribute.span,
    }
}

fn add<'a>(ctx: &mut Context<'a>, model: ModelId, index: Index, draft: KeyDraft<'a>) {
    ctx.draft_mut(model).indexes.push(draft);
    ctx.model_mut(model).indexes.push(index);
}

/// The columns of an index; none when they are wrong, which has been reported.
fn read_columns<'a>(
    ctx: &mut Context<'a>,
    model: ModelId,
    arguments: &mut Arguments<'a>,
    draft: &mut KeyDraft<'a>,
    noun: &str,
) -> Vec<IndexField> {
    let Some(value) = arguments.required(ctx, "fields") else {
        return Vec::new();
    };
    let owner = arguments.attribute.span;
    let (resolved, length) = fields::with_arguments(ctx, model, value, owner);
    draft.length = length;
    match resolved {
        Resolved::Columns(columns) => return columns,
        Resolved::Reported => {}
        Resolved::Wrong { unknown, relations } => {
            let fault = format!("`@@{noun}` has fields that the model does not have");
            let code = &codes::UNKNOWN_INDEX_FIELD;
            fields::report_unknown(ctx, model, &unknown, code, &fault, owner);
            if !relations.is_empty() {
                report_relations(ctx, model, &relations, owner, noun);
            }
        }
    }
    Vec::new()
}

fn report_relations(
    ctx: &mut Context<'_>,
    model: ModelId,
    relations: &[crate::datamodel::FieldId],
    owner: Span,
    noun: &str,
) {
    let columns: Vec<_> = relations
        .iter()
        .filter_map(|field| ctx.model(model)[*field].relation())
        .flat_map(|relation| relation.fields.iter().copied())
        .collect();
    let names = ctx.field_names(model, relations);
    let mut finding = Diagnostic::error(
        &codes::RELATION_FIELD_IN_INDEX,
        format!("`@@{noun}` has fields that are relations: {names}"),
    )
    .at(owner, "");
    if columns.is_empty() {
        finding = finding.help("use columns only");
    } else {
        let columns = ctx.field_list(model, &columns);
        finding = finding.help(format!("did you mean `@@{noun}([{columns}])`?"));
    }
    ctx.push(finding);
}

fn read_method<'a>(
    ctx: &mut Context<'a>,
    value: &'a Expression<'a>,
    attribute: &'a Attribute<'a>,
) -> Option<IndexMethod> {
    let word = ctx.constant(value)?;
    let method = IndexMethod::ALL
        .iter()
        .copied()
        .find(|method| method.name() == word);
    if method.is_none() {
        let names = IndexMethod::ALL.iter().map(|method| method.name());
        let finding = Diagnostic::error(
            &codes::UNKNOWN_INDEX_TYPE,
            format!("there is no index type `{word}`"),
        )
        .at(attribute.span, "")
        .also(value.span(), "this type");
        let finding = match ctx.suggester.nearest(word, names.clone()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.note(format!("known types: {}", fields::join(names))),
        };
        ctx.push(finding);
    }
    method
}

/// `sort` of `@id` and `@unique`
pub(super) fn read_sort<'a>(
    ctx: &mut Context<'a>,
    arguments: &mut Arguments<'a>,
) -> Option<SortOrder> {
    let value = arguments.named("sort")?;
    let word = ctx.constant(value)?;
    let order = fields::sort_order(word);
    if order.is_none() {
        fields::report_sort(ctx, word, arguments.attribute.span);
    }
    order
}

/// Whether `clustered` is given.
pub(super) fn read_clustered<'a>(ctx: &mut Context<'a>, arguments: &mut Arguments<'a>) -> bool {
    arguments
        .named("clustered")
        .is_some_and(|value| ctx.boolean(value).is_some())
}

/// Reports a `name` that the client could not use: it becomes a name in its programming language.
pub(super) fn check_client_name(ctx: &mut Context<'_>, owner: Span, name: &Name) {
    let usable = name
        .text
        .chars()
        .all(|c| c == '_' || c.is_ascii_alphanumeric());
    if !usable {
        ctx.push(
            Diagnostic::error(
                &codes::INVALID_CLIENT_NAME,
                format!(
                    "the name `{}` has characters that a client cannot use",
                    name.text
                ),
            )
            .at(owner, "")
            .also(name.span, "this name")
            .help("use letters, digits and `_` only, or `map` for a name in the database"),
        );
    }
}
