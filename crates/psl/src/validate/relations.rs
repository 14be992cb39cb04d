//! The fourth stage: which fields are the two sides of a relation, and of which kind it is. What the
//! datamodel holds of relations is completed when the last stage is over.

use std::collections::HashMap;

use super::context::Context;
use crate::datamodel::{
    FieldId, FieldKind, FieldRef, ForeignKey, ManyToMany, ModelId, ReferentialAction, Relation,
    RelationId, RelationKind, constraint_name, join_table_name,
};
use crate::syntax::ast::Arity;

/// A relation whose sides may be missing still.
#[derive(Debug, Clone)]
pub(super) struct Inferred {
    /// The model with the columns, or of column `A`.
    pub(super) model_a: ModelId,
    /// The other model, which may be the same.
    pub(super) model_b: ModelId,
    /// Its kind, with the fields that are its sides.
    pub(super) shape: Shape,
}

/// The kind of a relation.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// Lists on both sides.
    ManyToMany {
        /// The field of model A.
        a: FieldId,
        /// The field of model B.
        b: FieldId,
        /// Whether a side has `fields`: keys in arrays, which PostgreSQL does not have.
        embedded: bool,
    },
    /// One on both sides.
    OneToOne {
        /// The side with the columns, or which should have them.
        forward: FieldId,
        /// The other side.
        back: Option<FieldId>,
    },
    /// A list on one side; at least one of them is there.
    OneToMany {
        /// The side with the columns.
        forward: Option<FieldId>,
        /// The list.
        back: Option<FieldId>,
    },
}

impl Inferred {
    /// The field of model A.
    pub(super) fn a(&self) -> Option<FieldRef> {
        let field = match self.shape {
            Shape::ManyToMany { a, .. } => Some(a),
            Shape::OneToOne { forward, .. } => Some(forward),
            Shape::OneToMany { forward, .. } => forward,
        }?;
        Some(FieldRef {
            model: self.model_a,
            field,
        })
    }

    /// The field of model B.
    pub(super) fn b(&self) -> Option<FieldRef> {
        let field = match self.shape {
            Shape::ManyToMany { b, .. } => Some(b),
            Shape::OneToOne { back, .. } | Shape::OneToMany { back, .. } => back,
        }?;
        Some(FieldRef {
            model: self.model_b,
            field,
        })
    }
}

/// The relation fields from one model to another that bear the same name, in order.
type Sides = HashMap<(ModelId, ModelId, Option<String>), Vec<FieldId>>;

/// Finds all relations.
pub(super) fn infer(ctx: &mut Context<'_>) {
    let mut sides = Sides::new();
    let mut fields = Vec::new();
    for model in ctx.model_ids() {
        for field in ctx.field_refs(model) {
            if let Some(relation) = ctx.relation(field) {
                let name = relation.name.as_ref().map(|name| name.text.clone());
                sides
                    .entry((model, relation.related, name))
                    .or_default()
                    .push(field.field);
                fields.push(field);
            }
        }
    }
    for field in fields {
        if let Some(relation) = infer_one(ctx, &sides, field) {
            ctx.inferred.push(relation);
        }
    }
}

/// The relation of a field, unless it is made from its other side.
fn infer_one(ctx: &Context<'_>, sides: &Sides, field: FieldRef) -> Option<Inferred> {
    let relation = ctx.relation(field)?;
    let related = relation.related;
    let name = relation.name.as_ref().map(|name| name.text.clone());
    let opposite = sides
        .get(&(related, field.model, name))
        .and_then(|fields| {
            fields
                .iter()
                .find(|other| related != field.model || **other != field.field)
        })
        .map(|opposite| FieldRef {
            model: related,
            field: *opposite,
        });
    let arity = ctx.field(field).arity;
    let shape = match opposite {
        None => alone(ctx, field, arity),
        Some(opposite) => both(ctx, field, opposite)?,
    };
    let backwards = matches!(shape, Shape::OneToMany { forward: None, .. });
    Some(Inferred {
        model_a: if backwards { related } else { field.model },
        model_b: if backwards { field.model } else { related },
        shape,
    })
}

/// The shape of a relation with one side.
fn alone(ctx: &Context<'_>, field: FieldRef, arity: Arity) -> Shape {
    if arity == Arity::List {
        return Shape::OneToMany {
            forward: None,
            back: Some(field.field),
        };
    }
    let unique = ctx.notes(field).relation.fields.is_some()
        && ctx.relation(field).is_some_and(|relation| {
            ctx.model(field.model).uniques().any(|index| {
                index
                    .fields
                    .iter()
                    .map(|column| column.field)
                    .eq(relation.fields.iter().copied())
            })
        });
    if unique {
        Shape::OneToOne {
            forward: field.field,
            back: None,
        }
    } else {
        Shape::OneToMany {
            forward: Some(field.field),
            back: None,
        }
    }
}

