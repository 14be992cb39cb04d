//! Relations and the fields that are their sides.

use diag::Span;

use super::{FieldId, FieldRef, ModelId, Name, RelationId};

/// A field that is one side of a relation, as it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct RelationField {
    /// The relation.
    pub relation: RelationId,
    /// The model on the other side.
    pub related: ModelId,
    /// `name`
    pub name: Option<Name>,
    /// `fields`: on the side that holds the foreign key.
    pub fields: Vec<FieldId>,
    /// `references`: fields of the related model.
    pub references: Vec<FieldId>,
    /// `onDelete`, where it is given.
    pub on_delete: Option<ReferentialAction>,
    /// `onUpdate`, where it is given.
    pub on_update: Option<ReferentialAction>,
    /// `map`: the foreign key's name in the database, where it is given.
    pub map: Option<Name>,
    /// `@relation(…)`, where it is given.
    pub attribute: Option<Span>,
}

/// A relation between two models, or of a model with itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// Its name: given, or of the two models in alphabetical order (`PostToUser`).
    pub name: String,
    /// Whether the name was given.
    pub named: bool,
    /// How it is kept.
    pub kind: RelationKind,
}

/// How a relation is kept.
#[derive(Debug, Clone, PartialEq)]
pub enum RelationKind {
    /// By columns on one side: 1-1 and 1-n.
    ForeignKey(ForeignKey),
    /// By a table of its own: implicit m-n.
    ManyToMany(ManyToMany),
}

/// A relation that columns on one side keep.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignKey {
    /// The field of the side with the columns, the one with `fields`.
    pub forward: FieldRef,
    /// The field of the other side.
    pub back: FieldRef,
    /// Whether it is 1-1: the columns are unique.
    pub one_to_one: bool,
    /// The referencing columns, fields of `forward.model`.
    pub fields: Vec<FieldId>,
    /// The referenced columns, fields of `back.model`, in the order of `fields`.
    pub references: Vec<FieldId>,
    /// Given, or by default: `Restrict` when the relation or any of `fields` is required, else
    /// `SetNull`.
    pub on_delete: ReferentialAction,
    /// Given, or by default: `Cascade`.
    pub on_update: ReferentialAction,
    /// The constraint's name in the database, also when the client keeps the relation and the
    /// database has no such constraint.
    pub database_name: String,
}

/// A relation that a table of its own keeps. Its columns `A` and `B` reference the primary keys
/// of the two models.
#[derive(Debug, Clone, PartialEq)]
pub struct ManyToMany {
    /// The field of the model behind column `A`: the model whose name comes first, or in a
    /// self-relation the field whose name does.
    pub a: FieldRef,
    /// The field of the model behind column `B`; the same as `a` when a self-relation has one
    /// field.
    pub b: FieldRef,
    /// The table's name in the database.
    pub table: String,
    /// The table's schema: that of model `A`, where one is given.
    pub schema: Option<String>,
}

/// What happens to referencing rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReferentialAction {
    /// `Cascade`
    Cascade,
    /// `Restrict`
    Restrict,
    /// `NoAction`
    NoAction,
    /// `SetNull`
    SetNull,
    /// `SetDefault`
    SetDefault,
}

impl Relation {
    /// What a foreign key says; `None` for m-n.
    pub fn foreign_key(&self) -> Option<&ForeignKey> {
        match &self.kind {
            RelationKind::ForeignKey(key) => Some(key),
            RelationKind::ManyToMany(_) => None,
        }
    }

    /// What an implicit m-n relation says; `None` for the others.
    pub fn many_to_many(&self) -> Option<&ManyToMany> {
        match &self.kind {
            RelationKind::ManyToMany(relation) => Some(relation),
            RelationKind::ForeignKey(_) => None,
        }
    }

    /// The fields of both sides, the one with the columns (or of column `A`) first.
    pub fn sides(&self) -> [FieldRef; 2] {
        match &self.kind {
            RelationKind::ForeignKey(key) => [key.forward, key.back],
            RelationKind::ManyToMany(relation) => [relation.a, relation.b],
        }
    }

    /// The field on the other side of a field of this relation.
    pub fn opposite(&self, field: FieldRef) -> FieldRef {
        let [first, second] = self.sides();
        if field == first { second } else { first }
    }
}

impl ReferentialAction {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Cascade,
        Self::Restrict,
        Self::NoAction,
        Self::SetNull,
        Self::SetDefault,
    ];

    /// As it is written in a schema.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cascade => "Cascade",
            Self::Restrict => "Restrict",
            Self::NoAction => "NoAction",
            Self::SetNull => "SetNull",
            Self::SetDefault => "SetDefault",
        }
    }
}
