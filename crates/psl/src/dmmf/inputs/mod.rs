//! `inputObjectTypes`: one function for each kind of input type.

mod create;
mod filter;
mod filter_values;
mod nested;
mod order;
mod update;

use super::aggregates::Aggregate;
use super::queue::{Input, ModelInput, RelationInput};
use super::types::Types;

impl Types<'_> {
    /// Writes `inputObjectTypes`: what is queued, and what that queues.
    pub(super) fn write_inputs(&mut self) {
        self.out.push_str(r#""inputObjectTypes":{"#);
        let mut any = false;
        while let Some(input) = self.queue.pop() {
            if !any {
                self.out.push_str(r#""prisma":["#);
                any = true;
            }
            self.write_input(input);
        }
        if any {
            self.close_list();
        }
        self.out.push('}');
    }

    fn write_input(&mut self, input: Input) {
        match input {
            Input::Model(kind, model) => self.write_model_input(kind, model),
            Input::Relation(kind, field) => self.write_relation_input(kind, field),
            Input::Compound(number) => self.write_compound(number),
            Input::CreateList(scalar) => self.write_create_list(scalar),
            Input::UpdateList(scalar) => self.write_update_list(scalar),
            Input::Filter(filter) => self.write_filter(filter),
            Input::ListFilter(scalar) => self.write_list_filter(scalar),
            Input::Operations(scalar) => self.write_operations(scalar),
            Input::SortOrder => self.write_sort_order(),
        }
    }

    fn write_model_input(&mut self, kind: ModelInput, model: usize) {
        match kind {
            ModelInput::Where => self.write_where(model),
            ModelInput::WhereUnique => self.write_where_unique(model),
            ModelInput::ScalarWhere => self.write_scalar_where(model, false),
            ModelInput::ScalarWhereAggregates => self.write_scalar_where(model, true),
            ModelInput::ListFilter => self.write_list_relation_filter(model),
            ModelInput::OneFilter => self.write_one_relation_filter(model, false),
            ModelInput::OptionalFilter => self.write_one_relation_filter(model, true),
            ModelInput::OrderByRelation => self.write_order_by_relation(model),
            ModelInput::OrderByAggregation => self.write_order_by_aggregation(model),
            ModelInput::OrderByList => self.write_order_by_list(model),
            ModelInput::OrderByCount => self.write_order_by_aggregate(Aggregate::Count, model),
            ModelInput::OrderByAvg => self.write_order_by_aggregate(Aggregate::Avg, model),
            ModelInput::OrderByMax => self.write_order_by_aggregate(Aggregate::Max, model),
            ModelInput::OrderByMin => self.write_order_by_aggregate(Aggregate::Min, model),
            ModelInput::OrderBySum => self.write_order_by_aggregate(Aggregate::Sum, model),
            ModelInput::OrderByRelevance => self.write_order_by_relevance(model),
            ModelInput::Create => self.write_create(model, None),
            ModelInput::UncheckedCreate => self.write_unchecked_create(model, None),
            ModelInput::CreateMany => self.write_create_many(model, None),
            ModelInput::Update => self.write_update(model, None),
            ModelInput::UncheckedUpdate => self.write_unchecked_update(model, None),
            ModelInput::UpdateMany => self.write_update_many(model),
            ModelInput::UncheckedUpdateMany => self.write_unchecked_update_many(model, None),
        }
    }

    fn write_relation_input(&mut self, kind: RelationInput, field: usize) {
        let model = self.facts.relations[field].related;
        match kind {
            RelationInput::Create => self.write_create(model, Some(field)),
            RelationInput::UncheckedCreate => self.write_unchecked_create(model, Some(field)),
            RelationInput::CreateMany => self.write_create_many(model, Some(field)),
            RelationInput::Update => self.write_update(model, Some(field)),
            RelationInput::UncheckedUpdate => self.write_unchecked_update(model, Some(field)),
            RelationInput::UncheckedUpdateMany => {
                self.write_unchecked_update_many(model, Some(field));
            }
            RelationInput::CreateNested | RelationInput::UncheckedCreateNested => {
                self.write_create_nested(kind, field);
            }
            RelationInput::UpdateNested | RelationInput::UncheckedUpdateNested => {
                self.write_update_nested(kind, field);
            }
            RelationInput::CreateOrConnect
            | RelationInput::CreateManyEnvelope
            | RelationInput::UpsertWithWhereUnique
            | RelationInput::Upsert
            | RelationInput::UpdateWithWhereUnique
            | RelationInput::UpdateToOne
            | RelationInput::UpdateManyWithWhere => self.write_operation(kind, field),
        }
    }
}
