//! The names of input types.

use crate::datamodel::ScalarType;

use super::facts::{Facts, ModelFacts, Relation, Ty};
use super::queue::{Filter, Input, ModelInput, RelationInput};

impl Facts<'_> {
    /// Appends the name of an input type.
    pub(super) fn write_name(&self, out: &mut String, input: Input) {
        match input {
            Input::Model(kind, model) => write_model_name(out, kind, &self.models[model]),
            Input::Relation(kind, field) => self.write_relation_name(out, kind, field),
            Input::Compound(number) => {
                let compound = &self.compounds[number];
                push(
                    out,
                    &[
                        self.models[compound.model].name,
                        &compound.type_name,
                        "CompoundUniqueInput",
                    ],
                );
            }
            Input::CreateList(scalar) | Input::UpdateList(scalar) => {
                let verb = if matches!(input, Input::CreateList(_)) {
                    "Create"
                } else {
                    "Update"
                };
                let scalar = &self.scalars[scalar];
                push(
                    out,
                    &[self.models[scalar.model].name, verb, scalar.name, "Input"],
                );
            }
            Input::Filter(filter) => self.write_filter_name(out, filter),
            Input::ListFilter(scalar) => {
                self.write_type_name(out, self.scalars[scalar].ty, false);
                out.push_str("NullableListFilter");
            }
            Input::Operations(scalar) => {
                let scalar = &self.scalars[scalar];
                if !scalar.is_required() {
                    out.push_str("Nullable");
                }
                self.write_type_name(out, scalar.ty, false);
                out.push_str("FieldUpdateOperationsInput");
            }
            Input::SortOrder => out.push_str("SortOrderInput"),
        }
    }

    /// Appends the name of an input type of a relation field.
    fn write_relation_name(&self, out: &mut String, kind: RelationInput, field: usize) {
        let field = &self.relations[field];
        let model = self.models[field.related].name;
        let without = &*self.relations[field.opposite].capitalized;
        let (middle, end) = relation_name_parts(kind, field);
        push(out, &[model, middle, without, end]);
    }

    /// Appends `NestedIntNullableFilter` and the like.
    fn write_filter_name(&self, out: &mut String, filter: Filter) {
        if filter.nested {
            out.push_str("Nested");
        }
        self.write_type_name(out, filter.ty, filter.uuid);
        if filter.nullable {
            out.push_str("Nullable");
        }
        if filter.aggregates {
            out.push_str("WithAggregates");
        }
        out.push_str("Filter");
    }

    /// Appends a type as it stands in the names of filters and operations.
    pub(super) fn write_type_name(&self, out: &mut String, ty: Ty, uuid: bool) {
        match ty {
            Ty::Scalar(_) if uuid => out.push_str("Uuid"),
            Ty::Scalar(ScalarType::Boolean) => out.push_str("Bool"),
            Ty::Scalar(ty) => out.push_str(ty.name()),
            Ty::Enum(number) => push(out, &["Enum", self.enums[number]]),
        }
    }
}

