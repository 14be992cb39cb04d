//! `enumTypes` and `fieldRefTypes`.

use super::facts::{Facts, ModelNo, Ty};
use super::names::push;
use super::queue::type_number;
use super::types::Types;
use crate::datamodel::{Datamodel, ScalarType};

/// An enum that the client has without the schema naming it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClientEnum {
    /// `TransactionIsolationLevel`
    IsolationLevel,
    /// `UserScalarFieldEnum`
    ScalarField(ModelNo),
    /// `RelationLoadStrategy`
    LoadStrategy,
    /// `UserOrderByRelevanceFieldEnum`
    Relevance(ModelNo),
    /// `SortOrder`
    SortOrder,
    /// `NullsOrder`
    NullsOrder,
    /// `QueryMode`
    QueryMode,
    /// `JsonNullValueFilter`
    JsonFilter,
    /// `JsonNullValueInput`
    JsonInput,
    /// `NullableJsonNullValueInput`
    JsonNullableInput,
}

/// A type of which a filter takes another field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldRefType {
    /// One value, or a list.
    Value(Ty, bool),
    /// `EnumQueryModeFieldRefInput`
    QueryMode,
}

impl ClientEnum {
    /// Appends its name.
    pub(super) fn write_name(self, facts: &Facts<'_>, out: &mut String) {
        match self {
            Self::IsolationLevel => out.push_str("TransactionIsolationLevel"),
            Self::ScalarField(model) => {
                push(out, &[&facts.models[model].capitalized, "ScalarFieldEnum"]);
            }
            Self::LoadStrategy => out.push_str("RelationLoadStrategy"),
            Self::Relevance(model) => {
                push(
                    out,
                    &[facts.models[model].name, "OrderByRelevanceFieldEnum"],
                );
            }
            Self::SortOrder => out.push_str("SortOrder"),
            Self::NullsOrder => out.push_str("NullsOrder"),
            Self::QueryMode => out.push_str("QueryMode"),
            Self::JsonFilter => out.push_str("JsonNullValueFilter"),
            Self::JsonInput => out.push_str("JsonNullValueInput"),
            Self::JsonNullableInput => out.push_str("NullableJsonNullValueInput"),
        }
    }

    /// Its values.
    fn values<'a>(self, facts: &'a Facts<'a>) -> Vec<&'a str> {
        match self {
            Self::IsolationLevel => {
                vec![
                    "ReadUncommitted",
                    "ReadCommitted",
                    "RepeatableRead",
                    "Serializable",
                ]
            }
            Self::ScalarField(model) => {
                let scalars = &facts.models[model].scalars;
                scalars.iter().map(|s| facts.scalars[*s].name).collect()
            }
            Self::LoadStrategy => vec!["query", "join"],
            Self::Relevance(model) => {
                let scalars = facts.models[model].scalars.iter();
                scalars
                    .map(|s| &facts.scalars[*s])
                    .filter(|scalar| scalar.is(ScalarType::String))
                    .map(|scalar| scalar.name)
                    .collect()
            }
            Self::SortOrder => vec!["asc", "desc"],
            Self::NullsOrder => vec!["first", "last"],
            Self::QueryMode => vec!["default", "insensitive"],
            Self::JsonFilter => vec!["DbNull", "JsonNull", "AnyNull"],
            Self::JsonInput => vec!["JsonNull"],
            Self::JsonNullableInput => vec!["DbNull", "JsonNull"],
        }
    }
}

impl FieldRefType {
    /// Appends its name.
    pub(super) fn write_name(self, facts: &Facts<'_>, out: &mut String) {
        match self {
            Self::QueryMode => out.push_str("EnumQueryMode"),
            Self::Value(ty, list) => {
                if list {
                    out.push_str("List");
                }
                match ty {
                    Ty::Scalar(ty) => out.push_str(ty.name()),
                    Ty::Enum(number) => push(out, &["Enum", facts.enums[number]]),
                }
            }
        }
        out.push_str("FieldRefInput");
    }
}

