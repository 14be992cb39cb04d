//! The operations on models: the fields of `Query` and `Mutation`, and `mappings`.

use super::enums::ClientEnum;
use super::facts::{ModelFacts, ModelNo};
use super::queue::{Input, ModelInput};
use super::types::{Fragment, Presence, Types};

/// An operation on a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operation {
    Aggregate,
    CreateMany,
    CreateManyAndReturn,
    CreateOne,
    DeleteMany,
    DeleteOne,
    FindFirst,
    FindFirstOrThrow,
    FindMany,
    FindUnique,
    FindUniqueOrThrow,
    GroupBy,
    UpdateMany,
    UpdateManyAndReturn,
    UpdateOne,
    UpsertOne,
}

use Operation as Op;

/// In the order of the fields of `Query`.
const READS: &[Op] = &[
    Op::FindFirst,
    Op::FindFirstOrThrow,
    Op::FindMany,
    Op::Aggregate,
    Op::GroupBy,
    Op::FindUnique,
    Op::FindUniqueOrThrow,
];

/// In the order of the fields of `Mutation`.
const WRITES: &[Op] = &[
    Op::CreateOne,
    Op::UpsertOne,
    Op::CreateMany,
    Op::CreateManyAndReturn,
    Op::DeleteOne,
    Op::UpdateOne,
    Op::UpdateMany,
    Op::UpdateManyAndReturn,
    Op::DeleteMany,
];

impl Operation {
    /// Its name, and what stands before and behind the model in its field's name.
    fn names(self) -> [&'static str; 3] {
        match self {
            Op::Aggregate => ["aggregate", "aggregate", ""],
            Op::CreateMany => ["createMany", "createMany", ""],
            Op::CreateManyAndReturn => ["createManyAndReturn", "createMany", "AndReturn"],
            Op::CreateOne => ["createOne", "createOne", ""],
            Op::DeleteMany => ["deleteMany", "deleteMany", ""],
            Op::DeleteOne => ["deleteOne", "deleteOne", ""],
            Op::FindFirst => ["findFirst", "findFirst", ""],
            Op::FindFirstOrThrow => ["findFirstOrThrow", "findFirst", "OrThrow"],
            Op::FindMany => ["findMany", "findMany", ""],
            Op::FindUnique => ["findUnique", "findUnique", ""],
            Op::FindUniqueOrThrow => ["findUniqueOrThrow", "findUnique", "OrThrow"],
            Op::GroupBy => ["groupBy", "groupBy", ""],
            Op::UpdateMany => ["updateMany", "updateMany", ""],
            Op::UpdateManyAndReturn => ["updateManyAndReturn", "updateMany", "AndReturn"],
            Op::UpdateOne => ["updateOne", "updateOne", ""],
            Op::UpsertOne => ["upsertOne", "upsertOne", ""],
        }
    }

    /// Whether a model has it.
    fn applies_to(self, model: &ModelFacts<'_>) -> bool {
        match self {
            Op::FindFirst | Op::FindFirstOrThrow | Op::FindMany | Op::Aggregate | Op::GroupBy => {
                true
            }
            Op::FindUnique | Op::FindUniqueOrThrow => model.has_key,
            Op::CreateOne | Op::UpsertOne | Op::CreateMany | Op::CreateManyAndReturn => {
                model.creatable
            }
            Op::DeleteOne
            | Op::DeleteMany
            | Op::UpdateOne
            | Op::UpdateMany
            | Op::UpdateManyAndReturn => !model.model.is_view(),
        }
    }

    /// Whether it gives one row or none.
    fn is_nullable(self) -> bool {
        match self {
            Op::FindFirst
            | Op::FindFirstOrThrow
            | Op::FindUnique
            | Op::FindUniqueOrThrow
            | Op::DeleteOne
            | Op::UpdateOne => true,
            Op::Aggregate
            | Op::CreateMany
            | Op::CreateManyAndReturn
            | Op::CreateOne
            | Op::DeleteMany
            | Op::FindMany
            | Op::GroupBy
            | Op::UpdateMany
            | Op::UpdateManyAndReturn
            | Op::UpsertOne => false,
        }
    }
}