/// Appends the name of an input type of a model.
fn write_model_name(out: &mut String, kind: ModelInput, model: &ModelFacts<'_>) {
    let (name, end) = match kind {
        ModelInput::ListFilter => (&*model.capitalized, "ListRelationFilter"),
        ModelInput::OneFilter => (&*model.capitalized, "ScalarRelationFilter"),
        ModelInput::OptionalFilter => (&*model.capitalized, "NullableScalarRelationFilter"),
        ModelInput::Where => (model.name, "WhereInput"),
        ModelInput::OrderByRelation => (model.name, "OrderByWithRelationInput"),
        ModelInput::WhereUnique => (model.name, "WhereUniqueInput"),
        ModelInput::OrderByAggregation => (model.name, "OrderByWithAggregationInput"),
        ModelInput::ScalarWhereAggregates => (model.name, "ScalarWhereWithAggregatesInput"),
        ModelInput::ScalarWhere => (model.name, "ScalarWhereInput"),
        ModelInput::Create => (model.name, "CreateInput"),
        ModelInput::UncheckedCreate => (model.name, "UncheckedCreateInput"),
        ModelInput::Update => (model.name, "UpdateInput"),
        ModelInput::UncheckedUpdate => (model.name, "UncheckedUpdateInput"),
        ModelInput::CreateMany => (model.name, "CreateManyInput"),
        ModelInput::UpdateMany => (model.name, "UpdateManyMutationInput"),
        ModelInput::UncheckedUpdateMany => (model.name, "UncheckedUpdateManyInput"),
        ModelInput::OrderByList => (model.name, "OrderByRelationAggregateInput"),
        ModelInput::OrderByCount => (model.name, "CountOrderByAggregateInput"),
        ModelInput::OrderByAvg => (model.name, "AvgOrderByAggregateInput"),
        ModelInput::OrderByMax => (model.name, "MaxOrderByAggregateInput"),
        ModelInput::OrderByMin => (model.name, "MinOrderByAggregateInput"),
        ModelInput::OrderBySum => (model.name, "SumOrderByAggregateInput"),
        ModelInput::OrderByRelevance => (model.name, "OrderByRelevanceInput"),
    };
    push(out, &[name, end]);
}

/// What stands between the model and the field on the other side, and what behind it.
fn relation_name_parts(kind: RelationInput, field: &Relation<'_>) -> (&'static str, &'static str) {
    match (kind, field.is_list(), field.is_required()) {
        (RelationInput::CreateNested, true, _) => ("CreateNestedManyWithout", "Input"),
        (RelationInput::CreateNested, false, _) => ("CreateNestedOneWithout", "Input"),
        (RelationInput::UncheckedCreateNested, true, _) => {
            ("UncheckedCreateNestedManyWithout", "Input")
        }
        (RelationInput::UncheckedCreateNested, false, _) => {
            ("UncheckedCreateNestedOneWithout", "Input")
        }
        (RelationInput::UpdateNested, true, _) => ("UpdateManyWithout", "NestedInput"),
        (RelationInput::UpdateNested, false, true) => ("UpdateOneRequiredWithout", "NestedInput"),
        (RelationInput::UpdateNested, false, false) => ("UpdateOneWithout", "NestedInput"),
        (RelationInput::UncheckedUpdateNested, true, _) => {
            ("UncheckedUpdateManyWithout", "NestedInput")
        }
        (RelationInput::UncheckedUpdateNested, false, true) => {
            ("UncheckedUpdateOneRequiredWithout", "NestedInput")
        }
        (RelationInput::UncheckedUpdateNested, false, false) => {
            ("UncheckedUpdateOneWithout", "NestedInput")
        }
        (RelationInput::Create, ..) => ("CreateWithout", "Input"),
        (RelationInput::UncheckedCreate, ..) => ("UncheckedCreateWithout", "Input"),
        (RelationInput::Update, ..) => ("UpdateWithout", "Input"),
        (RelationInput::UncheckedUpdate, ..) => ("UncheckedUpdateWithout", "Input"),
        (RelationInput::CreateOrConnect, ..) => ("CreateOrConnectWithout", "Input"),
        (RelationInput::CreateManyEnvelope, ..) => ("CreateMany", "InputEnvelope"),
        (RelationInput::CreateMany, ..) => ("CreateMany", "Input"),
        (RelationInput::UpsertWithWhereUnique, ..) => ("UpsertWithWhereUniqueWithout", "Input"),
        (RelationInput::Upsert, ..) => ("UpsertWithout", "Input"),
        (RelationInput::UpdateWithWhereUnique, ..) => ("UpdateWithWhereUniqueWithout", "Input"),
        (RelationInput::UpdateToOne, ..) => ("UpdateToOneWithWhereWithout", "Input"),
        (RelationInput::UpdateManyWithWhere, ..) => ("UpdateManyWithWhereWithout", "Input"),
        (RelationInput::UncheckedUpdateMany, ..) => ("UncheckedUpdateManyWithout", "Input"),
    }
}

/// Appends all parts.
pub(super) fn push(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
}
