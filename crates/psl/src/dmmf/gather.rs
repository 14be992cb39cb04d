//! Gathers the facts of a datamodel.

use std::borrow::Cow;

use super::facts::{
    Compound, Facts, ModelFacts, ModelNo, Relation, RelationNo, Scalar, ScalarNo, Ty, capitalize,
    ordered_indexes, visible_models,
};
use crate::datamodel::{
    Arity, Datamodel, DefaultFunction, Field, FieldId, FieldRef, FieldType, Index, IndexKind,
    Model, ModelId, NativeKind, PreviewFeature, RelationField, ScalarField,
};

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
            .filter(|index| index.kind == IndexKind::Unique)
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
