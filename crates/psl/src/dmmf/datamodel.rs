//! `datamodel`: what the schema says.

use crate::datamodel::{
    Arity, Datamodel, Enum, Field, FieldId, FieldType, Index, IndexField, IndexKind, Model, Name,
    OperatorClass, RelationField, ScalarField, SortOrder,
};

use super::facts::{ordered_indexes, visible_models};
use super::names::push;
use super::value::{write_default, write_string};

/// Appends the object.
pub(super) fn write(out: &mut String, datamodel: &Datamodel) {
    out.push_str(r#"{"enums":["#);
    write_list(out, &datamodel.enums, write_enum);
    out.push_str(r#"],"models":["#);
    write_list(out, visible_models(datamodel), |out, (_, model)| {
        write_model(out, datamodel, model);
    });
    out.push_str(r#"],"types":[],"indexes":["#);
    let keys = visible_models(datamodel).flat_map(|(_, model)| {
        let primary = model.primary_key.iter().map(move |key| Key {
            model,
            kind: "id",
            on_field: key.on_field,
            name: key.name.as_ref(),
            map: key.map.as_ref(),
            method: None,
            fields: &key.fields,
        });
        primary.chain(ordered_indexes(model).map(move |index| Key {
            model,
            kind: match index.kind {
                IndexKind::Normal => "normal",
                IndexKind::Unique => "unique",
            },
            on_field: index.on_field,
            name: index.name.as_ref(),
            map: index.map.as_ref(),
            method: index.method.map(crate::datamodel::IndexMethod::name),
            fields: &index.fields,
        }))
    });
    write_list(out, keys, |out, key| write_key(out, &key));
    out.push_str("]}");
}

/// A primary key or index.
struct Key<'a> {
    model: &'a Model,
    kind: &'static str,
    on_field: bool,
    name: Option<&'a Name>,
    map: Option<&'a Name>,
    method: Option<&'static str>,
    fields: &'a [IndexField],
}

fn write_enum(out: &mut String, declared: &Enum) {
    push(
        out,
        &[r#"{"name":""#, &declared.name.text, r#"","values":["#],
    );
    write_list(out, &declared.values, |out, value| {
        push(out, &[r#"{"name":""#, &value.name.text, r#"","dbName":"#]);
        write_optional(out, value.map.as_ref());
        write_documentation(out, value.documentation.as_ref());
        out.push('}');
    });
    out.push_str(r#"],"dbName":"#);
    write_optional(out, declared.map.as_ref());
    write_documentation(out, declared.documentation.as_ref());
    out.push('}');
}

fn write_model(out: &mut String, datamodel: &Datamodel, model: &Model) {
    push(out, &[r#"{"name":""#, &model.name.text, r#"","dbName":"#]);
    write_optional(out, model.map.as_ref());
    out.push_str(r#","schema":"#);
    write_optional(out, model.schema.as_ref());
    out.push_str(r#","fields":["#);
    let fields = model.fields().filter(|(_, field)| {
        let unsupported = field
            .scalar()
            .is_some_and(|scalar| matches!(scalar.ty, FieldType::Unsupported(_)));
        !field.ignored && !unsupported
    });
    write_list(out, fields, |out, (id, field)| {
        write_field(out, datamodel, model, id, field);
    });
    out.push_str(r#"],"primaryKey":"#);
    match model.primary_key.as_ref().filter(|key| !key.on_field) {
        Some(key) => write_named_fields(out, model, key.name.as_ref(), &key.fields),
        None => out.push_str("null"),
    }
    let uniques = || {
        ordered_indexes(model).filter(|index| {
            index.kind == IndexKind::Unique && !index.on_field && index.predicate.is_none()
        })
    };
    out.push_str(r#","uniqueFields":["#);
    write_list(out, uniques(), |out, index| {
        out.push('[');
        write_names(out, model, index.fields.iter().map(|field| field.field));
        out.push(']');
    });
    out.push_str(r#"],"uniqueIndexes":["#);
    write_list(out, uniques(), |out, index| {
        write_named_fields(out, model, index.name.as_ref(), &index.fields);
    });
    out.push_str(r#"],"isGenerated":false"#);
    write_documentation(out, model.documentation.as_ref());
    out.push('}');
}

fn write_field(out: &mut String, datamodel: &Datamodel, model: &Model, id: FieldId, field: &Field) {
    push(out, &[r#"{"name":""#, &field.name.text, "\","]);
    if let Some(map) = field.scalar().and_then(|scalar| scalar.map.as_ref()) {
        out.push_str(r#""dbName":"#);
        write_string(out, &map.text);
        out.push(',');
    }
    let enumerated = field
        .scalar()
        .is_some_and(|scalar| matches!(scalar.ty, FieldType::Enum(_)));
    out.push_str(match (field.scalar(), enumerated) {
        (None, _) => r#""kind":"object""#,
        (Some(_), true) => r#""kind":"enum""#,
        (Some(_), false) => r#""kind":"scalar""#,
    });
    let is_id = model.is_id(id);
    let flags = [
        (r#","isList":"#, field.is_list()),
        (r#","isRequired":"#, field.arity != Arity::Optional),
        (r#","isUnique":"#, !is_id && is_unique(model, id)),
        (r#","isId":"#, is_id),
        (r#","isReadOnly":"#, is_read_only(model, id)),
        (
            r#","hasDefaultValue":"#,
            field.scalar().is_some_and(|s| s.default.is_some()),
        ),
        (r#","isGenerated":"#, false),
        (
            r#","isUpdatedAt":"#,
            field.scalar().is_some_and(|s| s.updated_at),
        ),
    ];
    for (name, value) in flags {
        push(out, &[name, if value { "true" } else { "false" }]);
    }
    if let Some(scalar) = field.scalar() {
        write_scalar(out, datamodel, scalar);
    }
    if let Some(relation) = field.relation() {
        write_relation(out, datamodel, model, relation);
    }
    write_documentation(out, field.documentation.as_ref());
    out.push('}');
}

/// Whether a field alone is unique, and no index of it alone covers only some rows.
fn is_unique(model: &Model, field: FieldId) -> bool {
    let alone = |index: &&Index| index.fields.len() == 1 && index.fields[0].field == field;
    let mut indexes = model.uniques().filter(alone).peekable();
    indexes.peek().is_some() && indexes.all(|index| index.predicate.is_none())
}

/// Whether a field is a column of a relation.
fn is_read_only(model: &Model, field: FieldId) -> bool {
    model
        .relation_fields()
        .any(|(_, _, relation)| relation.fields.contains(&field))
}

fn write_scalar(out: &mut String, datamodel: &Datamodel, scalar: &ScalarField) {
    let (name, values) = match &scalar.ty {
        FieldType::Scalar(ty) => (ty.name(), &[][..]),
        FieldType::Enum(id) => {
            let declared = &datamodel[*id];
            (declared.name.text.as_str(), &declared.values[..])
        }
        FieldType::Unsupported(name) => (name.as_str(), &[][..]),
    };
    push(out, &[r#","type":""#, name, r#"","nativeType":"#]);
    match &scalar.native_type {
        None => out.push_str("null"),
        Some(native) => {
            push(out, &["[\"", native.kind.name(), "\",["]);
            write_list(out, &native.written, |out, arg| write_string(out, arg));
            out.push_str("]]");
        }
    }
    if let Some(default) = &scalar.default {
        out.push_str(r#","default":"#);
        write_default(out, &default.kind, scalar.scalar_type(), |value| {
            &values[value as usize].name.text
        });
    }
}

fn write_relation(
    out: &mut String,
    datamodel: &Datamodel,
    model: &Model,
    relation: &RelationField,
) {
    let related = &datamodel[relation.related];
    push(
        out,
        &[
            r#","type":""#,
            &related.name.text,
            r#"","nativeType":null,"relationName":"#,
        ],
    );
    write_string(out, &datamodel[relation.relation].name);
    out.push_str(r#","relationFromFields":["#);
    write_names(out, model, relation.fields.iter().copied());
    out.push_str(r#"],"relationToFields":["#);
    write_names(out, related, relation.references.iter().copied());
    out.push(']');
    if let Some(action) = relation.on_delete {
        push(out, &[r#","relationOnDelete":""#, action.name(), "\""]);
    }
    if let Some(action) = relation.on_update {
        push(out, &[r#","relationOnUpdate":""#, action.name(), "\""]);
    }
}

fn write_key(out: &mut String, key: &Key<'_>) {
    push(
        out,
        &[
            r#"{"model":""#,
            &key.model.name.text,
            r#"","type":""#,
            key.kind,
            r#"","isDefinedOnField":"#,
            if key.on_field { "true" } else { "false" },
        ],
    );
    if let Some(name) = key.name {
        out.push_str(r#","name":"#);
        write_string(out, &name.text);
    }
    if let Some(map) = key.map {
        out.push_str(r#","dbName":"#);
        write_string(out, &map.text);
    }
    if let Some(method) = key.method {
        push(out, &[r#","algorithm":""#, method, "\""]);
    }
    out.push_str(r#","fields":["#);
    write_list(out, key.fields, |out, field| {
        let name = &key.model[field.field].name.text;
        push(out, &[r#"{"name":""#, name, "\""]);
        match field.sort {
            Some(SortOrder::Ascending) => out.push_str(r#","sortOrder":"asc""#),
            Some(SortOrder::Descending) => out.push_str(r#","sortOrder":"desc""#),
            None => {}
        }
        if let Some(class) = &field.operator_class {
            out.push_str(r#","operatorClass":"#);
            match class {
                OperatorClass::Known { name, .. } => write_string(out, name),
                OperatorClass::Raw(name) => write_string(out, name),
            }
        }
        out.push('}');
    });
    out.push_str("]}");
}

/// Appends what the client calls a key, and its fields.
fn write_named_fields(out: &mut String, model: &Model, name: Option<&Name>, fields: &[IndexField]) {
    out.push_str(r#"{"name":"#);
    write_optional(out, name);
    out.push_str(r#","fields":["#);
    write_names(out, model, fields.iter().map(|field| field.field));
    out.push_str("]}");
}

fn write_names(out: &mut String, model: &Model, fields: impl Iterator<Item = FieldId>) {
    write_list(out, fields, |out, field| {
        push(out, &["\"", &model[field].name.text, "\""]);
    });
}

fn write_optional(out: &mut String, name: Option<&Name>) {
    match name {
        Some(name) => write_string(out, &name.text),
        None => out.push_str("null"),
    }
}

fn write_documentation(out: &mut String, documentation: Option<&String>) {
    if let Some(text) = documentation {
        out.push_str(r#","documentation":"#);
        write_string(out, text);
    }
}

/// Appends items with commas between them.
fn write_list<T>(
    out: &mut String,
    items: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut String, T),
) {
    for (position, item) in items.into_iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        write(out, item);
    }
}
