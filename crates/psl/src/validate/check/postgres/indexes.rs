//! Keys and indexes that PostgreSQL cannot make.

use diag::{Diagnostic, Severity, Span};

use super::super::super::context::Context;
use super::super::operator_classes;
use super::kind;
use crate::codes;
use crate::datamodel::{
    FieldRef, FieldType, IndexField, IndexMethod, ModelId, NativeKind, OperatorClass,
};

/// The most columns of an index.
const MOST_COLUMNS: usize = 32;

/// Checks the primary key and the indexes of a model.
pub(super) fn check(ctx: &Context<'_>, model: ModelId, findings: &mut Vec<Diagnostic>) {
    let known = ctx.model(model);
    if let Some(key) = &known.primary_key {
        check_key(ctx, model, None, &key.fields, key.span, findings);
    }
    for index in &known.indexes {
        let method = Some(index.method.unwrap_or(IndexMethod::BTree));
        check_key(ctx, model, method, &index.fields, index.span, findings);
    }
}

/// Checks an index, or a primary key, which has no method of its own.
fn check_key(
    ctx: &Context<'_>,
    model: ModelId,
    method: Option<IndexMethod>,
    fields: &[IndexField],
    span: Span,
    findings: &mut Vec<Diagnostic>,
) {
    if method == Some(IndexMethod::Hash) && fields.len() > 1 {
        let message = "a `Hash` index has one field, and this one has more";
        findings.push(
            Diagnostic::error(&codes::HASH_INDEX_COLUMNS, message)
                .at(span, "")
                .help("use a `BTree` index, or an index for each field"),
        );
    }
    if fields.len() > MOST_COLUMNS {
        let message = format!(
            "the index has {} fields, and PostgreSQL allows {MOST_COLUMNS}",
            fields.len()
        );
        findings.push(Diagnostic::error(&codes::TOO_MANY_INDEX_COLUMNS, message).at(span, ""));
    }
    for column in fields {
        let field = FieldRef {
            model,
            field: column.field,
        };
        findings.extend(check_column(ctx, field, column, method, span));
    }
}

/// Reports a column of a type that the kind of index has no operator class for.
fn check_column(
    ctx: &Context<'_>,
    field: FieldRef,
    column: &IndexField,
    method: Option<IndexMethod>,
    owner: Span,
) -> Option<Diagnostic> {
    let is_key = method.is_none();
    let method = method.unwrap_or(IndexMethod::BTree);
    let raw = matches!(column.operator_class, Some(OperatorClass::Raw(_)));
    let unsupported = ctx
        .field(field)
        .scalar()
        .is_none_or(|scalar| matches!(scalar.ty, FieldType::Unsupported(_)));
    if raw || unsupported {
        return None;
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
    let reported = operator_classes::verdict(ctx, field.model, method, column, owner).is_some();
    if !refused || reported {
        return None;
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
    // The extension `btree_gist` has default classes for most scalar types.
    let severity = if method == IndexMethod::Gist && !list {
        Severity::Warning
    } else {
        Severity::Error
    };
    let finding = Diagnostic::new(
        severity,
        &codes::NO_OPERATOR_CLASS,
        format!("PostgreSQL has no operator class for {what} on {ty}"),
    )
    .at(owner, "")
    .also(column.span, "this field")
    .also(ctx.field_ast(field).ty.span(), "its type");
    Some(match (list, kind) {
        (true, _) if method != IndexMethod::Gin => finding.help("use a `Gin` index"),
        (true, _) => finding,
        (false, _) if severity == Severity::Warning => {
            finding.help("install the extension `btree_gist` first, or use another index type")
        }
        (false, Some(NativeKind::Json)) => finding.help("use `@db.JsonB`"),
        (false, _) => finding.help("use another index type, or `ops: raw(\"…\")` of an extension"),
    })
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
pub(super) fn check_view(ctx: &Context<'_>, model: ModelId, findings: &mut Vec<Diagnostic>) {
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
    findings.push(finding);
}
