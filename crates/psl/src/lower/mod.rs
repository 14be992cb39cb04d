//! From a datamodel to the database it asks for: tables, keys, indexes, enums, sequences.
//!
//! Types, names and defaults are Prisma's. A unique constraint is a unique index, a list column may
//! be null, `autoincrement()` is a serial column, an implicit m-n relation is a table with the
//! columns `A` and `B`. Views are not lowered, for their queries stand in migrations; ignored
//! models and fields are, for `@ignore` concerns the client.

mod column;
mod default;
mod index;
mod relation;
mod renames;

pub use renames::renames;

use schema::{
    Constraint, Deferral, Enum, EnumValue, Extension, Key, Namespace, Origin, QualifiedName,
    Schema, Table,
};

use crate::datamodel::{self, Datamodel, Model, Name};

/// The objects that a datamodel asks for, each with its place in the schema files.
pub fn lower(datamodel: &Datamodel) -> Schema {
    let mut schema = Schema::default();
    extensions(datamodel, &mut schema);
    for declared in &datamodel.enums {
        let name = qualified(declared.schema.as_ref(), declared.database_name());
        use_schema(&mut schema, &name.schema, declared.schema.as_ref());
        schema.enums.insert(name, lower_enum(declared));
    }
    for model in datamodel.models.iter().filter(|model| !model.is_view()) {
        let name = table_name(model);
        use_schema(&mut schema, &name.schema, model.schema.as_ref());
        schema.tables.insert(name, lower_table(datamodel, model));
    }
    for relation in &datamodel.relations {
        relation::lower(datamodel, relation, &mut schema);
    }
    column::name_sequences(&mut schema);
    schema
}

/// The extensions of the datasource, and the schemas they are installed into.
fn extensions(datamodel: &Datamodel, schema: &mut Schema) {
    let requests = datamodel.datasource.iter().flat_map(|d| &d.extensions);
    for request in requests {
        let name = request.map.as_ref().unwrap_or(&request.name.text);
        if let Some(target) = &request.schema {
            use_schema(schema, target, Some(&request.name));
        }
        let extension = Extension {
            schema: request.schema.clone(),
            version: request.version.clone(),
            origin: request.name.span.into(),
        };
        schema.extensions.insert(name.clone(), extension);
    }
}

/// Notes that a schema is used, at the first place that says so.
fn use_schema(schema: &mut Schema, name: &str, place: Option<&Name>) {
    let origin = Origin(place.map(|place| place.span));
    let namespace = Namespace {
        origin,
        ..Namespace::default()
    };
    schema.schemas.entry(name.to_owned()).or_insert(namespace);
}

fn lower_enum(declared: &datamodel::Enum) -> Enum {
    let value = |value: &datamodel::EnumValue| EnumValue {
        name: value.database_name().to_owned(),
        origin: value.span.into(),
    };
    Enum {
        values: declared.values.iter().map(value).collect(),
        origin: declared.name.span.into(),
        ..Enum::default()
    }
}

fn lower_table(datamodel: &Datamodel, model: &Model) -> Table {
    let columns = model
        .scalar_fields()
        .map(|(_, field, scalar)| column::lower(datamodel, model, field, scalar))
        .collect();
    let primary_key = model.primary_key.as_ref().map(|key| {
        let columns = key.fields.iter().map(|field| field.field);
        primary_key(
            &key.database_name,
            columns_of(model, columns),
            key.span.into(),
        )
    });
    Table {
        columns,
        constraints: primary_key.into_iter().collect(),
        indexes: model
            .indexes
            .iter()
            .map(|index| index::lower(datamodel, model, index))
            .collect(),
        origin: model.name.span.into(),
        ..Table::default()
    }
}

fn primary_key(name: &str, columns: Vec<String>, origin: Origin) -> Constraint {
    Constraint::PrimaryKey(Key {
        name: name.to_owned(),
        columns,
        include: Vec::new(),
        nulls_not_distinct: false,
        deferral: Deferral::NotDeferrable,
        origin,
        ..Key::default()
    })
}

/// The columns' names of some fields of a model.
fn columns_of(model: &Model, fields: impl IntoIterator<Item = datamodel::FieldId>) -> Vec<String> {
    fields
        .into_iter()
        .map(|field| model[field].database_name().to_owned())
        .collect()
}

/// The table behind a model.
fn table_name(model: &Model) -> QualifiedName {
    qualified(model.schema.as_ref(), model.database_name())
}

/// A name in the schema that `@@schema` gives, else in `public`.
fn qualified(schema: Option<&Name>, name: &str) -> QualifiedName {
    schema.map_or_else(
        || QualifiedName::public(name),
        |schema| QualifiedName::new(&schema.text, name),
    )
}
