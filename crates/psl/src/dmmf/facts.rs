//! What the client sees of a datamodel, flat and numbered: what `@ignore` hides is gone, and
//! what the writers ask for again and again is answered once.

use std::borrow::Cow;

use crate::datamodel::{
    Arity, Datamodel, DefaultFunction, Field, FieldId, FieldRef, FieldType, Index, Model, ModelId,
    NativeKind, PreviewFeature, RelationField, ScalarField, ScalarType,
};

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
    use crate::datamodel::IndexKind::{Normal, Unique};
    let block = |kind| {
        model
            .indexes
            .iter()
            .filter(move |index| !index.on_field && index.kind == kind)
    };
    let on_field = model.indexes.iter().filter(|index| index.on_field);
    on_field.chain(block(Normal)).chain(block(Unique))
}

impl<'a> Facts<'a> {
    /// Gathers them.
    pub(super) fn new(datamodel: &'a Datamodel) -> Self {
        let features = datamodel.preview_features();
        let mut facts = Facts {
            models: Vec::with_capacity(datamodel.models.len()),
            scalars: Vec::new(),
            relations: Vec::new(),
            compounds: Vec::new(),
            enums: datamodel
                .enums
                .iter()
                .map(|e| e.name.text.as_str())
                .collect(),
            full_text_search: features.contains(&PreviewFeature::FullTextSearchPostgres),
            relation_joins: features.contains(&PreviewFeature::RelationJoins),
        };
        let mut numbers = Numbers::new(datamodel);
        for (id, model) in visible_models(datamodel) {
            facts.add_model(&mut numbers, id, model);
        }
        facts.add_relations(datamodel, &numbers);
        facts
    }

    /// Adds a model with its columns and keys.
    fn add_model(&mut self, numbers: &mut Numbers, id: ModelId, model: &'a Model) {
        let number = self.models.len();
        numbers.models[id.0 as usize] = number;
        let mut scalars = Vec::with_capacity(model.fields.len());
        let mut creatable = !model.is_view();
        for (field_id, field, scalar) in model.scalar_fields() {
            let Some(ty) = visible_type(scalar) else {
                creatable &= !(field.is_required() && scalar.default.is_none());
                continue;
            };
            numbers.fields[id.0 as usize][field_id.0 as usize] = self.scalars.len();
            if !field.ignored {
                scalars.push(self.scalars.len());
            }
            self.scalars
                .push(scalar_facts(model, number, field_id, field, scalar, ty));
        }
        for (_, _, relation) in model.relation_fields() {
            for field in &relation.fields {
                if let Some(column) = numbers.scalar(id, *field) {
                    self.scalars[column].read_only = true;
                }
            }
        }
        let mut facts = ModelFacts {
            model,
            name: &model.name.text,
            capitalized: capitalize(&model.name.text),
            scalars,
            relations: Vec::new(),
            compounds: Vec::new(),
            keys: Vec::new(),
            has_key: false,
            creatable,
            all_optional: true,
        };
        self.add_keys(numbers, id, number, &mut facts);
        self.models.push(facts);
    }

