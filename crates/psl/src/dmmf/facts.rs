//! What the client sees of a datamodel, flat and numbered: what `@ignore` hides is gone, and
//! what the writers ask for again and again is answered once.

use std::borrow::Cow;

use crate::datamodel::{Arity, Datamodel, Index, IndexKind, Model, ModelId, ScalarType};

/// Index into [`Facts::models`].
pub(super) type ModelNo = usize;
/// Index into [`Facts::scalars`].
pub(super) type ScalarNo = usize;
/// Index into [`Facts::relations`].
pub(super) type RelationNo = usize;
/// Index into [`Facts::compounds`].
pub(super) type CompoundNo = usize;

/// The whole.
pub(super) struct Facts<'a> {
    /// Models, then views, in order of declaration.
    pub models: Vec<ModelFacts<'a>>,
    /// The columns of all models.
    pub scalars: Vec<Scalar<'a>>,
    /// The relation fields of all models.
    pub relations: Vec<Relation<'a>>,
    /// The keys of several fields of all models.
    pub compounds: Vec<Compound<'a>>,
    /// The names of all enums, by [`crate::datamodel::EnumId`].
    pub enums: Vec<&'a str>,
    /// Preview feature `fullTextSearchPostgres`.
    pub full_text_search: bool,
    /// Preview feature `relationJoins`.
    pub relation_joins: bool,
}

/// A model or view.
pub(super) struct ModelFacts<'a> {
    /// The declaration.
    pub model: &'a Model,
    /// Its name.
    pub name: &'a str,
    /// Its name with an upper-case initial.
    pub capitalized: Cow<'a, str>,
    /// The columns that are seen.
    pub scalars: Vec<ScalarNo>,
    /// The relation fields that are seen.
    pub relations: Vec<RelationNo>,
    /// Keys of several fields: the unique ones, then the primary key.
    pub compounds: Vec<CompoundNo>,
    /// What may identify a row: the names of all keys, whatever they consist of.
    pub keys: Vec<Cow<'a, str>>,
    /// Whether a row can be told by a key without nulls. Only a view may have none.
    pub has_key: bool,
    /// Whether rows can be made: no view, and no required column of an unknown type.
    pub creatable: bool,
    /// Whether a row can be made from nothing.
    pub all_optional: bool,
}

/// The type of a column, as far as the client sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ty {
    /// A scalar type.
    Scalar(ScalarType),
    /// An enum, by number.
    Enum(usize),
}

/// A column.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an answer of its own, and no two exclude each other"
)]
pub(super) struct Scalar<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its model.
    pub model: ModelNo,
    /// Its type.
    pub ty: Ty,
    /// How many values it holds.
    pub arity: Arity,
    /// `@db.Uuid`: the filters of text do not apply.
    pub uuid: bool,
    /// Alone it is a key.
    pub unique: bool,
    /// A relation's columns are written by the relation's field.
    pub read_only: bool,
    /// `@default(autoincrement())`
    pub autoincrement: bool,
    /// Alone it is the primary key.
    pub id: bool,
    /// `@default`
    pub has_default: bool,
    /// `@updatedAt`
    pub updated_at: bool,
}

/// A side of a relation.
pub(super) struct Relation<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its name with an upper-case initial.
    pub capitalized: Cow<'a, str>,
    /// The model on the other side.
    pub related: ModelNo,
    /// The field on the other side.
    pub opposite: RelationNo,
    /// How many rows it holds.
    pub arity: Arity,
    /// Whether this side has the columns.
    pub inline: bool,
    /// Whether a table of its own keeps it.
    pub many_to_many: bool,
    /// On the side with the columns: which.
    pub columns: Vec<ScalarNo>,
}

/// A key of several fields.
pub(super) struct Compound<'a> {
    /// Its model.
    pub model: ModelNo,
    /// What the client calls it.
    pub name: Cow<'a, str>,
    /// The middle of its type's name.
    pub type_name: String,
    /// Its fields, those that `@ignore` hides included.
    pub fields: Vec<ScalarNo>,
}

impl Scalar<'_> {
    /// Whether it holds exactly one value.
    pub(super) fn is_required(&self) -> bool {
        self.arity == Arity::Required
    }

    /// Whether it holds any number of values.
    pub(super) fn is_list(&self) -> bool {
        self.arity == Arity::List
    }

    /// Whether it is of this type.
    pub(super) fn is(&self, ty: ScalarType) -> bool {
        self.ty == Ty::Scalar(ty)
    }

    /// Whether sums and averages are offered.
    pub(super) fn is_numeric(&self) -> bool {
        is_numeric(self.ty)
    }

    /// Whether minima and maxima are offered.
    pub(super) fn is_comparable(&self) -> bool {
        !self.is_list() && !self.is(ScalarType::Json)
    }
}

impl Relation<'_> {
    /// Whether it holds exactly one row.
    pub(super) fn is_required(&self) -> bool {
        self.arity == Arity::Required
    }

    /// Whether it holds any number of rows.
    pub(super) fn is_list(&self) -> bool {
        self.arity == Arity::List
    }
}

/// Whether a type is a number.
pub(super) fn is_numeric(ty: Ty) -> bool {
    matches!(
        ty,
        Ty::Scalar(ScalarType::Int | ScalarType::BigInt | ScalarType::Float | ScalarType::Decimal)
    )
}

/// The text with an upper-case initial.
pub(super) fn capitalize(text: &str) -> Cow<'_, str> {
    let Some(first) = text.chars().next() else {
        return Cow::Borrowed(text);
    };
    if first.is_ascii_uppercase() {
        return Cow::Borrowed(text);
    }
    let mut capitalized: String = first.to_uppercase().collect();
    capitalized.push_str(&text[first.len_utf8()..]);
    Cow::Owned(capitalized)
}

/// Models that are seen, in the order in which Prisma writes them: models, then views.
pub(super) fn visible_models(datamodel: &Datamodel) -> impl Iterator<Item = (ModelId, &Model)> {
    let of = |view: bool| {
        datamodel
            .models()
            .filter(move |(_, model)| model.is_view() == view && !model.ignored)
    };
    of(false).chain(of(true))
}

/// The unique indexes of a model and the others, in the order in which Prisma reads them: those
/// on fields, then the block's plain indexes, then the block's unique ones.
pub(super) fn ordered_indexes(model: &Model) -> impl Iterator<Item = &Index> {
    let block = |kind| {
        model
            .indexes
            .iter()
            .filter(move |index| !index.on_field && index.kind == kind)
    };
    let on_field = model.indexes.iter().filter(|index| index.on_field);
    on_field
        .chain(block(IndexKind::Normal))
        .chain(block(IndexKind::Unique))
}
