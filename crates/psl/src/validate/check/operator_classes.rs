//! Which index types and operator classes fit which columns.

use diag::{Diagnostic, Span};

use super::super::attributes::{KnownClass, OPERATOR_CLASSES};
use super::super::context::Context;
use crate::codes;
use crate::datamodel::{
    FieldRef, FieldType, Index, IndexField, IndexMethod, ModelId, NativeKind, OperatorClass,
    ScalarType,
};

/// The native type that is given for a column, if it is a known one.
pub(super) fn native(ctx: &Context<'_>, field: FieldRef) -> Option<NativeKind> {
    let attribute = ctx.notes(field).native?;
    let (_, name) = attribute.name.text.split_once('.')?;
    NativeKind::from_name(name)
}

/// What an index type and an operator class are checked against.
struct Column<'c> {
    name: &'c str,
    ty: &'c FieldType,
    /// Given, not by default.
    native: Option<NativeKind>,
    list: bool,
}

impl Column<'_> {
    fn is(&self, ty: ScalarType) -> bool {
        matches!(self.ty, FieldType::Scalar(scalar) if *scalar == ty)
    }

    fn scalar(&self) -> Option<ScalarType> {
        match self.ty {
            FieldType::Scalar(ty) => Some(*ty),
            FieldType::Enum(_) | FieldType::Unsupported(_) => None,
        }
    }
}

/// What is wrong with a column of an index.
enum Wrong {
    /// The class is not one of the index type.
    Method,
    /// The class does not fit the column.
    Class(String),
    /// There is no class for the column.
    NoClass,
}

/// Checks every column of an index that is no b-tree; of a b-tree, only that it has no operator
/// classes of the others.
pub(super) fn check(ctx: &mut Context<'_>, model: ModelId, index: &Index, owner: Span) {
    let method = index.method.unwrap_or(IndexMethod::BTree);
    for column in &index.fields {
        if let Some(finding) = verdict(ctx, model, method, column, owner) {
            ctx.push(finding);
        }
    }
}

/// What is wrong with a column of an index, if anything is.
pub(super) fn verdict(
    ctx: &Context<'_>,
    model: ModelId,
    method: IndexMethod,
    column: &IndexField,
    owner: Span,
) -> Option<Diagnostic> {
    let class = match &column.operator_class {
        Some(OperatorClass::Raw(_)) => return None,
        Some(OperatorClass::Known { name, .. }) => {
            OPERATOR_CLASSES.iter().find(|known| known.name == *name)
        }
        None => None,
    };
    check_column(ctx, model, method, column, class, owner)
}

fn check_column(
    ctx: &Context<'_>,
    model: ModelId,
    method: IndexMethod,
    column: &IndexField,
    class: Option<&KnownClass>,
    owner: Span,
) -> Option<Diagnostic> {
    let reference = FieldRef {
        model,
        field: column.field,
    };
    let field = ctx.field(reference);
    let described = Column {
        name: &field.name.text,
        ty: &field.scalar()?.ty,
        native: native(ctx, reference),
        list: field.is_list(),
    };
    let wrong = if class.is_some_and(|class| !class.methods.contains(&method)) {
        Some(Wrong::Method)
    } else {
        match method {
            IndexMethod::BTree | IndexMethod::Hash => None,
            IndexMethod::Gist => gist(&described, class),
            IndexMethod::Gin => gin(&described, class),
            IndexMethod::SpGist => spgist(&described, class),
            IndexMethod::Brin => brin(&described, class),
        }
    };
    let name = class.map_or("", |class| class.name);
    let (code, message) = match wrong? {
        Wrong::Method => (
            &codes::OPERATOR_CLASS_OF_OTHER_INDEX,
            format!(
                "the operator class `{name}` is not one of `{}` indexes",
                method.name()
            ),
        ),
        Wrong::Class(reason) => (
            &codes::OPERATOR_CLASS_MISMATCH,
            format!(
                "the operator class `{name}` does not fit `{}`: {reason}",
                described.name
            ),
        ),
        Wrong::NoClass => (
            &codes::INDEX_TYPE_MISMATCH,
            format!(
                "a `{}` index cannot hold `{}`",
                method.name(),
                described.name
            ),
        ),
    };
    let finding = Diagnostic::error(code, message)
        .at(owner, "")
        .also(column.span, "this field")
        .also(ctx.field_ast(reference).ty.span(), "its type");
    Some(match class {
        Some(_) => finding,
        None => finding.help("give an operator class with `ops`, or use another index type"),
    })
}

