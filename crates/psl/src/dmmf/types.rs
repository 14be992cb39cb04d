//! The writer of the query schema: fields, references to types, and the enums and field
//! references that were met on the way.
//!
//! Every element is written with a comma behind it; what closes a list takes the last one back.

use std::ops::Range;

use crate::datamodel::{Arity, ScalarType};

use super::enums::{ClientEnum, FieldRefType};
use super::facts::{Facts, ModelNo, RelationNo, ScalarNo, Ty};
use super::queue::{Input, Queue, SCALAR_TYPES};

/// Where the text goes.
pub(super) enum Sink<'a> {
    /// It is kept as a whole.
    Whole,
    /// It is handed over part by part.
    Parts(&'a mut dyn FnMut(&str)),
}

/// How many bytes are collected before they are handed over.
const PART: usize = 1 << 16;

/// The writer.
pub(super) struct Types<'a> {
    /// What is written about.
    pub facts: &'a Facts<'a>,
    /// What has been written and not been handed over.
    pub out: String,
    /// Where it goes.
    sink: Sink<'a>,
    /// The fragments that have been written, one behind the other, and where each of them is.
    fragments: String,
    written: Vec<Range<usize>>,
    /// What is to be written.
    pub queue: Queue,
    /// Enums of the client, in the order in which they were met.
    pub client_enums: Vec<ClientEnum>,
    /// Enums of the schema, in the order in which they were met.
    pub schema_enums: Vec<usize>,
    /// References to fields, in the order in which they were met.
    pub field_refs: Vec<FieldRefType>,
    /// Which enums have been met.
    pub seen_enums: Vec<bool>,
    /// Which references to fields have been met.
    pub seen_field_refs: Vec<bool>,
}

/// A part of a type that occurs in several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fragment {
    /// A column in a condition.
    Filter(ScalarNo),
    /// A column when a row is made.
    Create(ScalarNo),
    /// A column when a row is changed.
    Update(ScalarNo),
    /// A relation field in a condition.
    RelationFilter(RelationNo),
    /// A relation field when a row is made; the second says whether unchecked.
    RelationCreate(RelationNo, bool),
    /// A relation field when a row is changed; the second says whether unchecked.
    RelationUpdate(RelationNo, bool),
    /// The arguments that say which rows of a model.
    Selection(ModelNo),
    /// The columns of a model in a result.
    Outputs(ModelNo),
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
    /// A writer that goes on behind a text and hands over what it writes.
    pub(super) fn new(facts: &'a Facts<'a>, out: String, sink: Sink<'a>) -> Self {
        let types = SCALAR_TYPES + facts.enums.len();
        let fragments =
            3 * facts.scalars.len() + 5 * facts.relations.len() + 2 * facts.models.len();
        Types {
            facts,
            out,
            sink,
            fragments: String::new(),
            written: vec![0..0; fragments],
            queue: Queue::new(facts),
            client_enums: Vec::with_capacity(2 * facts.models.len() + 8),
            schema_enums: Vec::with_capacity(facts.enums.len()),
            field_refs: Vec::with_capacity(2 * types + 1),
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
        self.hand_over();
    }

    /// Hands over what has been written when it is enough, but for the last comma, which may
    /// have to be taken back.
    pub(super) fn hand_over(&mut self) {
        if let Sink::Parts(sink) = &mut self.sink
            && self.out.len() >= PART
            && self.out.ends_with(',')
        {
            self.out.pop();
            sink(&self.out);
            self.out.clear();
            self.out.push(',');
        }
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

    /// Writes a fragment, or copies it when it has been written before.
    pub(super) fn fragment(&mut self, fragment: Fragment, write: impl FnOnce(&mut Self)) {
        let number = self.number(fragment);
        let span = self.written[number].clone();
        if !span.is_empty() {
            return self.out.push_str(&self.fragments[span]);
        }
        let start = self.out.len();
        write(self);
        let begin = self.fragments.len();
        self.fragments.push_str(&self.out[start..]);
        self.written[number] = begin..self.fragments.len();
    }

    /// The number of a fragment among all that can be.
    fn number(&self, fragment: Fragment) -> usize {
        let scalars = self.facts.scalars.len();
        let relations = 3 * scalars;
        let models = relations + 5 * self.facts.relations.len();
        match fragment {
            Fragment::Filter(scalar) => scalar,
            Fragment::Create(scalar) => scalars + scalar,
            Fragment::Update(scalar) => 2 * scalars + scalar,
            Fragment::RelationFilter(field) => relations + 5 * field,
            Fragment::RelationCreate(field, unchecked) => {
                relations + 5 * field + 1 + usize::from(unchecked)
            }
            Fragment::RelationUpdate(field, unchecked) => {
                relations + 5 * field + 3 + usize::from(unchecked)
            }
            Fragment::Selection(model) => models + 2 * model,
            Fragment::Outputs(model) => models + 2 * model + 1,
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
