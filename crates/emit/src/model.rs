//! The module of a model: its name and the struct of its rows.

use diag::Diagnostic;
use psl::datamodel::{
    Arity, Datamodel, Field, FieldKind, FieldType, Model, RelationField, ScalarField, ScalarType,
};

use crate::ident::{distinct, pascal_case, snake_case};
use crate::text::{Writer, doc_comment, string_literal};

/// What is said of the module: what the schema says of the model, or else what it is.
pub(crate) fn module_documentation(model: &Model) -> String {
    let noun = if model.is_view() { "view" } else { "model" };
    model.documentation.clone().unwrap_or_else(|| {
        let (name, table) = (&model.name.text, model.database_name());
        format!("The {noun} `{name}`, in the database `{table}`.")
    })
}

/// The items of the model's module.
pub(crate) fn module(
    datamodel: &Datamodel,
    model: &Model,
    findings: &mut Vec<Diagnostic>,
) -> String {
    let visible = model.fields.iter().filter(|f| is_visible(datamodel, f));
    let fields = distinct(
        visible,
        |field: &&Field| &field.name,
        snake_case,
        "field",
        findings,
    );
    let mut w = Writer::default();
    w.line("/// The name in the schema.");
    let name = string_literal(&model.name.text);
    w.pair("pub const NAME: &str =", &format!("{name};"));
    w.blank();
    let rows = if model.is_view() { "view" } else { "table" };
    w.line(&format!(
        "/// A row of the {rows} `{}`; a relation is `None` where it was not fetched.",
        model.database_name()
    ));
    w.line("#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]");
    if fields.is_empty() {
        w.line("pub struct Data {}");
        return w.finish();
    }
    w.open("pub struct Data {");
    for (ident, field) in &fields {
        write_field(&mut w, datamodel, ident, field);
    }
    w.close("}");
    write_accessors(&mut w, datamodel, &fields);
    w.finish()
}

/// Fields that the client leaves out: ignored ones, those of types that Rust has no type for, and
/// relations with a model that is left out.
fn is_visible(datamodel: &Datamodel, field: &Field) -> bool {
    !field.ignored
        && match &field.kind {
            FieldKind::Scalar(scalar) => !matches!(scalar.ty, FieldType::Unsupported(_)),
            FieldKind::Relation(relation) => !datamodel[relation.related].ignored,
        }
}

fn write_field(w: &mut Writer, datamodel: &Datamodel, ident: &str, field: &Field) {
    w.text(&doc_comment(
        field.documentation.as_deref().unwrap_or_default(),
    ));
    let mut serde = Vec::new();
    if ident.trim_start_matches("r#") != field.name.text {
        serde.push(format!("rename = {}", string_literal(&field.name.text)));
    }
    let ty = match &field.kind {
        FieldKind::Scalar(scalar) => with_arity(scalar_type(datamodel, scalar), field.arity),
        FieldKind::Relation(relation) => {
            if field.arity == Arity::Optional {
                serde.extend([
                    "default".to_owned(),
                    "skip_serializing_if = \"Option::is_none\"".to_owned(),
                    "deserialize_with = \"prismoid::double_option\"".to_owned(),
                ]);
            }
            relation_type(datamodel, relation, field.arity)
        }
    };
    if !serde.is_empty() {
        w.attribute("serde", &serde);
    }
    w.pair(&format!("pub {ident}:"), &format!("{ty},"));
}

fn with_arity(ty: String, arity: Arity) -> String {
    match arity {
        Arity::Required => ty,
        Arity::Optional => format!("Option<{ty}>"),
        Arity::List => format!("Vec<{ty}>"),
    }
}

fn scalar_type(datamodel: &Datamodel, scalar: &ScalarField) -> String {
    match &scalar.ty {
        FieldType::Scalar(ty) => rust_type(*ty).to_owned(),
        FieldType::Enum(id) => format!("super::{}", pascal_case(&datamodel[*id].name.text)),
        // Left out by `is_visible`.
        FieldType::Unsupported(_) => "()".to_owned(),
    }
}

/// The Rust type of a scalar type.
pub(crate) fn rust_type(ty: ScalarType) -> &'static str {
    match ty {
        ScalarType::Int => "i32",
        ScalarType::BigInt => "i64",
        ScalarType::Float => "f64",
        ScalarType::Decimal => "bigdecimal::BigDecimal",
        ScalarType::Boolean => "bool",
        ScalarType::String => "String",
        ScalarType::DateTime => "chrono::DateTime<chrono::FixedOffset>",
        ScalarType::Json => "serde_json::Value",
        ScalarType::Bytes => "Vec<u8>",
    }
}

fn related_data(datamodel: &Datamodel, relation: &RelationField) -> String {
    let module = snake_case(&datamodel[relation.related].name.text);
    format!("super::{module}::Data")
}

fn relation_type(datamodel: &Datamodel, relation: &RelationField, arity: Arity) -> String {
    let data = related_data(datamodel, relation);
    match arity {
        Arity::List => format!("Option<Vec<{data}>>"),
        Arity::Required => format!("Option<Box<{data}>>"),
        Arity::Optional => format!("Option<Option<Box<{data}>>>"),
    }
}

/// A function per relation that gives what was fetched.
fn write_accessors(w: &mut Writer, datamodel: &Datamodel, fields: &[(String, &Field)]) {
    let relations: Vec<(&String, &Field, &RelationField)> = fields
        .iter()
        .filter_map(|(ident, field)| Some((ident, *field, field.relation()?)))
        .collect();
    if relations.is_empty() {
        return;
    }
    w.blank();
    w.open("impl Data {");
    for (index, (ident, field, relation)) in relations.into_iter().enumerate() {
        if index > 0 {
            w.blank();
        }
        write_accessor(w, ident, field, &related_data(datamodel, relation));
    }
    w.close("}");
}

fn write_accessor(w: &mut Writer, ident: &str, field: &Field, data: &str) {
    let (value, function) = match field.arity {
        Arity::List => (format!("&Vec<{data}>"), "many"),
        Arity::Required => (format!("&{data}"), "one"),
        Arity::Optional => (format!("Option<&{data}>"), "optional"),
    };
    let name = &field.name.text;
    w.line(&format!("/// The relation `{name}`."));
    w.line("///");
    w.line("/// # Errors");
    w.line("/// Where the query did not fetch it.");
    w.open_method(ident, &value, "prismoid::RelationNotFetchedError");
    let arguments = [format!("&self.{ident}"), string_literal(name)];
    w.call(&format!("prismoid::fetched::{function}"), &arguments);
    w.close("}");
}
