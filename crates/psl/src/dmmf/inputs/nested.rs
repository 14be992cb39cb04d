//! What can be done to related rows while a row is made or changed.

use crate::dmmf::facts::RelationNo;
use crate::dmmf::queue::{Input, ModelInput, RelationInput};
use crate::dmmf::types::{Limits, Meta, Presence, Types};

impl Types<'_> {
    /// `PostCreateNestedManyWithoutAuthorInput` and the like.
    pub(super) fn write_create_nested(&mut self, kind: RelationInput, number: RelationNo) {
        self.open_operation(kind, number);
        let related = self.facts.relations[number].related;
        if self.facts.models[related].creatable {
            self.nested_create(number);
            self.nested_create_many(number);
        }
        self.nested_key("connect", number);
        self.close();
    }

    /// `PostUpdateManyWithoutAuthorNestedInput` and the like.
    pub(super) fn write_update_nested(&mut self, kind: RelationInput, number: RelationNo) {
        let field = &self.facts.relations[number];
        let (related, list) = (field.related, field.is_list());
        self.open_operation(kind, number);
        if self.facts.models[related].creatable {
            self.nested_create(number);
            let upsert = if list {
                RelationInput::UpsertWithWhereUnique
            } else {
                RelationInput::Upsert
            };
            self.field("upsert", Presence::Optional);
            self.input_or_list(Input::Relation(upsert, number), list);
            self.end();
            self.nested_create_many(number);
        }
        if list {
            for name in ["set", "disconnect", "delete"] {
                self.nested_key(name, number);
            }
        } else if !field.is_required() {
            for name in ["disconnect", "delete"] {
                self.field(name, Presence::Optional);
                self.scalar("Boolean", false);
                self.input(Input::Model(ModelInput::Where, related));
                self.end();
            }
        }
        self.nested_key("connect", number);
        self.nested_update(number);
        self.close();
    }

    /// The types of one operation on related rows.
    pub(super) fn write_operation(&mut self, kind: RelationInput, number: RelationNo) {
        let related = self.facts.relations[number].related;
        let key = Input::Model(ModelInput::WhereUnique, related);
        let rows = Input::Model(ModelInput::Where, related);
        let created = [RelationInput::Create, RelationInput::UncheckedCreate]
            .map(|kind| Input::Relation(kind, number));
        let updated = [RelationInput::Update, RelationInput::UncheckedUpdate]
            .map(|kind| Input::Relation(kind, number));
        self.open_operation(kind, number);
        match kind {
            RelationInput::CreateOrConnect => {
                self.required("where", &[key]);
                self.required("create", &created);
            }
            RelationInput::CreateManyEnvelope => {
                self.field("data", Presence::Required);
                self.input_or_list(Input::Relation(RelationInput::CreateMany, number), true);
                self.end();
                self.field("skipDuplicates", Presence::Optional);
                self.scalar("Boolean", false);
                self.end();
            }
            RelationInput::UpsertWithWhereUnique => {
                self.required("where", &[key]);
                self.required("update", &updated);
                self.required("create", &created);
            }
            RelationInput::Upsert => {
                self.required("update", &updated);
                self.required("create", &created);
                self.optional("where", rows);
            }
            RelationInput::UpdateWithWhereUnique => {
                self.required("where", &[key]);
                self.required("data", &updated);
            }
            RelationInput::UpdateToOne => {
                self.optional("where", rows);
                self.required("data", &updated);
            }
            RelationInput::UpdateManyWithWhere => {
                self.required("where", &[Input::Model(ModelInput::ScalarWhere, related)]);
                let data = [
                    Input::Model(ModelInput::UpdateMany, related),
                    Input::Relation(RelationInput::UncheckedUpdateMany, number),
                ];
                self.required("data", &data);
            }
            // These have functions of their own.
            RelationInput::CreateNested
            | RelationInput::UncheckedCreateNested
            | RelationInput::UpdateNested
            | RelationInput::UncheckedUpdateNested
            | RelationInput::Create
            | RelationInput::UncheckedCreate
            | RelationInput::Update
            | RelationInput::UncheckedUpdate
            | RelationInput::CreateMany
            | RelationInput::UncheckedUpdateMany => {}
        }
        self.close();
    }

    fn open_operation(&mut self, kind: RelationInput, number: RelationNo) {
        let related = self.facts.relations[number].related;
        self.open(
            Input::Relation(kind, number),
            Meta::Group(related),
            Limits::Any,
        );
    }

    /// `create` and `connectOrCreate`
    fn nested_create(&mut self, number: RelationNo) {
        let list = self.facts.relations[number].is_list();
        self.field("create", Presence::Optional);
        self.input_or_list(Input::Relation(RelationInput::Create, number), list);
        self.input_or_list(
            Input::Relation(RelationInput::UncheckedCreate, number),
            list,
        );
        self.end();
        self.field("connectOrCreate", Presence::Optional);
        self.input_or_list(
            Input::Relation(RelationInput::CreateOrConnect, number),
            list,
        );
        self.end();
    }

    /// `createMany`, where the rows to make hold the columns.
    fn nested_create_many(&mut self, number: RelationNo) {
        let field = &self.facts.relations[number];
        if field.is_list() && !field.inline && !field.many_to_many {
            let envelope = Input::Relation(RelationInput::CreateManyEnvelope, number);
            self.optional("createMany", envelope);
        }
    }

    /// `update`, `updateMany` and `deleteMany`
    fn nested_update(&mut self, number: RelationNo) {
        let field = &self.facts.relations[number];
        let input = |kind| Input::Relation(kind, number);
        self.field("update", Presence::Optional);
        if !field.is_list() {
            self.input(input(RelationInput::UpdateToOne));
            self.input(input(RelationInput::Update));
            self.input(input(RelationInput::UncheckedUpdate));
            return self.end();
        }
        self.input_or_list(input(RelationInput::UpdateWithWhereUnique), true);
        self.end();
        self.field("updateMany", Presence::Optional);
        self.input_or_list(input(RelationInput::UpdateManyWithWhere), true);
        self.end();
        self.field("deleteMany", Presence::Optional);
        self.input_or_list(Input::Model(ModelInput::ScalarWhere, field.related), true);
        self.end();
    }

    /// An operation on rows that their keys tell.
    fn nested_key(&mut self, name: &str, number: RelationNo) {
        let field = &self.facts.relations[number];
        self.field(name, Presence::Optional);
        let key = Input::Model(ModelInput::WhereUnique, field.related);
        self.input_or_list(key, field.is_list());
        self.end();
    }

    fn required(&mut self, name: &str, inputs: &[Input]) {
        self.field(name, Presence::Required);
        for input in inputs {
            self.input(*input);
        }
        self.end();
    }

    fn optional(&mut self, name: &str, input: Input) {
        self.field(name, Presence::Optional);
        self.input(input);
        self.end();
    }
}
