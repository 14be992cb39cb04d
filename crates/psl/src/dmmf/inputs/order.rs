//! Orders of rows.

use crate::datamodel::ScalarType;
use crate::dmmf::aggregates::{Aggregate, INPUT_ORDER};
use crate::dmmf::enums::ClientEnum;
use crate::dmmf::facts::ModelNo;
use crate::dmmf::queue::{Input, ModelInput};
use crate::dmmf::types::{Limits, Meta, Presence, Types};

impl Types<'_> {
    /// `UserOrderByWithRelationInput`
    pub(super) fn write_order_by_relation(&mut self, model: ModelNo) {
        let facts = self.facts;
        self.open(
            Input::Model(ModelInput::OrderByRelation, model),
            Meta::Group(model),
            Limits::AtMostOne,
        );
        self.order_by_scalars(model);
        for field in &facts.models[model].relations {
            let field = &facts.relations[*field];
            let kind = if field.is_list() {
                ModelInput::OrderByList
            } else {
                ModelInput::OrderByRelation
            };
            self.order_field(field.name, Input::Model(kind, field.related));
        }
        let mut scalars = facts.models[model].scalars.iter();
        if facts.full_text_search && scalars.any(|s| facts.scalars[*s].is(ScalarType::String)) {
            let relevance = Input::Model(ModelInput::OrderByRelevance, model);
            self.order_field("_relevance", relevance);
        }
        self.close();
    }

    /// `UserOrderByWithAggregationInput`
    pub(super) fn write_order_by_aggregation(&mut self, model: ModelNo) {
        self.open(
            Input::Model(ModelInput::OrderByAggregation, model),
            Meta::Group(model),
            Limits::AtMostOne,
        );
        self.order_by_scalars(model);
        for aggregate in INPUT_ORDER {
            if self.facts.aggregated(aggregate, model).next().is_some() {
                let input = Input::Model(aggregate.order(), model);
                self.order_field(aggregate.field(), input);
            }
        }
        self.close();
    }

    /// `PostOrderByRelationAggregateInput`
    pub(super) fn write_order_by_list(&mut self, model: ModelNo) {
        self.open(
            Input::Model(ModelInput::OrderByList, model),
            Meta::Group(model),
            Limits::One,
        );
        self.sort_field("_count", Presence::Optional);
        self.close();
    }

    /// `UserCountOrderByAggregateInput` and the like.
    pub(super) fn write_order_by_aggregate(&mut self, aggregate: Aggregate, model: ModelNo) {
        let input = Input::Model(aggregate.order(), model);
        self.open(input, Meta::Group(model), Limits::One);
        for scalar in self.facts.aggregated(aggregate, model) {
            self.sort_field(self.facts.scalars[scalar].name, Presence::Optional);
        }
        self.close();
    }

    /// `UserOrderByRelevanceInput`
    pub(super) fn write_order_by_relevance(&mut self, model: ModelNo) {
        self.open(
            Input::Model(ModelInput::OrderByRelevance, model),
            Meta::Group(model),
            Limits::Any,
        );
        self.field("fields", Presence::Required);
        self.client_enum(ClientEnum::Relevance(model), false);
        self.client_enum(ClientEnum::Relevance(model), true);
        self.end();
        self.sort_field("sort", Presence::Required);
        self.field("search", Presence::Required);
        self.scalar("String", false);
        self.end_value();
        self.close();
    }

    /// `SortOrderInput`
    pub(super) fn write_sort_order(&mut self) {
        self.open(Input::SortOrder, Meta::None, Limits::Any);
        self.sort_field("sort", Presence::Required);
        self.field("nulls", Presence::Optional);
        self.client_enum(ClientEnum::NullsOrder, false);
        self.end();
        self.close();
    }

    fn order_by_scalars(&mut self, model: ModelNo) {
        for scalar in &self.facts.models[model].scalars {
            self.field(self.facts.scalars[*scalar].name, Presence::Optional);
            self.client_enum(ClientEnum::SortOrder, false);
            if self.facts.is_optional(*scalar) {
                self.input(Input::SortOrder);
            }
            self.end();
        }
    }

    fn order_field(&mut self, name: &str, input: Input) {
        self.field(name, Presence::Optional);
        self.input(input);
        self.end();
    }

    fn sort_field(&mut self, name: &str, presence: Presence) {
        self.field(name, presence);
        self.client_enum(ClientEnum::SortOrder, false);
        self.end();
    }
}
