//! `outputObjectTypes`: what operations give.
//!
//! Nothing that is met here is met here first, so output types can be written before input
//! types. Prisma writes them breadth first as well: the operations, then the types they give,
//! then the aggregates in those.

use super::aggregates::{Aggregate, OUTPUT_ORDER};
use super::facts::{ModelNo, RelationNo, Ty};
use super::types::{Fragment, Types};
use crate::datamodel::ScalarType;

impl Types<'_> {
    /// Writes `outputObjectTypes`.
    pub(super) fn write_outputs(&mut self) {
        let models = self.facts.models.len();
        self.out.push_str(r#""outputObjectTypes":{"prisma":["#);
        self.write_query();
        self.write_mutation();
        // Models whose names differ only in the case of the initial share these types.
        let mut aggregated = Vec::with_capacity(models);
        for model in 0..models {
            let capitalized = &*self.facts.models[model].capitalized;
            let aggregate = self.queue.claim(&["Aggregate", capitalized].concat());
            if aggregate {
                self.push(&[r#"{"name":"Aggregate"#, capitalized, r#"","fields":["#]);
                self.aggregate_fields(model);
                self.close();
            }
            let group = self
                .queue
                .claim(&[capitalized, "GroupByOutputType"].concat());
            if group {
                self.write_group(model);
            }
            aggregated.push(aggregate || group);
        }
        if self.facts.models.iter().any(|model| !model.model.is_view()) {
            self.out.push_str(AFFECTED_ROWS);
        }
        for (model, aggregated) in aggregated.into_iter().enumerate() {
            self.write_relation_counts(model);
            if aggregated {
                for aggregate in OUTPUT_ORDER {
                    self.write_aggregate(aggregate, model);
                }
            }
        }
        self.close_list();
        if models > 0 {
            self.out.push_str(r#","model":["#);
            self.write_models();
            self.close_list();
        }
        self.out.push('}');
    }

    /// Refers to an output type.
    pub(super) fn output_object(&mut self, name: &[&str], namespace: &str, list: bool) {
        self.out.push_str(r#"{"type":""#);
        self.push(name);
        self.push(&[
            r#"","namespace":""#,
            namespace,
            if list {
                r#"","location":"outputObjectTypes","isList":true}"#
            } else {
                r#"","location":"outputObjectTypes","isList":false}"#
            },
        ]);
    }

    /// The models, then what writes of many rows give.
    fn write_models(&mut self) {
        let facts = self.facts;
        for (number, model) in facts.models.iter().enumerate() {
            self.push(&[r#"{"name":""#, model.name, r#"","fields":["#]);
            self.scalar_outputs(number);
            for field in &model.relations {
                self.relation_output(*field);
            }
            if facts.list_relations(number).next().is_some() {
                self.output_field("_count", false);
                self.output_object(&[&model.capitalized, "CountOutputType"], "prisma", false);
                self.out.push_str("},");
            }
            self.close();
        }
        for (number, model) in facts.models.iter().enumerate() {
            for (verb, present) in [
                ("CreateMany", model.creatable),
                ("UpdateMany", !model.model.is_view()),
            ] {
                if present {
                    self.push(&[
                        r#"{"name":""#,
                        verb,
                        model.name,
                        r#"AndReturnOutputType","fields":["#,
                    ]);
                    self.scalar_outputs(number);
                    for field in &model.relations {
                        if facts.relations[*field].inline {
                            self.relation_output(*field);
                        }
                    }
                    self.close();
                }
            }
        }
    }

    /// `UserGroupByOutputType`
    fn write_group(&mut self, model: ModelNo) {
        let capitalized = &*self.facts.models[model].capitalized;
        self.push(&[
            r#"{"name":""#,
            capitalized,
            r#"GroupByOutputType","fields":["#,
        ]);
        self.scalar_outputs(model);
        self.aggregate_fields(model);
        self.close();
    }

    /// `UserCountOutputType`: how many rows a relation holds.
    fn write_relation_counts(&mut self, model: ModelNo) {
        let facts = self.facts;
        let capitalized = &*facts.models[model].capitalized;
        let mut fields = facts.list_relations(model).peekable();
        if fields.peek().is_none() || !self.queue.claim(&[capitalized, "CountOutputType"].concat())
        {
            return;
        }
        self.push(&[
            r#"{"name":""#,
            capitalized,
            r#"CountOutputType","fields":["#,
        ]);
        for field in fields {
            let field = &facts.relations[field];
            self.push(&[r#"{"name":""#, field.name, r#"","args":["#]);
            self.where_argument(field.related);
            self.close_list();
            self.out.push_str(r#","isNullable":false,"outputType":"#);
            self.output_value(Ty::Scalar(ScalarType::Int), false);
            self.out.push_str("},");
        }
        self.close();
    }

    /// `UserCountAggregateOutputType` and the like.
    fn write_aggregate(&mut self, aggregate: Aggregate, model: ModelNo) {
        let facts = self.facts;
        let capitalized = &*facts.models[model].capitalized;
        let mut scalars = facts.aggregated(aggregate, model).peekable();
        let name = [capitalized, aggregate.type_name(), "AggregateOutputType"];
        if scalars.peek().is_none() || !self.queue.claim(&name.concat()) {
            return;
        }
        self.out.push_str(r#"{"name":""#);
        self.push(&name);
        self.out.push_str(r#"","fields":["#);
        for scalar in scalars {
            let scalar = &facts.scalars[scalar];
            self.output_field(scalar.name, aggregate != Aggregate::Count);
            match (aggregate, scalar.ty) {
                (Aggregate::Count, _) => self.output_value(Ty::Scalar(ScalarType::Int), false),
                (Aggregate::Avg, Ty::Scalar(ScalarType::Decimal)) => {
                    self.output_value(scalar.ty, false);
                }
                (Aggregate::Avg, _) => self.output_value(Ty::Scalar(ScalarType::Float), false),
                (Aggregate::Sum | Aggregate::Min | Aggregate::Max, ty) => {
                    self.output_value(ty, scalar.is_list());
                }
            }
            self.out.push_str("},");
        }
        if aggregate == Aggregate::Count {
            self.output_field("_all", false);
            self.output_value(Ty::Scalar(ScalarType::Int), false);
            self.out.push_str("},");
        }
        self.close();
    }

    fn aggregate_fields(&mut self, model: ModelNo) {
        let capitalized = &*self.facts.models[model].capitalized;
        for aggregate in OUTPUT_ORDER {
            if self.facts.aggregated(aggregate, model).next().is_some() {
                self.output_field(aggregate.field(), true);
                let name = [capitalized, aggregate.type_name(), "AggregateOutputType"];
                self.output_object(&name, "prisma", false);
                self.out.push_str("},");
            }
        }
    }

    fn scalar_outputs(&mut self, model: ModelNo) {
        self.fragment(Fragment::Outputs(model), |types| {
            for scalar in &types.facts.models[model].scalars {
                let scalar = &types.facts.scalars[*scalar];
                types.output_field(scalar.name, !scalar.is_required());
                types.output_value(scalar.ty, scalar.is_list());
                types.out.push_str("},");
            }
        });
    }

    fn relation_output(&mut self, field: RelationNo) {
        let field = &self.facts.relations[field];
        self.push(&[r#"{"name":""#, field.name, r#"","args":["#]);
        if field.is_list() {
            self.selection(field.related);
            self.distinct(field.related);
        } else if !field.is_required() {
            self.where_argument(field.related);
        }
        self.close_list();
        self.out.push_str(if field.is_required() {
            r#","isNullable":false,"outputType":"#
        } else {
            r#","isNullable":true,"outputType":"#
        });
        let related = self.facts.models[field.related].name;
        self.output_object(&[related], "model", field.is_list());
        self.out.push_str("},");
    }

    /// Begins a field without arguments.
    fn output_field(&mut self, name: &str, nullable: bool) {
        self.push(&[
            r#"{"name":""#,
            name,
            if nullable {
                r#"","args":[],"isNullable":true,"outputType":"#
            } else {
                r#"","args":[],"isNullable":false,"outputType":"#
            },
        ]);
    }

    /// Refers to the type of a column's values, as the last part of a field.
    fn output_value(&mut self, ty: Ty, list: bool) {
        self.value(ty, list);
        self.out.pop();
    }
}

/// How many rows a write has changed.
const AFFECTED_ROWS: &str = concat!(
    r#"{"name":"AffectedRowsOutput","fields":[{"name":"count","args":[],"isNullable":false,"#,
    r#""outputType":{"type":"Int","location":"scalar","isList":false}}]},"#
);
