//! What a schema means: the declarations of all files together, every reference resolved.
//!
//! Plain data in the order of declaration. Models, fields, enums and relations are referred to by
//! index ([`ModelId`], [`FieldId`], …), and every id that occurs in a [`Datamodel`] is valid in it.
//! A schema with errors keeps its configuration only.

mod config;
mod default;
mod enums;
mod index;
mod model;
mod names;
mod native;
mod relation;
mod scalar;

pub use config::{
    ConfigValue, Datasource, ExtensionRequest, Generator, PreviewFeature, Property, RelationMode,
};
pub use default::{DefaultFunction, DefaultKind, DefaultValue, Literal};
pub use enums::{Enum, EnumValue};
pub use index::{
    Comparison, Condition, Index, IndexField, IndexKind, IndexMethod, OperatorClass, Predicate,
    PrimaryKey, SortOrder,
};
pub use model::{Arity, Field, FieldKind, Model, ModelKind};
pub use names::{constraint_name, join_table_name};
pub use native::{NativeKind, NativeType};
pub use relation::{
    ForeignKey, ManyToMany, ReferentialAction, Relation, RelationField, RelationKind,
};
pub use scalar::{FieldType, ScalarField, ScalarType};

use diag::Span;

/// Everything a schema says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Datamodel {
    /// The `datasource` block.
    pub datasource: Option<Datasource>,
    /// The `generator` blocks.
    pub generators: Vec<Generator>,
    /// Models and views, in order: see [`Model::kind`].
    pub models: Vec<Model>,
    /// Enums, in order.
    pub enums: Vec<Enum>,
    /// Relations, each once for both sides, in the order of the fields that hold their keys (of
    /// m-n relations, of those behind column `A`).
    pub relations: Vec<Relation>,
}

/// A name that was written, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// Index into [`Datamodel::models`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModelId(pub u32);

/// Index into [`Model::fields`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub u32);

/// Index into [`Datamodel::enums`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnumId(pub u32);

/// Index into [`Enum::values`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ValueId(pub u32);

/// Index into [`Datamodel::relations`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelationId(pub u32);

/// A field of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldRef {
    /// The model.
    pub model: ModelId,
    /// The field in it.
    pub field: FieldId,
}

impl Datamodel {
    /// The models and views with their ids, in order.
    pub fn models(&self) -> impl Iterator<Item = (ModelId, &Model)> {
        (0u32..).map(ModelId).zip(&self.models)
    }

    /// The enums with their ids, in order.
    pub fn enums(&self) -> impl Iterator<Item = (EnumId, &Enum)> {
        (0u32..).map(EnumId).zip(&self.enums)
    }

    /// The relations with their ids, in order.
    pub fn relations(&self) -> impl Iterator<Item = (RelationId, &Relation)> {
        (0u32..).map(RelationId).zip(&self.relations)
    }

    /// The field behind a reference.
    pub fn field(&self, reference: FieldRef) -> &Field {
        &self[reference.model][reference.field]
    }

    /// How relations are kept: by foreign keys unless the datasource says otherwise.
    pub fn relation_mode(&self) -> RelationMode {
        self.datasource
            .as_ref()
            .map_or(RelationMode::ForeignKeys, |source| source.relation_mode)
    }

    /// The preview features of all generators, in order, each once.
    pub fn preview_features(&self) -> Vec<PreviewFeature> {
        let mut all = Vec::new();
        for feature in self.generators.iter().flat_map(|g| &g.preview_features) {
            if !all.contains(feature) {
                all.push(*feature);
            }
        }
        all
    }
}

impl std::ops::Index<ModelId> for Datamodel {
    type Output = Model;

    fn index(&self, id: ModelId) -> &Model {
        &self.models[id.0 as usize]
    }
}

impl std::ops::Index<EnumId> for Datamodel {
    type Output = Enum;

    fn index(&self, id: EnumId) -> &Enum {
        &self.enums[id.0 as usize]
    }
}

impl std::ops::Index<RelationId> for Datamodel {
    type Output = Relation;

    fn index(&self, id: RelationId) -> &Relation {
        &self.relations[id.0 as usize]
    }
}

impl std::ops::Index<FieldId> for Model {
    type Output = Field;

    fn index(&self, id: FieldId) -> &Field {
        &self.fields[id.0 as usize]
    }
}

impl std::ops::Index<ValueId> for Enum {
    type Output = EnumValue;

    fn index(&self, id: ValueId) -> &EnumValue {
        &self.values[id.0 as usize]
    }
}
