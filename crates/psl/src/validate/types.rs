//! The second stage: what the type of each field is.

use std::collections::HashMap;

use diag::Diagnostic;

use super::context::{Block, Context, Draft, FieldDraft};
use crate::codes;
use crate::datamodel::{
    Enum, EnumId, EnumValue, Field, FieldId, FieldKind, FieldType, Model, ModelId, ModelKind, Name,
    RelationField, RelationId, ScalarField, ScalarType,
};
use crate::syntax::ast::{self, Top};

/// Adds models and enums to the datamodel, without their attributes.
pub(super) fn resolve(ctx: &mut Context<'_>) {
    register(ctx);
    let ast = ctx.ast;
    for top in ast.tops() {
        match top {
            Top::Model(model) => add_model(ctx, model),
            Top::Enum(block) => add_enum(ctx, block),
            Top::CompositeType(block) => ctx.push(
                Diagnostic::error(
                    &codes::COMPOSITE_TYPE,
                    format!(
                        "PostgreSQL does not have composite types like `{}`",
                        block.name.text
                    ),
                )
                .at(block.span, "")
                .help("make it a model with a relation, or use a field of type `Json`"),
            ),
            Top::Datasource(_) | Top::Generator(_) => {}
        }
    }
}

/// Gives every block its id, so that fields can refer to what is declared below them.
fn register(ctx: &mut Context<'_>) {
    let (mut models, mut enums) = (0, 0);
    let ast = ctx.ast;
    for top in ast.tops() {
        let block = match top {
            Top::Model(_) => {
                models += 1;
                Block::Model(ModelId(models - 1))
            }
            Top::Enum(_) => {
                enums += 1;
                Block::Enum(EnumId(enums - 1))
            }
            Top::CompositeType(_) => Block::CompositeType,
            Top::Datasource(_) | Top::Generator(_) => continue,
        };
        ctx.names.insert(top.name().text, block);
    }
}

fn name(name: ast::Name<'_>) -> Name {
    Name {
        text: name.text.to_owned(),
        span: name.span,
    }
}

fn add_enum<'a>(ctx: &mut Context<'a>, block: &'a ast::Enum<'a>) {
    if block.values.is_empty() {
        ctx.push(
            Diagnostic::error(
                &codes::EMPTY_ENUM,
                format!("the enum `{}` has no values", block.name.text),
            )
            .at(block.span, "")
            .help("add a value, or remove the enum"),
        );
    }
    ctx.enums.push(block);
    ctx.datamodel.enums.push(Enum {
        name: name(block.name),
        map: None,
        schema: None,
        values: block
            .values
            .iter()
            .map(|value| EnumValue {
                name: name(value.name),
                map: None,
                documentation: value.documentation.clone(),
                span: value.span,
            })
            .collect(),
        documentation: block.documentation.clone(),
        span: block.span,
    });
}

fn add_model<'a>(ctx: &mut Context<'a>, block: &'a ast::Model<'a>) {
    let mut fields = Vec::with_capacity(block.fields.len());
    let mut notes = vec![FieldDraft::default(); block.fields.len()];
    for (field, note) in block.fields.iter().zip(&mut notes) {
        let kind = field_kind(ctx, field);
        note.unknown = kind.is_none();
        fields.push(Field {
            name: name(field.name),
            arity: field.arity,
            kind: kind.unwrap_or_else(|| scalar(FieldType::Unsupported(String::new()))),
            ignored: false,
            documentation: field.documentation.clone(),
            span: field.span,
        });
    }
    let ids: HashMap<&str, FieldId> = block
        .fields
        .iter()
        .zip(0..)
        .map(|(field, index)| (field.name.text, FieldId(index)))
        .collect();
    ctx.drafts.push(Draft {
        ast: block,
        fields: ids,
        primary_key: None,
        indexes: Vec::new(),
        notes,
        shard_keys: Vec::new(),
        columns: HashMap::new(),
    });
    ctx.datamodel.models.push(Model {
        kind: match block.kind {
            ast::ModelKind::View => ModelKind::View,
            ast::ModelKind::Model | ast::ModelKind::CompositeType => ModelKind::Model,
        },
        name: name(block.name),
        map: None,
        schema: None,
        ignored: false,
        documentation: block.documentation.clone(),
        fields,
        primary_key: None,
        indexes: Vec::new(),
        span: block.span,
    });
}

/// What a field holds; `None` when that is not known, which has been reported.
fn field_kind(ctx: &mut Context<'_>, field: &ast::Field<'_>) -> Option<FieldKind> {
    let written = match &field.ty {
        ast::FieldType::Unsupported { name, .. } => {
            return Some(scalar(FieldType::Unsupported(name.to_string())));
        }
        ast::FieldType::Named(written) => written,
    };
    if let Some(ty) = ScalarType::from_name(written.text) {
        return Some(scalar(FieldType::Scalar(ty)));
    }
    match ctx.names.get(written.text) {
        Some(Block::Model(related)) => Some(FieldKind::Relation(RelationField {
            relation: RelationId(0),
            related: *related,
            name: None,
            fields: Vec::new(),
            references: Vec::new(),
            on_delete: None,
            on_update: None,
            map: None,
            attribute: None,
        })),
        Some(Block::Enum(id)) => Some(scalar(FieldType::Enum(*id))),
        Some(Block::CompositeType) => None,
        None => {
            report_unknown(ctx, *written);
            None
        }
    }
}

fn scalar(ty: FieldType) -> FieldKind {
    FieldKind::Scalar(ScalarField {
        ty,
        map: None,
        native_type: None,
        default: None,
        updated_at: false,
    })
}

fn report_unknown(ctx: &mut Context<'_>, written: ast::Name<'_>) {
    let scalars = ScalarType::ALL.iter().map(|ty| ty.name());
    let ast = ctx.ast;
    let blocks = ast.tops().filter_map(|top| match top {
        Top::Model(_) | Top::Enum(_) => Some(top.name().text),
        Top::CompositeType(_) | Top::Datasource(_) | Top::Generator(_) => None,
    });
    let mut finding = Diagnostic::error(
        &codes::UNKNOWN_TYPE,
        format!(
            "`{}` is neither a scalar type nor a model, view or enum of this schema",
            written.text
        ),
    )
    .at(written.span, "");
    finding = match ctx.suggester.nearest(written.text, scalars.chain(blocks)) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help(
            "declare it, or write `Unsupported(\"…\")` for a type that only the database knows",
        ),
    };
    ctx.push(finding);
}