impl Types<'_> {
    /// Notes an enum of the schema.
    pub(super) fn meet_schema_enum(&mut self, number: usize) {
        let seen = &mut self.seen_enums[2 * self.facts.models.len() + 8 + number];
        if !std::mem::replace(seen, true) {
            self.schema_enums.push(number);
        }
    }

    /// Notes an enum of the client.
    pub(super) fn meet_client_enum(&mut self, client_enum: ClientEnum) {
        let number = match client_enum {
            ClientEnum::IsolationLevel => 0,
            ClientEnum::LoadStrategy => 1,
            ClientEnum::SortOrder => 2,
            ClientEnum::NullsOrder => 3,
            ClientEnum::QueryMode => 4,
            ClientEnum::JsonFilter => 5,
            ClientEnum::JsonInput => 6,
            ClientEnum::JsonNullableInput => 7,
            ClientEnum::ScalarField(model) => 8 + 2 * model,
            ClientEnum::Relevance(model) => 9 + 2 * model,
        };
        if !std::mem::replace(&mut self.seen_enums[number], true) {
            self.client_enums.push(client_enum);
        }
    }

    pub(super) fn meet_field_ref(&mut self, field_ref: FieldRefType) {
        let number = match field_ref {
            FieldRefType::QueryMode => 0,
            FieldRefType::Value(ty, list) => 1 + 2 * type_number(ty, false) + usize::from(list),
        };
        if std::mem::replace(&mut self.seen_field_refs[number], true) {
            return;
        }
        // An enum `QueryMode` of the schema brings a type of the same name.
        let mut name = String::new();
        field_ref.write_name(self.facts, &mut name);
        if self.queue.claim(&name) {
            self.field_refs.push(field_ref);
        }
    }

    /// Notes the schema's enums in the order in which the fields of all models bring them: those
    /// that a condition takes as one value, those of lists that are keys, and the other lists.
    pub(super) fn meet_enums(&mut self) {
        let facts = self.facts;
        for model in &facts.models {
            let scalars = || model.scalars.iter().map(|number| &facts.scalars[*number]);
            let single = scalars().filter(|scalar| !scalar.is_list());
            let keys = scalars().filter(|scalar| scalar.is_list() && scalar.unique);
            let lists = scalars().filter(|scalar| scalar.is_list());
            for scalar in single.chain(keys).chain(lists) {
                if let Ty::Enum(number) = scalar.ty {
                    self.meet_schema_enum(number);
                }
            }
        }
    }

    /// Writes `enumTypes`.
    pub(super) fn write_enums(&mut self, datamodel: &Datamodel) {
        self.out.push_str(r#""enumTypes":{"prisma":["#);
        for client_enum in std::mem::take(&mut self.client_enums) {
            self.out.push_str(r#"{"name":""#);
            client_enum.write_name(self.facts, &mut self.out);
            self.values(client_enum.values(self.facts).into_iter());
        }
        self.close_list();
        if !self.schema_enums.is_empty() {
            self.out.push_str(r#","model":["#);
            for number in std::mem::take(&mut self.schema_enums) {
                let declared = &datamodel.enums[number];
                self.push(&[r#"{"name":""#, &declared.name.text]);
                self.values(declared.values.iter().map(|value| value.name.text.as_str()));
            }
            self.close_list();
        }
        self.out.push('}');
    }

    /// Writes the values of an enum and ends it.
    fn values<'v>(&mut self, values: impl Iterator<Item = &'v str>) {
        self.out.push_str(r#"","values":["#);
        for value in values {
            self.push(&["\"", value, "\","]);
        }
        self.close();
    }

    /// Writes `fieldRefTypes`.
    pub(super) fn write_field_refs(&mut self) {
        self.out.push_str(r#""fieldRefTypes":{"#);
        let field_refs = std::mem::take(&mut self.field_refs);
        if !field_refs.is_empty() {
            self.out.push_str(r#""prisma":["#);
            for field_ref in field_refs {
                self.out.push_str(r#"{"name":""#);
                field_ref.write_name(self.facts, &mut self.out);
                self.out.push_str(r#"","allowTypes":["#);
                match field_ref {
                    FieldRefType::Value(ty, list) => self.value(ty, list),
                    FieldRefType::QueryMode => self.client_enum(ClientEnum::QueryMode, false),
                }
                self.close_list();
                self.out.push_str(FIELD_REF_FIELDS);
            }
            self.close_list();
        }
        self.out.push('}');
    }
}

/// The fields of every field reference.
const FIELD_REF_FIELDS: &str = concat!(
    r#","fields":[{"name":"_ref","isRequired":true,"isNullable":false,"#,
    r#""inputTypes":[{"type":"String","location":"scalar","isList":false}],"#,
    r#""isParameterizable":false},{"name":"_container","isRequired":true,"isNullable":false,"#,
    r#""inputTypes":[{"type":"String","location":"scalar","isList":false}],"#,
    r#""isParameterizable":false}]},"#
);
