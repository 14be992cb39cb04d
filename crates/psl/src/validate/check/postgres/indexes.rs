//! Keys and indexes that PostgreSQL cannot make.

use diag::Diagnostic;

use super::super::super::context::Context;
use super::kind;
use crate::codes;
use crate::datamodel::{
    FieldRef, FieldType, IndexField, IndexMethod, ModelId, NativeKind, OperatorClass,
};

/// The most columns of an index.
const MOST_COLUMNS: usize = 32;

/// Checks the primary key and the indexes of a model.
pub(super) fn check(ctx: &mut Context<'_>, model: ModelId) {
    let known = ctx.model(model);
    let key = known.primary_key.as_ref();
    let mut all: Vec<(Option<IndexMethod>, Vec<IndexField>, diag::Span, bool)> = key
        .map(|key| (None, key.fields.clone(), key.span, true))
        .into_iter()
        .collect();
    all.extend(
        known
            .indexes
            .iter()
            .map(|index| (index.method, index.fields.clone(), index.span, false)),
    );
    for (method, fields, span, is_key) in all {
        let method = method.unwrap_or(IndexMethod::BTree);
        if method == IndexMethod::Hash && fields.len() > 1 {
            ctx.push(
                Diagnostic::error(
                    &codes::HASH_INDEX_COLUMNS,
                    "a `Hash` index has one field, and this one has more",
                )
                .at(span, "")
                .help("use a `BTree` index, or an index for each field"),
            );
        }
        if fields.len() > MOST_COLUMNS {
            let message = format!(
                "the index has {} fields, and PostgreSQL allows {MOST_COLUMNS}",
                fields.len()
            );
            ctx.error(&codes::TOO_MANY_INDEX_COLUMNS, message, span);
        }
        for column in &fields {
            let field = FieldRef {
                model,
                field: column.field,
            };
            check_column(ctx, field, column, method, span, is_key);
        }
    }
}

/// Reports a column of a type that the kind of index has no operator class for.
fn check_column(
    ctx: &mut Context<'_>,
    field: FieldRef,
    column: &IndexField,
    method: IndexMethod,
    owner: diag::Span,
    is_key: bool,
) {
    let raw = matches!(column.operator_class, Some(OperatorClass::Raw(_)));
    let unsupported = ctx
        .field(field)
        .scalar()
        .is_none_or(|scalar| matches!(scalar.ty, FieldType::Unsupported(_)));
    if raw || unsupported {
        return;
    }
    let known = column.operator_class.is_some();
    let list = ctx.field(field).is_list();
    let kind = kind(ctx, field);
    let refused = if list {
        match method {
            IndexMethod::Gist | IndexMethod::SpGist | IndexMethod::Brin => true,
            // Elements must be comparable, and the classes of JSON are for single values.
            IndexMethod::Gin => {
                kind == Some(NativeKind::Json) || (known && !is_array_class(column))
            }
            IndexMethod::BTree | IndexMethod::Hash => false,
        }
    } else {
        kind.is_some_and(|kind| match method {
            // Of XML, all but primary keys has been reported.
            IndexMethod::BTree => kind == NativeKind::Json || (is_key && kind == NativeKind::Xml),
            IndexMethod::Hash => matches!(
                kind,
                NativeKind::Json | NativeKind::Money | NativeKind::Bit | NativeKind::VarBit
            ),
            IndexMethod::Gist => !known,
            IndexMethod::SpGist => kind == NativeKind::Char,
            IndexMethod::Gin | IndexMethod::Brin => false,
        })
    };
    if !refused {
        return;
    }
    let ty = kind.map_or("an enum", NativeKind::name);
    let what = if is_key {
        "a primary key".to_owned()
    } else {
        format!("a `{}` index", method.name())
    };
    let ty = if list {
        format!("a list of `{ty}`")
    } else {
        format!("`{ty}`")
    };
    let finding = Diagnostic::error(
        &codes::NO_OPERATOR_CLASS,
        format!("PostgreSQL has no operator class for {what} on {ty}"),
    )
    .at(owner, "")
    .also(column.span, "this field")
    .also(ctx.field_ast(field).ty.span(), "its type");
    ctx.push(match (list, kind) {
        (true, _) if method != IndexMethod::Gin => finding.help("use a `Gin` index"),
        (true, _) => finding,
        (false, Some(NativeKind::Json)) => finding.help("use `@db.JsonB`"),
        (false, _) => finding.help("use another index type, or `ops: raw(\"…\")` of an extension"),
    });
}

/// Whether a field has the operator class of arrays.
fn is_array_class(column: &IndexField) -> bool {
    matches!(
        column.operator_class,
        Some(OperatorClass::Known {
            name: "ArrayOps",
            ..
        })
    )
}

/// A view without anything unique can be read, but no single row of it be found.
pub(super) fn check_view(ctx: &mut Context<'_>, model: ModelId) {
    let view = ctx.model(model);
    let unique = view.primary_key.is_some() || !view.indexes.is_empty();
    if view.ignored || unique {
        return;
    }
    let finding = Diagnostic::warning(
        &codes::VIEW_WITHOUT_KEY,
        format!("nothing identifies a row of the view `{}`", view.name.text),
    )
    .at(view.name.span, "")
    .help("mark a field with `@unique` if its values are");
    ctx.push(finding);
}
