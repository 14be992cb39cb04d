//! The writer of the query schema: fields, references to types, and the enums and field
//! references that were met on the way.
//!
//! Every element is written with a comma behind it; what closes a list takes the last one back.

use std::ops::Range;

use crate::datamodel::{Arity, ScalarType};

use super::facts::{Facts, ModelNo, RelationNo, ScalarNo, Ty};
use super::queue::{Input, Queue};

/// The writer.
pub(super) struct Types<'a> {
    /// What is written about.
    pub facts: &'a Facts<'a>,
    /// What has been written.
    pub out: String,
    /// What is to be written.
    pub queue: Queue,
    /// Enums of the client, in the order in which they were met.
    pub client_enums: Vec<ClientEnum>,
    /// Enums of the schema, in the order in which they were met.
    pub schema_enums: Vec<usize>,
    /// References to fields, in the order in which they were met.
    pub field_refs: Vec<FieldRefType>,
    /// Fields that were written before, to be copied.
    pub written: Written,
    seen_enums: Vec<bool>,
    seen_field_refs: Vec<bool>,
}

/// Where fields stand that occur in several types.
pub(super) struct Written {
    /// Columns in filters.
    pub filter: Vec<Span>,
    /// Columns when rows are made.
    pub create: Vec<Span>,
    /// Columns when rows are changed.
    pub update: Vec<Span>,
    /// Relation fields in filters.
    pub relation_filter: Vec<Span>,
    /// Relation fields when rows are made; those of the unchecked types follow.
    pub relation_create: Vec<Span>,
    /// Relation fields when rows are changed; those of the unchecked types follow.
    pub relation_update: Vec<Span>,
    /// The arguments that say which rows, of each model.
    pub selection: Vec<Span>,
    /// The argument `distinct` of each model.
    pub distinct: Vec<Span>,
}

/// A part of what has been written; empty before.
pub(super) type Span = Range<usize>;

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

/// How many fields of an input may be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limits {
    /// Any.
    Any,
    /// One.
    One,
    /// None or one.
    AtMostOne,
    /// At least one of the model's keys.
    Key,
}

impl<'a> Types<'a> {
    /// A writer that appends to a text.
    pub(super) fn new(facts: &'a Facts<'a>, out: String) -> Self {
        let spans = |number: usize| vec![0..0; number];
        let scalars = facts.scalars.len();
        let relations = facts.relations.len();
        let types = super::queue::SCALAR_TYPES + facts.enums.len();
        Types {
            facts,
            out,
            queue: Queue::new(facts),
            client_enums: Vec::with_capacity(2 * facts.models.len() + 8),
            schema_enums: Vec::with_capacity(facts.enums.len()),
            field_refs: Vec::with_capacity(2 * types + 1),
            written: Written {
                filter: spans(scalars),
                create: spans(scalars),
                update: spans(scalars),
                relation_filter: spans(relations),
                relation_create: spans(2 * relations),
                relation_update: spans(2 * relations),
                selection: spans(facts.models.len()),
                distinct: spans(facts.models.len()),
            },
            seen_enums: vec![false; 2 * facts.models.len() + 8 + facts.enums.len()],
            seen_field_refs: vec![false; 2 * types + 1],
        }
    }

