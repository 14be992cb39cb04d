//! Rows to change. What *checked* and *unchecked* mean is said where rows are made.

use crate::datamodel::ScalarType;
use crate::dmmf::facts::{ModelNo, RelationNo, ScalarNo};
use crate::dmmf::queue::{Input, ModelInput, RelationInput};
use crate::dmmf::types::{Fragment, Limits, Meta, Presence, Types};

impl Types<'_> {
    /// `UserUpdateInput`, `UserUpdateWithoutPostsInput`
    pub(super) fn write_update(&mut self, model: ModelNo, parent: Option<RelationNo>) {
        let facts = self.facts;
        self.open_data(ModelInput::Update, RelationInput::Update, model, parent);
        self.checked_scalars(model);
        let back = parent.map(|parent| facts.relations[parent].opposite);
        for field in &facts.models[model].relations {
            if Some(*field) != back {
                self.update_relation(*field, RelationInput::UpdateNested);
            }
        }
        self.close();
    }

    /// `UserUncheckedUpdateInput`, `UserUncheckedUpdateWithoutPostsInput`
    pub(super) fn write_unchecked_update(&mut self, model: ModelNo, parent: Option<RelationNo>) {
        let facts = self.facts;
        self.open_data(
            ModelInput::UncheckedUpdate,
            RelationInput::UncheckedUpdate,
            model,
            parent,
        );
        self.unchecked_scalars(model, parent);
        let back = parent.map(|parent| facts.relations[parent].opposite);
        for field in &facts.models[model].relations {
            if Some(*field) != back && !facts.relations[*field].inline {
                self.update_relation(*field, RelationInput::UncheckedUpdateNested);
            }
        }
        self.close();
    }

    /// `UserUpdateManyMutationInput`
    pub(super) fn write_update_many(&mut self, model: ModelNo) {
        self.open(
            Input::Model(ModelInput::UpdateMany, model),
            Meta::Group(model),
            Limits::Any,
        );
        self.checked_scalars(model);
        self.close();
    }

    /// `UserUncheckedUpdateManyInput`, `PostUncheckedUpdateManyWithoutAuthorInput`
    pub(super) fn write_unchecked_update_many(
        &mut self,
        model: ModelNo,
        parent: Option<RelationNo>,
    ) {
        self.open_data(
            ModelInput::UncheckedUpdateMany,
            RelationInput::UncheckedUpdateMany,
            model,
            parent,
        );
        self.unchecked_scalars(model, parent);
        self.close();
    }

    /// `UserUpdatetagsInput`
    pub(super) fn write_update_list(&mut self, number: ScalarNo) {
        let scalar = &self.facts.scalars[number];
        self.open(
            Input::UpdateList(number),
            Meta::Group(scalar.model),
            Limits::One,
        );
        self.field("set", Presence::Optional);
        self.value(scalar.ty, true);
        self.end_value();
        self.field("push", Presence::Optional);
        self.value(scalar.ty, false);
        self.value(scalar.ty, true);
        self.end_value();
        self.close();
    }

    /// `IntFieldUpdateOperationsInput` and the like.
    pub(super) fn write_operations(&mut self, number: ScalarNo) {
        let scalar = &self.facts.scalars[number];
        self.open(
            Input::Operations(number),
            Meta::Group(scalar.model),
            Limits::One,
        );
        let optional = self.facts.is_optional(number);
        self.field("set", Presence::nullable_if(optional));
        self.value(scalar.ty, false);
        if optional {
            self.null();
        }
        self.end_value();
        if scalar.is_numeric() {
            for name in ["increment", "decrement", "multiply", "divide"] {
                self.field(name, Presence::Optional);
                self.value(scalar.ty, false);
                self.end_value();
            }
        }
        self.close();
    }

    /// Columns that are neither a relation's nor counted by the database.
    fn checked_scalars(&mut self, model: ModelNo) {
        for number in &self.facts.models[model].scalars {
            let scalar = &self.facts.scalars[*number];
            let serial = scalar.unique && scalar.autoincrement && scalar.is(ScalarType::Int);
            if !serial && !scalar.read_only {
                self.update_field(*number);
            }
        }
    }

    /// Columns but those that an outer row sets.
    fn unchecked_scalars(&mut self, model: ModelNo, parent: Option<RelationNo>) {
        let linking = self.linking(parent);
        for scalar in &self.facts.models[model].scalars {
            if !linking.contains(scalar) {
                self.update_field(*scalar);
            }
        }
    }

    fn update_field(&mut self, number: ScalarNo) {
        self.fragment(Fragment::Update(number), |types| {
            types.write_update_field(number);
        });
    }

    fn write_update_field(&mut self, number: ScalarNo) {
        let scalar = &self.facts.scalars[number];
        let optional = self.facts.is_optional(number);
        if scalar.is_list() {
            self.field(scalar.name, Presence::Optional);
            self.input(Input::UpdateList(number));
            self.value(scalar.ty, true);
            self.end();
        } else if self.facts.is_json(number) {
            self.field(scalar.name, Presence::Optional);
            self.json_null(optional);
            self.value(scalar.ty, false);
            self.end_value();
        } else {
            self.field(scalar.name, Presence::nullable_if(optional));
            self.value(scalar.ty, false);
            self.input(Input::Operations(number));
            if optional {
                self.null();
            }
            self.end_value();
        }
    }

    fn update_relation(&mut self, number: RelationNo, kind: RelationInput) {
        let unchecked = kind == RelationInput::UncheckedUpdateNested;
        self.fragment(Fragment::RelationUpdate(number, unchecked), |types| {
            types.field(types.facts.relations[number].name, Presence::Optional);
            types.input(Input::Relation(kind, number));
            types.end();
        });
    }
}
