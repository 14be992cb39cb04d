//! The DMMF: the JSON in which Prisma describes a schema to its generators.
//!
//! Three parts: `datamodel`, what the schema says; `schema`, all types of the client's queries,
//! about 60 KB for each model; `mappings`, which operations a model has. The value is the one
//! that Prisma 7 gives, lists in its order; the order of keys is ours.
//!
//! The text is written directly, without a tree of values: 500 models make tens of megabytes,
//! and writing them once is most of the work.

mod aggregates;
mod datamodel;
mod enums;
mod facts;
mod gather;
mod inputs;
mod names;
mod operations;
mod outputs;
mod queue;
mod types;
mod value;

use crate::datamodel::Datamodel;
use enums::ClientEnum;
use facts::Facts;
use types::{Sink, Types};

/// The DMMF of a datamodel, as compact JSON.
pub fn dmmf(datamodel: &Datamodel) -> String {
    write(datamodel, None)
}

/// Writes the DMMF of a datamodel as compact JSON, part by part. A large text that only passes
/// through needs no memory then, and a third of the time of [`dmmf`].
pub fn write_dmmf(datamodel: &Datamodel, sink: &mut dyn FnMut(&str)) {
    let last = write(datamodel, Some(&mut *sink));
    sink(&last);
}

/// Writes the DMMF, and returns what the sink did not take.
fn write(datamodel: &Datamodel, sink: Option<&mut dyn FnMut(&str)>) -> String {
    let facts = Facts::new(datamodel);
    let mut out = String::from(r#"{"datamodel":"#);
    datamodel::write(&mut out, datamodel);
    out.push_str(r#","schema":{"#);
    let sink = match sink {
        None => Sink::Whole,
        Some(sink) => Sink::Parts(sink),
    };
    let mut types = Types::new(&facts, out, sink);
    types.meet_client_enum(ClientEnum::IsolationLevel);
    types.meet_enums();
    types.write_outputs();
    types.out.push(',');
    types.write_inputs();
    types.out.push(',');
    types.write_enums(datamodel);
    types.out.push(',');
    types.write_field_refs();
    types.out.push_str("},");
    types.write_mappings();
    types.out.push('}');
    types.out
}
