//! Rows to make.
//!
//! A *checked* type sets relations by their fields and leaves their columns out; an *unchecked*
//! type has the columns instead. Inside of another row the field that leads back is left out.

use crate::datamodel::ScalarType;
use crate::dmmf::enums::ClientEnum;
use crate::dmmf::facts::{ModelNo, RelationNo, ScalarNo};
use crate::dmmf::queue::{Input, ModelInput, RelationInput};
use crate::dmmf::types::{Fragment, Limits, Meta, Presence, Types};

impl<'a> Types<'a> {
    /// `UserCreateInput`, `UserCreateWithoutPostsInput`
    pub(super) fn write_create(&mut self, model: ModelNo, parent: Option<RelationNo>) {
        let facts = self.facts;
        self.open_data(ModelInput::Create, RelationInput::Create, model, parent);
        for number in &facts.models[model].scalars {
            let scalar = &facts.scalars[*number];
            let serial = scalar.id && scalar.autoincrement && scalar.is(ScalarType::Int);
            if !serial && !scalar.read_only {
                self.create_field(*number);
            }
        }
        let back = parent.map(|parent| facts.relations[parent].opposite);
        for field in &facts.models[model].relations {
            if Some(*field) != back {
                self.create_relation(*field, RelationInput::CreateNested);
            }
        }
        self.close();
    }

    /// `UserUncheckedCreateInput`, `UserUncheckedCreateWithoutPostsInput`
    pub(super) fn write_unchecked_create(&mut self, model: ModelNo, parent: Option<RelationNo>) {
        let facts = self.facts;
        self.open_data(
            ModelInput::UncheckedCreate,
            RelationInput::UncheckedCreate,
            model,
            parent,
        );
        let linking = self.linking(parent);
        for scalar in &facts.models[model].scalars {
            if !linking.contains(scalar) {
                self.create_field(*scalar);
            }
        }
        let back = parent.map(|parent| facts.relations[parent].opposite);
        for field in &facts.models[model].relations {
            if Some(*field) != back && !facts.relations[*field].inline {
                self.create_relation(*field, RelationInput::UncheckedCreateNested);
            }
        }
        self.close();
    }

    /// `UserCreateManyInput`, `PostCreateManyAuthorInput`
    pub(super) fn write_create_many(&mut self, model: ModelNo, parent: Option<RelationNo>) {
        self.open_data(
            ModelInput::CreateMany,
            RelationInput::CreateMany,
            model,
            parent,
        );
        let linking = self.linking(parent);
        for scalar in &self.facts.models[model].scalars {
            if !linking.contains(scalar) {
                self.create_field(*scalar);
            }
        }
        self.close();
    }

    /// `UserCreatetagsInput`
    pub(super) fn write_create_list(&mut self, number: ScalarNo) {
        let scalar = &self.facts.scalars[number];
        self.open(
            Input::CreateList(number),
            Meta::Group(scalar.model),
            Limits::One,
        );
        self.field("set", Presence::Required);
        self.value(scalar.ty, true);
        self.end_value();
        self.close();
    }

    /// Begins a type with a row's data, of a model or of a model inside of another row.
    pub(super) fn open_data(
        &mut self,
        alone: ModelInput,
        inside: RelationInput,
        model: ModelNo,
        parent: Option<RelationNo>,
    ) {
        let input = match parent {
            None => Input::Model(alone, model),
            Some(parent) => Input::Relation(inside, parent),
        };
        self.open(input, Meta::Group(model), Limits::Any);
    }

    /// The columns that an outer row sets by itself.
    pub(super) fn linking(&self, parent: Option<RelationNo>) -> &'a [ScalarNo] {
        match parent {
            None => &[],
            Some(parent) => &self.facts.relations[self.facts.relations[parent].opposite].columns,
        }
    }

    fn create_field(&mut self, number: ScalarNo) {
        self.fragment(Fragment::Create(number), |types| {
            types.write_create_field(number);
        });
    }

    fn write_create_field(&mut self, number: ScalarNo) {
        let scalar = &self.facts.scalars[number];
        let required = scalar.is_required() && !scalar.has_default && !scalar.updated_at;
        let optional = self.facts.is_optional(number);
        if scalar.is_list() {
            self.field(scalar.name, Presence::Optional);
            self.input(Input::CreateList(number));
            self.value(scalar.ty, true);
            self.end();
        } else {
            let json = self.facts.is_json(number);
            let presence = if required {
                Presence::Required
            } else {
                Presence::nullable_if(optional && !json)
            };
            self.field(scalar.name, presence);
            if json {
                self.json_null(optional);
            }
            self.value(scalar.ty, false);
            if optional && !json {
                self.null();
            }
            self.end_value();
        }
    }

    /// Refers to the nulls that can be written to a JSON column.
    pub(super) fn json_null(&mut self, optional: bool) {
        let nulls = if optional {
            ClientEnum::JsonNullableInput
        } else {
            ClientEnum::JsonInput
        };
        self.client_enum(nulls, false);
    }

    fn create_relation(&mut self, number: RelationNo, kind: RelationInput) {
        let unchecked = kind == RelationInput::UncheckedCreateNested;
        self.fragment(Fragment::RelationCreate(number, unchecked), |types| {
            types.write_create_relation(number, kind);
        });
    }

    fn write_create_relation(&mut self, number: RelationNo, kind: RelationInput) {
        let field = &self.facts.relations[number];
        let mut columns = field.columns.iter();
        let set = columns.all(|column| self.facts.scalars[*column].has_default);
        let presence = if field.is_required() && !set {
            Presence::Required
        } else {
            Presence::Optional
        };
        self.field(field.name, presence);
        self.input(Input::Relation(kind, number));
        self.end();
    }
}
