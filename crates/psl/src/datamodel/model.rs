//! Models, views and their fields.

use diag::Span;

use super::{FieldId, Index, IndexKind, Name, PrimaryKey, RelationField, ScalarField};
pub use crate::syntax::ast::Arity;

/// A model or a view.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Which of the two.
    pub kind: ModelKind,
    /// Its name.
    pub name: Name,
    /// `@@map`: its table's name, where that differs.
    pub map: Option<Name>,
    /// `@@schema`: its table's schema.
    pub schema: Option<Name>,
    /// `@@ignore`: the client leaves it out.
    pub ignored: bool,
    /// The `///` comments.
    pub documentation: Option<String>,
    /// Its fields, in order.
    pub fields: Vec<Field>,
    /// `@id` or `@@id`.
    pub primary_key: Option<PrimaryKey>,
    /// `@unique`, `@@unique` and `@@index`: first those on fields, then those of the block, in
    /// order.
    pub indexes: Vec<Index>,
    /// The whole block.
    pub span: Span,
}

/// What a [`Model`] was declared as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelKind {
    /// `model`
    Model,
    /// `view`
    View,
}

/// A field of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// How many values it holds.
    pub arity: Arity,
    /// What it holds.
    pub kind: FieldKind,
    /// `@ignore`: the client leaves it out.
    pub ignored: bool,
    /// The `///` comments.
    pub documentation: Option<String>,
    /// The whole declaration.
    pub span: Span,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldKind {
    /// Values: a column.
    Scalar(ScalarField),
    /// Rows of a model: one side of a relation, no column.
    Relation(RelationField),
}

impl Model {
    /// The name of its table or view in the database.
    pub fn database_name(&self) -> &str {
        self.map.as_ref().unwrap_or(&self.name).text.as_str()
    }

    /// Whether it is a view.
    pub fn is_view(&self) -> bool {
        self.kind == ModelKind::View
    }

    /// The fields with their ids, in order.
    pub fn fields(&self) -> impl Iterator<Item = (FieldId, &Field)> {
        (0u32..).map(FieldId).zip(&self.fields)
    }

    /// The fields that are columns, in order.
    pub fn scalar_fields(&self) -> impl Iterator<Item = (FieldId, &Field, &ScalarField)> {
        self.fields()
            .filter_map(|(id, field)| Some((id, field, field.scalar()?)))
    }

    /// The fields that are sides of relations, in order.
    pub fn relation_fields(&self) -> impl Iterator<Item = (FieldId, &Field, &RelationField)> {
        self.fields()
            .filter_map(|(id, field)| Some((id, field, field.relation()?)))
    }

    /// The unique indexes and constraints, the primary key not included.
    pub fn uniques(&self) -> impl Iterator<Item = &Index> {
        self.indexes
            .iter()
            .filter(|index| index.kind == IndexKind::Unique)
    }

    /// Whether this field alone is the primary key.
    pub fn is_id(&self, field: FieldId) -> bool {
        self.primary_key
            .as_ref()
            .is_some_and(|key| key.fields.len() == 1 && key.fields[0].field == field)
    }

    /// Whether this field alone is unique, by a unique index without a predicate.
    pub fn is_unique(&self, field: FieldId) -> bool {
        self.uniques().any(|index| {
            index.predicate.is_none() && index.fields.len() == 1 && index.fields[0].field == field
        })
    }
}

impl Field {
    /// What is said of its column; `None` for a side of a relation.
    pub fn scalar(&self) -> Option<&ScalarField> {
        match &self.kind {
            FieldKind::Scalar(scalar) => Some(scalar),
            FieldKind::Relation(_) => None,
        }
    }

    /// What is said of its relation; `None` for a column.
    pub fn relation(&self) -> Option<&RelationField> {
        match &self.kind {
            FieldKind::Relation(relation) => Some(relation),
            FieldKind::Scalar(_) => None,
        }
    }

    /// The column's name in the database; a relation's field has none and gives its own name.
    pub fn database_name(&self) -> &str {
        self.scalar()
            .and_then(|scalar| scalar.map.as_ref())
            .unwrap_or(&self.name)
            .text
            .as_str()
    }

    /// Whether it holds exactly one value.
    pub fn is_required(&self) -> bool {
        self.arity == Arity::Required
    }

    /// Whether it holds any number of values.
    pub fn is_list(&self) -> bool {
        self.arity == Arity::List
    }
}