    /// Adds the keys of a model.
    fn add_keys(
        &mut self,
        numbers: &Numbers,
        id: ModelId,
        number: ModelNo,
        facts: &mut ModelFacts<'a>,
    ) {
        let model = facts.model;
        let primary = model
            .primary_key
            .iter()
            .map(|key| (key.name.as_ref(), &key.fields));
        let uniques = ordered_indexes(model)
            .filter(|index| index.kind == crate::datamodel::IndexKind::Unique)
            .map(|index| (index.name.as_ref(), &index.fields));
        // The primary key is named first, and its compound comes last.
        let mut primary_compound = None;
        for (position, (name, fields)) in primary.chain(uniques).enumerate() {
            let names = || fields.iter().map(|f| model[f.field].name.text.as_str());
            let key: Cow<'a, str> = match name {
                Some(name) => Cow::Borrowed(name.text.as_str()),
                None if fields.len() == 1 => Cow::Borrowed(names().next().unwrap_or_default()),
                None => Cow::Owned(names().collect::<Vec<_>>().join("_")),
            };
            facts.keys.push(key.clone());
            let columns: Option<Vec<_>> =
                fields.iter().map(|f| numbers.scalar(id, f.field)).collect();
            let Some(columns) = columns else { continue };
            facts.has_key |= fields
                .iter()
                .all(|f| model[f.field].arity != Arity::Optional);
            if columns.len() == 1 {
                continue;
            }
            let compound = self.compounds.len();
            self.compounds.push(Compound {
                model: number,
                name: key,
                type_name: match name {
                    Some(name) => capitalize(&name.text).into_owned(),
                    None => names().map(capitalize).collect(),
                },
                fields: columns,
            });
            if position == 0 && model.primary_key.is_some() {
                primary_compound = Some(compound);
            } else {
                facts.compounds.push(compound);
            }
        }
        facts.compounds.extend(primary_compound);
    }

    /// Adds the relation fields, when all models have numbers.
    fn add_relations(&mut self, datamodel: &'a Datamodel, numbers: &Numbers) {
        let mut relation_numbers: Vec<Vec<RelationNo>> = datamodel
            .models
            .iter()
            .map(|model| vec![NONE; model.fields.len()])
            .collect();
        let mut opposites = Vec::new();
        for (number, (id, model)) in visible_models(datamodel).enumerate() {
            let mut own = Vec::new();
            for (field_id, field, relation) in visible_relations(datamodel, model) {
                let related = numbers.models[relation.related.0 as usize];
                if related == NONE {
                    continue;
                }
                let this = FieldRef {
                    model: id,
                    field: field_id,
                };
                let relation_no = self.relations.len();
                relation_numbers[id.0 as usize][field_id.0 as usize] = relation_no;
                opposites.push(datamodel[relation.relation].opposite(this));
                own.push(relation_no);
                let key = datamodel[relation.relation].foreign_key();
                self.relations.push(Relation {
                    name: &field.name.text,
                    capitalized: capitalize(&field.name.text),
                    related,
                    opposite: relation_no,
                    arity: field.arity,
                    inline: key.is_some_and(|key| key.forward == this),
                    many_to_many: key.is_none(),
                    columns: relation
                        .fields
                        .iter()
                        .filter_map(|field| numbers.scalar(id, *field))
                        .collect(),
                });
            }
            let required = own.iter().any(|no| self.relations[*no].is_required())
                || self.models[number].scalars.iter().any(|no| {
                    let scalar = &self.scalars[*no];
                    scalar.is_required() && !scalar.has_default
                });
            self.models[number].relations = own;
            self.models[number].all_optional = !required;
        }
        for (relation, opposite) in self.relations.iter_mut().zip(opposites) {
            let number = relation_numbers[opposite.model.0 as usize][opposite.field.0 as usize];
            if number != NONE {
                relation.opposite = number;
            }
        }
    }
}

/// Stands for something that is not seen.
const NONE: usize = usize::MAX;

/// Ids of the datamodel to numbers of the facts.
struct Numbers {
    models: Vec<ModelNo>,
    fields: Vec<Vec<ScalarNo>>,
}

impl Numbers {
    fn new(datamodel: &Datamodel) -> Self {
        Numbers {
            models: vec![NONE; datamodel.models.len()],
            fields: datamodel
                .models
                .iter()
                .map(|model| vec![NONE; model.fields.len()])
                .collect(),
        }
    }

    /// The number of a column; none for what has no type.
    fn scalar(&self, model: ModelId, field: FieldId) -> Option<ScalarNo> {
        let number = self.fields[model.0 as usize][field.0 as usize];
        (number != NONE).then_some(number)
    }
}

/// The relation fields of a model that are seen: neither side is ignored, nor are the columns
/// ignored or of an unknown type.
fn visible_relations<'a>(
    datamodel: &'a Datamodel,
    model: &'a Model,
) -> impl Iterator<Item = (FieldId, &'a Field, &'a RelationField)> {
    model.relation_fields().filter(|(_, _, relation)| {
        let sides = datamodel[relation.relation].sides();
        !sides.into_iter().any(|side| {
            let field = datamodel.field(side);
            let columns = field.relation().map_or(&[][..], |side| &side.fields[..]);
            field.ignored
                || columns.iter().any(|column| {
                    let column = &datamodel[side.model][*column];
                    column.ignored || column.scalar().and_then(visible_type).is_none()
                })
        })
    })
}

/// The type as the client sees it; none for `Unsupported`.
fn visible_type(scalar: &ScalarField) -> Option<Ty> {
    match scalar.ty {
        FieldType::Scalar(ty) => Some(Ty::Scalar(ty)),
        FieldType::Enum(id) => Some(Ty::Enum(id.0 as usize)),
        FieldType::Unsupported(_) => None,
    }
}

/// What is asked of a column.
fn scalar_facts<'a>(
    model: &'a Model,
    number: ModelNo,
    id: FieldId,
    field: &'a Field,
    scalar: &ScalarField,
    ty: Ty,
) -> Scalar<'a> {
    let is_id = model.is_id(id);
    let unique = |index: &Index| index.fields.len() == 1 && index.fields[0].field == id;
    let function = scalar.default.as_ref().and_then(|d| d.function());
    Scalar {
        name: &field.name.text,
        model: number,
        ty,
        arity: field.arity,
        uuid: scalar
            .native_type
            .as_ref()
            .is_some_and(|native| native.kind == NativeKind::Uuid),
        unique: is_id || model.uniques().any(unique),
        read_only: false,
        autoincrement: function == Some(&DefaultFunction::Autoincrement),
        id: is_id,
        has_default: scalar.default.is_some(),
        updated_at: scalar.updated_at,
    }
}