impl Types<'_> {
    /// Writes `mappings`.
    pub(super) fn write_mappings(&mut self) {
        self.out.push_str(r#""mappings":{"modelOperations":["#);
        for model in &self.facts.models {
            self.push(&[r#"{"model":""#, model.name, "\""]);
            for operation in READS.iter().chain(WRITES) {
                if operation.applies_to(model) {
                    let [name, before, behind] = operation.names();
                    self.push(&[",\"", name, "\":\"", before, model.name, behind, "\""]);
                }
            }
            self.out.push_str("},");
        }
        self.close_list();
        self.out
            .push_str(r#","otherOperations":{"read":[],"write":["executeRaw","queryRaw"]}}"#);
    }

    /// Writes the type `Query`.
    pub(super) fn write_query(&mut self) {
        self.out.push_str(r#"{"name":"Query","fields":["#);
        for model in 0..self.facts.models.len() {
            self.write_operations_of(READS, model);
            self.hand_over();
        }
        self.close();
    }

    /// Writes the type `Mutation`.
    pub(super) fn write_mutation(&mut self) {
        self.out.push_str(r#"{"name":"Mutation","fields":["#);
        for model in 0..self.facts.models.len() {
            self.write_operations_of(WRITES, model);
            self.hand_over();
        }
        for name in ["executeRaw", "queryRaw"] {
            self.push(&[r#"{"name":""#, name, RAW_QUERY]);
        }
        self.close();
    }

    fn write_operations_of(&mut self, operations: &[Operation], model: ModelNo) {
        let facts = &self.facts.models[model];
        for operation in operations {
            if operation.applies_to(facts) {
                let [_, before, behind] = operation.names();
                self.push(&[r#"{"name":""#, before, facts.name, behind, r#"","args":["#]);
                self.write_arguments(*operation, model);
                self.close_list();
                self.out.push_str(if operation.is_nullable() {
                    r#","isNullable":true,"outputType":"#
                } else {
                    r#","isNullable":false,"outputType":"#
                });
                self.write_result(*operation, model);
                self.out.push_str("},");
            }
        }
    }

    fn write_arguments(&mut self, operation: Operation, model: ModelNo) {
        let input = |kind| Input::Model(kind, model);
        let key = [input(ModelInput::WhereUnique)];
        let created = [
            input(ModelInput::Create),
            input(ModelInput::UncheckedCreate),
        ];
        let updated = [
            input(ModelInput::Update),
            input(ModelInput::UncheckedUpdate),
        ];
        match operation {
            Op::FindFirst | Op::FindFirstOrThrow | Op::FindMany => {
                self.selection(model);
                self.distinct(model);
                self.load_strategy();
            }
            Op::Aggregate => self.selection(model),
            Op::GroupBy => self.grouping(model),
            Op::FindUnique | Op::FindUniqueOrThrow | Op::DeleteOne => {
                self.argument("where", Presence::Required, &key);
                self.load_strategy();
            }
            Op::CreateOne => {
                let presence = if self.facts.models[model].all_optional {
                    Presence::Optional
                } else {
                    Presence::Required
                };
                self.argument("data", presence, &created);
                self.load_strategy();
            }
            Op::UpsertOne => {
                self.argument("where", Presence::Required, &key);
                self.argument("create", Presence::Required, &created);
                self.argument("update", Presence::Required, &updated);
                self.load_strategy();
            }
            Op::CreateMany | Op::CreateManyAndReturn => {
                self.field("data", Presence::Required);
                self.input_or_list(input(ModelInput::CreateMany), true);
                self.end();
                self.field("skipDuplicates", Presence::Optional);
                self.scalar("Boolean", false);
                self.end();
            }
            Op::UpdateOne => {
                self.argument("data", Presence::Required, &updated);
                self.argument("where", Presence::Required, &key);
                self.load_strategy();
            }
            Op::UpdateMany | Op::UpdateManyAndReturn => {
                let data = [
                    input(ModelInput::UpdateMany),
                    input(ModelInput::UncheckedUpdateMany),
                ];
                self.argument("data", Presence::Required, &data);
                self.where_argument(model);
                self.limit();
            }
            Op::DeleteMany => {
                self.where_argument(model);
                self.limit();
            }
        }
    }

    fn write_result(&mut self, operation: Operation, model: ModelNo) {
        let facts = &self.facts.models[model];
        let capitalized = &*facts.capitalized;
        let (before, name, behind, namespace, list) = match operation {
            Op::FindFirst
            | Op::FindFirstOrThrow
            | Op::FindUnique
            | Op::FindUniqueOrThrow
            | Op::CreateOne
            | Op::DeleteOne
            | Op::UpdateOne
            | Op::UpsertOne => ("", facts.name, "", "model", false),
            Op::FindMany => ("", facts.name, "", "model", true),
            Op::Aggregate => ("Aggregate", capitalized, "", "prisma", false),
            Op::GroupBy => ("", capitalized, "GroupByOutputType", "prisma", true),
            Op::CreateMany | Op::DeleteMany | Op::UpdateMany => {
                ("AffectedRowsOutput", "", "", "prisma", false)
            }
            Op::CreateManyAndReturn => (
                "CreateMany",
                facts.name,
                "AndReturnOutputType",
                "model",
                true,
            ),
            Op::UpdateManyAndReturn => (
                "UpdateMany",
                facts.name,
                "AndReturnOutputType",
                "model",
                true,
            ),
        };
        self.output_object(&[before, name, behind], namespace, list);
    }

    /// The arguments that say which rows: condition, order, and which part of them.
    pub(super) fn selection(&mut self, model: ModelNo) {
        self.fragment(Fragment::Selection(model), |types| {
            types.where_argument(model);
            types.order_argument(ModelInput::OrderByRelation, model);
            if types.facts.models[model].has_key {
                let key = [Input::Model(ModelInput::WhereUnique, model)];
                types.argument("cursor", Presence::Optional, &key);
            }
            types.paging(model);
        });
    }

    /// The argument `distinct`.
    pub(super) fn distinct(&mut self, model: ModelNo) {
        self.field("distinct", Presence::Optional);
        self.client_enum(ClientEnum::ScalarField(model), false);
        self.client_enum(ClientEnum::ScalarField(model), true);
        self.end();
    }

    /// The argument `where` with a condition.
    pub(super) fn where_argument(&mut self, model: ModelNo) {
        let rows = [Input::Model(ModelInput::Where, model)];
        self.argument("where", Presence::Optional, &rows);
    }

    fn grouping(&mut self, model: ModelNo) {
        self.where_argument(model);
        self.order_argument(ModelInput::OrderByAggregation, model);
        self.field("by", Presence::Required);
        self.client_enum(ClientEnum::ScalarField(model), true);
        self.client_enum(ClientEnum::ScalarField(model), false);
        self.end();
        let having = [Input::Model(ModelInput::ScalarWhereAggregates, model)];
        self.argument("having", Presence::Optional, &having);
        self.paging(model);
    }

    fn order_argument(&mut self, kind: ModelInput, model: ModelNo) {
        self.field("orderBy", Presence::Optional);
        self.input_list(Input::Model(kind, model));
        self.input(Input::Model(kind, model));
        self.end();
    }

    /// `take` and `skip`; without a key they mean something only in an order.
    fn paging(&mut self, model: ModelNo) {
        for name in ["take", "skip"] {
            self.field(name, Presence::Optional);
            self.scalar("Int", false);
            self.close_list();
            if !self.facts.models[model].has_key {
                self.out.push_str(r#","requiresOtherFields":["orderBy"]"#);
            }
            self.out.push_str(r#","isParameterizable":false},"#);
        }
    }

    fn load_strategy(&mut self) {
        if self.facts.relation_joins {
            self.field("relationLoadStrategy", Presence::Optional);
            self.client_enum(ClientEnum::LoadStrategy, false);
            self.end();
        }
    }

    fn limit(&mut self) {
        self.field("limit", Presence::Optional);
        self.scalar("Int", false);
        self.end();
    }

    fn argument(&mut self, name: &str, presence: Presence, inputs: &[Input]) {
        self.field(name, presence);
        for input in inputs {
            self.input(*input);
        }
        self.end();
    }
}

/// What follows the name of an operation that takes SQL.
const RAW_QUERY: &str = concat!(
    r#"","args":[{"name":"query","isRequired":true,"isNullable":false,"#,
    r#""inputTypes":[{"type":"String","location":"scalar","isList":false}],"#,
    r#""isParameterizable":false},{"name":"parameters","isRequired":false,"isNullable":false,"#,
    r#""inputTypes":[{"type":"Json","location":"scalar","isList":false}],"#,
    r#""isParameterizable":false}],"isNullable":false,"#,
    r#""outputType":{"type":"Json","location":"scalar","isList":false}},"#
);
