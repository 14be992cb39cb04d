//! Conditions on the rows of a model.

use crate::dmmf::facts::{CompoundNo, ModelNo, RelationNo, ScalarNo};
use crate::dmmf::queue::{Filter, Input, ModelInput};
use crate::dmmf::types::{Fragment, Limits, Meta, Presence, Types};

impl Types<'_> {
    /// `UserWhereInput`
    pub(super) fn write_where(&mut self, model: ModelNo) {
        let input = Input::Model(ModelInput::Where, model);
        self.open(input, Meta::Source(model), Limits::Any);
        self.boolean_operators(input);
        for scalar in &self.facts.models[model].scalars {
            self.filter_field(*scalar);
        }
        for field in &self.facts.models[model].relations {
            self.relation_filter_field(*field);
        }
        self.close();
    }

    /// `UserScalarWhereInput`, `UserScalarWhereWithAggregatesInput`
    pub(super) fn write_scalar_where(&mut self, model: ModelNo, aggregates: bool) {
        let input = if aggregates {
            Input::Model(ModelInput::ScalarWhereAggregates, model)
        } else {
            Input::Model(ModelInput::ScalarWhere, model)
        };
        self.open(input, Meta::Source(model), Limits::Any);
        self.boolean_operators(input);
        for scalar in &self.facts.models[model].scalars {
            if aggregates {
                self.write_filter_field(*scalar, true);
            } else {
                self.filter_field(*scalar);
            }
        }
        self.close();
    }

    /// `UserWhereUniqueInput`: the keys, then everything else as in `UserWhereInput`.
    pub(super) fn write_where_unique(&mut self, model: ModelNo) {
        let facts = self.facts;
        let of = &facts.models[model];
        self.open(
            Input::Model(ModelInput::WhereUnique, model),
            Meta::Source(model),
            Limits::Key,
        );
        for key in &of.keys {
            self.push(&["\"", key, "\","]);
        }
        self.close_list();
        self.out.push_str(r#"},"fields":["#);
        for number in &of.scalars {
            let scalar = &facts.scalars[*number];
            if scalar.unique {
                self.field(scalar.name, Presence::Optional);
                self.value(scalar.ty, scalar.is_list());
                self.end_value();
            }
        }
        for compound in &of.compounds {
            self.field(&facts.compounds[*compound].name, Presence::Optional);
            self.input(Input::Compound(*compound));
            self.end();
        }
        self.boolean_operators(Input::Model(ModelInput::Where, model));
        for scalar in &of.scalars {
            if !facts.scalars[*scalar].unique {
                self.filter_field(*scalar);
            }
        }
        for field in &of.relations {
            self.relation_filter_field(*field);
        }
        self.close();
    }

    /// `PostAuthorIdTitleCompoundUniqueInput`
    pub(super) fn write_compound(&mut self, number: CompoundNo) {
        let compound = &self.facts.compounds[number];
        self.open(
            Input::Compound(number),
            Meta::Group(compound.model),
            Limits::Any,
        );
        for scalar in &compound.fields {
            let scalar = &self.facts.scalars[*scalar];
            self.field(scalar.name, Presence::Required);
            self.value(scalar.ty, scalar.is_list());
            self.end_value();
        }
        self.close();
    }

    /// `PostListRelationFilter`
    pub(super) fn write_list_relation_filter(&mut self, model: ModelNo) {
        self.open(
            Input::Model(ModelInput::ListFilter, model),
            Meta::Group(model),
            Limits::Any,
        );
        for name in ["every", "some", "none"] {
            self.field(name, Presence::Optional);
            self.input(Input::Model(ModelInput::Where, model));
            self.end();
        }
        self.close();
    }

    /// `UserScalarRelationFilter`, `UserNullableScalarRelationFilter`
    pub(super) fn write_one_relation_filter(&mut self, model: ModelNo, nullable: bool) {
        let kind = if nullable {
            ModelInput::OptionalFilter
        } else {
            ModelInput::OneFilter
        };
        self.open(Input::Model(kind, model), Meta::Group(model), Limits::Any);
        for name in ["is", "isNot"] {
            self.field(name, Presence::nullable_if(nullable));
            self.input(Input::Model(ModelInput::Where, model));
            if nullable {
                self.null();
            }
            self.end();
        }
        self.close();
    }

    /// `AND`, `OR` and `NOT` of conditions.
    fn boolean_operators(&mut self, input: Input) {
        self.field("AND", Presence::Optional);
        self.input_or_list(input, true);
        self.end();
        self.field("OR", Presence::Optional);
        self.input_list(input);
        self.end();
        self.field("NOT", Presence::Optional);
        self.input_or_list(input, true);
        self.end();
    }

    /// A column in a condition.
    fn filter_field(&mut self, scalar: ScalarNo) {
        self.fragment(Fragment::Filter(scalar), |types| {
            types.write_filter_field(scalar, false);
        });
    }

    fn write_filter_field(&mut self, number: ScalarNo, aggregates: bool) {
        let scalar = &self.facts.scalars[number];
        if scalar.is_list() {
            self.field(scalar.name, Presence::Optional);
            self.input(Input::ListFilter(number));
            return self.end();
        }
        let optional = self.facts.is_optional(number);
        let filter = Input::Filter(Filter {
            ty: scalar.ty,
            uuid: scalar.uuid,
            nullable: optional,
            nested: false,
            aggregates,
        });
        if self.facts.is_json(number) {
            self.field(scalar.name, Presence::Optional);
            self.input(filter);
            return self.end();
        }
        self.field(scalar.name, Presence::nullable_if(optional));
        self.input(filter);
        self.value(scalar.ty, false);
        if optional {
            self.null();
        }
        self.end_value();
    }

    /// A relation field in a condition.
    fn relation_filter_field(&mut self, number: RelationNo) {
        self.fragment(Fragment::RelationFilter(number), |types| {
            types.write_relation_filter_field(number);
        });
    }

    fn write_relation_filter_field(&mut self, number: RelationNo) {
        let field = &self.facts.relations[number];
        if field.is_list() {
            self.field(field.name, Presence::Optional);
            self.input(Input::Model(ModelInput::ListFilter, field.related));
        } else {
            let optional = !field.is_required();
            let filter = if optional {
                ModelInput::OptionalFilter
            } else {
                ModelInput::OneFilter
            };
            self.field(field.name, Presence::nullable_if(optional));
            self.input(Input::Model(filter, field.related));
            self.input(Input::Model(ModelInput::Where, field.related));
            if optional {
                self.null();
            }
        }
        self.end();
    }
}