/// The shape of a relation with both sides; `None` when it is made from the opposite one.
fn both(ctx: &Context<'_>, field: FieldRef, opposite: FieldRef) -> Option<Shape> {
    let key = |field: FieldRef| {
        (
            ctx.model(field.model).name.text.as_str(),
            ctx.field(field).name.text.as_str(),
        )
    };
    let has_fields = |field: FieldRef| ctx.notes(field).relation.fields.is_some();
    let one_to_one = Shape::OneToOne {
        forward: field.field,
        back: Some(opposite.field),
    };
    match (ctx.field(field).arity, ctx.field(opposite).arity) {
        (Arity::List, Arity::List) => {
            let later = key(field).0 > key(opposite).0
                || (field.model == opposite.model && key(field).1 > key(opposite).1);
            (!later).then(|| Shape::ManyToMany {
                a: field.field,
                b: opposite.field,
                embedded: has_fields(field) || has_fields(opposite),
            })
        }
        (Arity::Required, Arity::Optional) => Some(one_to_one),
        (Arity::Optional, Arity::Required) | (Arity::List, _) => None,
        // Refused later, whichever comes first.
        (Arity::Required, Arity::Required) => (key(field) <= key(opposite)).then_some(one_to_one),
        (Arity::Optional, Arity::Optional) => {
            let first = has_fields(field) || (!has_fields(opposite) && key(field) <= key(opposite));
            first.then_some(one_to_one)
        }
        (Arity::Required | Arity::Optional, Arity::List) => Some(Shape::OneToMany {
            forward: Some(field.field),
            back: Some(opposite.field),
        }),
    }
}

/// `onDelete`, given or by default: what is required must not lose its other side.
pub(super) fn on_delete(ctx: &Context<'_>, forward: FieldRef) -> ReferentialAction {
    let Some(relation) = ctx.relation(forward) else {
        return ReferentialAction::Restrict;
    };
    let model = ctx.model(forward.model);
    let required = ctx.field(forward).is_required()
        || relation
            .fields
            .iter()
            .any(|field| model[*field].is_required());
    relation.on_delete.unwrap_or(if required {
        ReferentialAction::Restrict
    } else {
        ReferentialAction::SetNull
    })
}

/// `onUpdate`, given or by default.
pub(super) fn on_update(ctx: &Context<'_>, forward: FieldRef) -> ReferentialAction {
    ctx.relation(forward)
        .and_then(|relation| relation.on_update)
        .unwrap_or(ReferentialAction::Cascade)
}

/// The name of a relation: given, or of its two models in alphabetical order.
pub(super) fn name(ctx: &Context<'_>, field: FieldRef) -> String {
    let Some(relation) = ctx.relation(field) else {
        return String::new();
    };
    if let Some(name) = &relation.name {
        return name.text.clone();
    }
    let own = ctx.model(field.model).name.text.as_str();
    let related = ctx.model(relation.related).name.text.as_str();
    if own < related {
        format!("{own}To{related}")
    } else {
        format!("{related}To{own}")
    }
}

/// The name of the foreign key that a field holds.
pub(super) fn key_name(ctx: &Context<'_>, forward: FieldRef) -> String {
    let Some(relation) = ctx.relation(forward) else {
        return String::new();
    };
    if let Some(map) = &relation.map {
        return map.text.clone();
    }
    let model = ctx.model(forward.model);
    let columns: Vec<&str> = relation
        .fields
        .iter()
        .map(|field| model[*field].database_name())
        .collect();
    constraint_name(model.database_name(), &columns, "_fkey")
}

/// Puts the relations into the datamodel, when there are no errors: both sides are there then.
pub(super) fn complete(ctx: &mut Context<'_>) {
    if ctx.has_errors() {
        return;
    }
    let inferred = std::mem::take(&mut ctx.inferred);
    for relation in &inferred {
        let (Some(a), Some(b)) = (relation.a(), relation.b()) else {
            continue;
        };
        let kind = match relation.shape {
            Shape::ManyToMany { .. } => many_to_many(ctx, a, b),
            Shape::OneToOne { .. } => foreign_key(ctx, a, b, true),
            Shape::OneToMany { .. } => foreign_key(ctx, a, b, false),
        };
        let named = ctx.relation(a).is_some_and(|side| side.name.is_some());
        let id = RelationId(ctx.datamodel.relations.len() as u32);
        let name = name(ctx, a);
        ctx.datamodel.relations.push(Relation { name, named, kind });
        for side in [a, b] {
            if let FieldKind::Relation(field) = &mut ctx.field_mut(side).kind {
                field.relation = id;
            }
        }
    }
}

fn many_to_many(ctx: &Context<'_>, a: FieldRef, b: FieldRef) -> RelationKind {
    RelationKind::ManyToMany(ManyToMany {
        a,
        b,
        table: join_table_name(&name(ctx, a)),
        schema: ctx
            .model(a.model)
            .schema
            .as_ref()
            .map(|schema| schema.text.clone()),
    })
}

fn foreign_key(ctx: &Context<'_>, forward: FieldRef, back: FieldRef, one: bool) -> RelationKind {
    let (fields, references) = ctx
        .relation(forward)
        .map(|relation| (relation.fields.clone(), relation.references.clone()))
        .unwrap_or_default();
    RelationKind::ForeignKey(ForeignKey {
        forward,
        back,
        one_to_one: one,
        fields,
        references,
        on_delete: on_delete(ctx, forward),
        on_update: on_update(ctx, forward),
        database_name: key_name(ctx, forward),
    })
}