    /// Begins an input type.
    pub(super) fn open(&mut self, input: Input, meta: Meta, limits: Limits) {
        self.out.push_str(r#"{"name":""#);
        self.facts.write_name(&mut self.out, input);
        match meta {
            Meta::None => self.out.push('"'),
            Meta::Group(model) => {
                self.push(&[
                    r#"","meta":{"grouping":""#,
                    self.facts.models[model].name,
                    r#""}"#,
                ]);
            }
            Meta::Source(model) => {
                let name = self.facts.models[model].name;
                self.push(&[
                    r#"","meta":{"source":""#,
                    name,
                    r#"","grouping":""#,
                    name,
                    r#""}"#,
                ]);
            }
        }
        self.out.push_str(match limits {
            Limits::Any => r#","constraints":{"maxNumFields":null,"minNumFields":null},"fields":["#,
            Limits::One => r#","constraints":{"maxNumFields":1,"minNumFields":1},"fields":["#,
            Limits::AtMostOne => r#","constraints":{"maxNumFields":1,"minNumFields":0},"fields":["#,
            Limits::Key => r#","constraints":{"maxNumFields":null,"minNumFields":1,"fields":["#,
        });
    }

    /// Ends a type.
    pub(super) fn close(&mut self) {
        self.close_list();
        self.out.push_str("},");
    }

    /// Ends a list.
    pub(super) fn close_list(&mut self) {
        if self.out.ends_with(',') {
            self.out.pop();
        }
        self.out.push(']');
    }

    /// Begins a field of an input type, or an argument.
    pub(super) fn field(&mut self, name: &str, presence: Presence) {
        self.push(&[
            r#"{"name":""#,
            name,
            match presence {
                Presence::Optional => r#"","isRequired":false,"isNullable":false,"inputTypes":["#,
                Presence::Required => r#"","isRequired":true,"isNullable":false,"inputTypes":["#,
                Presence::Nullable => r#"","isRequired":false,"isNullable":true,"inputTypes":["#,
            },
        ]);
    }

    /// Ends a field whose value may not be a parameter.
    pub(super) fn end(&mut self) {
        self.close_list();
        self.out.push_str(r#","isParameterizable":false},"#);
    }

    /// Ends a field whose value may be a parameter.
    pub(super) fn end_value(&mut self) {
        self.close_list();
        self.out.push_str(r#","isParameterizable":true},"#);
    }

    /// Refers to an input type.
    pub(super) fn input(&mut self, input: Input) {
        self.input_of(input, false);
    }

    /// Refers to a list of an input type.
    pub(super) fn input_list(&mut self, input: Input) {
        self.input_of(input, true);
    }

    /// Refers to an input type and, where `list` says so, to a list of it.
    pub(super) fn input_or_list(&mut self, input: Input, list: bool) {
        self.input_of(input, false);
        if list {
            self.input_of(input, true);
        }
    }

    fn input_of(&mut self, input: Input, list: bool) {
        self.queue.push(self.facts, input);
        self.out.push_str(r#"{"type":""#);
        self.facts.write_name(&mut self.out, input);
        self.out.push_str(if list {
            r#"","namespace":"prisma","location":"inputObjectTypes","isList":true},"#
        } else {
            r#"","namespace":"prisma","location":"inputObjectTypes","isList":false},"#
        });
    }

    /// Refers to a scalar type.
    pub(super) fn scalar(&mut self, name: &str, list: bool) {
        self.push(&[
            r#"{"type":""#,
            name,
            if list {
                r#"","location":"scalar","isList":true},"#
            } else {
                r#"","location":"scalar","isList":false},"#
            },
        ]);
    }

    /// Refers to null.
    pub(super) fn null(&mut self) {
        self.out
            .push_str(r#"{"type":"Null","location":"scalar","isList":false},"#);
    }

    /// Refers to the type of a column's values.
    pub(super) fn value(&mut self, ty: Ty, list: bool) {
        match ty {
            Ty::Scalar(ty) => self.scalar(ty.name(), list),
            Ty::Enum(number) => {
                self.meet_schema_enum(number);
                let name = self.facts.enums[number];
                self.push(&[
                    r#"{"type":""#,
                    name,
                    if list {
                        r#"","namespace":"model","location":"enumTypes","isList":true},"#
                    } else {
                        r#"","namespace":"model","location":"enumTypes","isList":false},"#
                    },
                ]);
            }
        }
    }

    /// Refers to an enum of the client.
    pub(super) fn client_enum(&mut self, client_enum: ClientEnum, list: bool) {
        self.meet_client_enum(client_enum);
        self.out.push_str(r#"{"type":""#);
        client_enum.write_name(self.facts, &mut self.out);
        self.out.push_str(if list {
            r#"","namespace":"prisma","location":"enumTypes","isList":true},"#
        } else {
            r#"","namespace":"prisma","location":"enumTypes","isList":false},"#
        });
    }

    /// Refers to the type of a column's values, and to other fields of that type.
    pub(super) fn value_or_field(&mut self, ty: Ty, list: bool) {
        self.value(ty, list);
        self.field_ref(FieldRefType::Value(ty, list));
    }

    /// Refers to other fields.
    pub(super) fn field_ref(&mut self, field_ref: FieldRefType) {
        self.meet_field_ref(field_ref);
        self.out.push_str(r#"{"type":""#);
        field_ref.write_name(self.facts, &mut self.out);
        self.out
            .push_str(r#"","namespace":"prisma","location":"fieldRefTypes","isList":false},"#);
    }

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

    fn meet_field_ref(&mut self, field_ref: FieldRefType) {
        let number = match field_ref {
            FieldRefType::QueryMode => 0,
            FieldRefType::Value(ty, list) => {
                1 + 2 * super::queue::type_number(ty, false) + usize::from(list)
            }
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

    /// Appends fields that have been written before. The comma behind them may be gone, when
    /// they were the last ones of their type.
    pub(super) fn copy(&mut self, span: Span) {
        if !span.is_empty() {
            self.out.extend_from_within(span.start..span.end - 1);
            self.out.push(',');
        }
    }

    /// Appends all parts.
    pub(super) fn push(&mut self, parts: &[&str]) {
        super::names::push(&mut self.out, parts);
    }
}

/// What a type says of its model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meta {
    /// Nothing.
    None,
    /// It is grouped with it.
    Group(ModelNo),
    /// It is a condition on its rows.
    Source(ModelNo),
}

/// Whether a field has to be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    /// It may be left out.
    Optional,
    /// It has to be given.
    Required,
    /// It may be left out or null.
    Nullable,
}

impl Presence {
    /// Of a value that may be left out, and may be null when its field is optional.
    pub(super) fn nullable_if(nullable: bool) -> Self {
        if nullable {
            Self::Nullable
        } else {
            Self::Optional
        }
    }
}

impl Facts<'_> {
    /// Whether null is among the values of a column.
    pub(super) fn is_optional(&self, scalar: ScalarNo) -> bool {
        self.scalars[scalar].arity == Arity::Optional
    }

    /// Whether a column holds JSON values, one at a time.
    pub(super) fn is_json(&self, scalar: ScalarNo) -> bool {
        let scalar = &self.scalars[scalar];
        scalar.is(ScalarType::Json) && !scalar.is_list()
    }

    /// Relation fields among those of a model that hold any number of rows.
    pub(super) fn list_relations(&self, model: ModelNo) -> impl Iterator<Item = RelationNo> {
        let relations = &self.models[model].relations;
        relations
            .iter()
            .copied()
            .filter(|field| self.relations[*field].is_list())
    }
}
