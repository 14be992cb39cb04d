//! Conditions on the values of a column.

use crate::datamodel::ScalarType;
use crate::dmmf::enums::{ClientEnum, FieldRefType};
use crate::dmmf::facts::{ScalarNo, Ty, is_numeric};
use crate::dmmf::queue::{Filter, Input};
use crate::dmmf::types::{Limits, Meta, Presence, Types};

const STRING: Ty = Ty::Scalar(ScalarType::String);
const JSON: Ty = Ty::Scalar(ScalarType::Json);

impl Types<'_> {
    /// `IntFilter`, `NestedStringNullableWithAggregatesFilter` and the like.
    pub(super) fn write_filter(&mut self, filter: Filter) {
        self.open(Input::Filter(filter), Meta::None, Limits::Any);
        match filter.ty {
            Ty::Scalar(ScalarType::Json) => self.json_conditions(),
            Ty::Scalar(ScalarType::Boolean) => self.equality(filter),
            Ty::Scalar(ScalarType::Bytes) | Ty::Enum(_) => {
                self.equality(filter);
                self.inclusion(filter);
            }
            Ty::Scalar(ScalarType::String) => {
                self.equality(filter);
                self.inclusion(filter);
                self.order(filter.ty);
                self.text_conditions(filter);
            }
            Ty::Scalar(
                ScalarType::Int
                | ScalarType::BigInt
                | ScalarType::Float
                | ScalarType::Decimal
                | ScalarType::DateTime,
            ) => {
                self.equality(filter);
                self.inclusion(filter);
                self.order(filter.ty);
            }
        }
        self.negation(filter);
        if filter.aggregates {
            self.aggregates(filter);
        }
        self.close();
    }

    /// `IntNullableListFilter`
    pub(super) fn write_list_filter(&mut self, number: ScalarNo) {
        let scalar = &self.facts.scalars[number];
        self.open(
            Input::ListFilter(number),
            Meta::Group(scalar.model),
            Limits::One,
        );
        for (name, list) in [("equals", true), ("has", false)] {
            self.field(name, Presence::Nullable);
            self.value_or_field(scalar.ty, list);
            self.null();
            self.end_value();
        }
        for name in ["hasEvery", "hasSome"] {
            self.field(name, Presence::Optional);
            self.value_or_field(scalar.ty, true);
            self.end_value();
        }
        self.field("isEmpty", Presence::Optional);
        self.scalar("Boolean", false);
        self.end();
        self.close();
    }

    /// A condition that takes a value or another field, or null where the column does.
    fn condition(&mut self, name: &str, ty: Ty, list: bool, nullable: bool) {
        self.field(name, Presence::nullable_if(nullable));
        self.value_or_field(ty, list);
        if nullable {
            self.null();
        }
        self.end_value();
    }

    fn equality(&mut self, filter: Filter) {
        self.condition("equals", filter.ty, false, filter.nullable);
    }

    fn inclusion(&mut self, filter: Filter) {
        self.condition("in", filter.ty, true, filter.nullable);
        self.condition("notIn", filter.ty, true, filter.nullable);
    }

    fn order(&mut self, ty: Ty) {
        for name in ["lt", "lte", "gt", "gte"] {
            self.condition(name, ty, false, false);
        }
    }

    fn text_conditions(&mut self, filter: Filter) {
        if !filter.uuid {
            for name in ["contains", "startsWith", "endsWith"] {
                self.condition(name, STRING, false, false);
            }
        }
        if self.facts.full_text_search {
            self.field("search", Presence::Optional);
            self.value(STRING, false);
            self.end_value();
        }
        if !filter.nested {
            self.field("mode", Presence::Optional);
            self.client_enum(ClientEnum::QueryMode, false);
            self.end();
        }
    }

    fn json_conditions(&mut self) {
        self.json_or_null("equals");
        self.field("path", Presence::Optional);
        self.value(STRING, true);
        self.end();
        self.field("mode", Presence::Optional);
        self.client_enum(ClientEnum::QueryMode, false);
        self.field_ref(FieldRefType::QueryMode);
        self.end();
        for name in ["string_contains", "string_starts_with", "string_ends_with"] {
            self.condition(name, STRING, false, false);
        }
        for name in ["array_starts_with", "array_ends_with", "array_contains"] {
            self.condition(name, JSON, false, true);
        }
        self.order(JSON);
    }

    /// A condition that takes JSON, another field, or one of the nulls.
    fn json_or_null(&mut self, name: &str) {
        self.field(name, Presence::Optional);
        self.value_or_field(JSON, false);
        self.client_enum(ClientEnum::JsonFilter, false);
        self.end_value();
    }

    fn negation(&mut self, filter: Filter) {
        if filter.ty == JSON {
            return self.json_or_null("not");
        }
        self.field("not", Presence::nullable_if(filter.nullable));
        self.value(filter.ty, false);
        self.input(Input::Filter(Filter {
            nested: true,
            ..filter
        }));
        if filter.nullable {
            self.null();
        }
        self.end_value();
    }

    fn aggregates(&mut self, filter: Filter) {
        let average = match filter.ty {
            Ty::Scalar(ScalarType::Decimal) => ScalarType::Decimal,
            Ty::Scalar(_) | Ty::Enum(_) => ScalarType::Float,
        };
        let count = Ty::Scalar(ScalarType::Int);
        self.aggregate("_count", count, filter.nullable);
        if is_numeric(filter.ty) {
            self.aggregate("_avg", Ty::Scalar(average), filter.nullable);
            self.aggregate("_sum", filter.ty, filter.nullable);
        }
        self.aggregate("_min", filter.ty, filter.nullable);
        self.aggregate("_max", filter.ty, filter.nullable);
    }

    fn aggregate(&mut self, name: &str, ty: Ty, nullable: bool) {
        self.field(name, Presence::Optional);
        self.input(Input::Filter(Filter {
            ty,
            uuid: false,
            nullable,
            nested: true,
            aggregates: false,
        }));
        self.end();
    }
}