/// The verdict where nothing fits, as far as the column says what it is: without a native type,
/// an index type is trusted with the scalar types that it could fit.
fn unfit(column: &Column<'_>, class: Option<&KnownClass>, trusted: bool) -> Option<Wrong> {
    let unsupported = matches!(column.ty, FieldType::Unsupported(_));
    match (column.native, class) {
        (Some(native), Some(_)) => Some(Wrong::Class(format!("its type is `{}`", native.name()))),
        (Some(_), None) => Some(Wrong::NoClass),
        (None, Some(_)) => Some(Wrong::Class("it has no native type".to_owned())),
        (None, None) => (!trusted && !unsupported).then_some(Wrong::NoClass),
    }
}

/// The verdict about a class that wants a scalar type where no native type is given.
fn wants(column: &Column<'_>, ty: ScalarType) -> Option<Wrong> {
    (!column.is(ty)).then(|| Wrong::Class(format!("it is not of type `{}`", ty.name())))
}

fn gist(column: &Column<'_>, class: Option<&KnownClass>) -> Option<Wrong> {
    match (column.native, class) {
        (Some(NativeKind::Inet), Some(_)) => None,
        _ => unfit(column, class, column.is(ScalarType::String)),
    }
}

fn gin(column: &Column<'_>, class: Option<&KnownClass>) -> Option<Wrong> {
    let array = class.is_some_and(|class| class.name == "ArrayOps");
    match (column.native, class) {
        (_, None) if column.list => None,
        (_, Some(_)) if array => (!column.list).then(|| Wrong::Class("it is no list".to_owned())),
        (Some(NativeKind::JsonB), _) => None,
        (None, Some(_)) => wants(column, ScalarType::Json),
        _ => unfit(column, class, column.is(ScalarType::Json)),
    }
}

fn spgist(column: &Column<'_>, class: Option<&KnownClass>) -> Option<Wrong> {
    let text = class.is_some_and(|class| class.name == "TextOps");
    match (column.native, class) {
        (
            Some(NativeKind::Inet | NativeKind::Text | NativeKind::VarChar | NativeKind::Char),
            None,
        ) => None,
        (Some(NativeKind::Inet), Some(_)) if !text => None,
        (Some(NativeKind::Text | NativeKind::VarChar | NativeKind::Char), Some(_)) if text => None,
        (None, Some(_)) if text => wants(column, ScalarType::String),
        _ => unfit(column, class, column.is(ScalarType::String)),
    }
}

fn brin(column: &Column<'_>, class: Option<&KnownClass>) -> Option<Wrong> {
    match (column.native, class) {
        (Some(native), None) => {
            let has_class = OPERATOR_CLASSES
                .iter()
                .any(|known| known.kinds.contains(&native));
            if has_class {
                None
            } else {
                unfit(column, class, false)
            }
        }
        (Some(native), Some(known)) if known.kinds.contains(&native) => None,
        (None, Some(known)) => {
            // A class of a scalar type's default can be named without a native type.
            let default = ScalarType::ALL
                .iter()
                .copied()
                .find(|ty| known.kinds.contains(&ty.default_native()));
            match default {
                Some(ty) => wants(column, ty),
                None => unfit(column, class, false),
            }
        }
        _ => {
            let trusted = column
                .scalar()
                .is_some_and(|ty| !matches!(ty, ScalarType::Boolean | ScalarType::Json));
            unfit(column, class, trusted)
        }
    }
}
