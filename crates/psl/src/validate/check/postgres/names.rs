//! Names in the database: too long, empty, or taken by something else.

use std::borrow::Cow;
use std::collections::HashMap;

use diag::{Diagnostic, Span};
use schema::MAX_IDENTIFIER_BYTES;

use super::super::super::context::Context;
use super::super::super::relations::{self, Shape};
use crate::codes;
use crate::datamodel::{Name, join_table_name};

/// Columns that every table of PostgreSQL has.
const SYSTEM_COLUMNS: &[&str] = &["cmax", "cmin", "ctid", "tableoid", "xmax", "xmin"];

/// Checks the names of tables, columns, types and schemas.
pub(super) fn check(ctx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    if let Some(source) = &ctx.datamodel.datasource {
        for name in &source.schemas {
            check_name("schema", name, findings);
        }
    }
    for model in &ctx.datamodel.models {
        let noun = if model.is_view() { "view" } else { "table" };
        check_name(noun, model.map.as_ref().unwrap_or(&model.name), findings);
        for (_, field, scalar) in model.scalar_fields() {
            check_name(
                "column",
                scalar.map.as_ref().unwrap_or(&field.name),
                findings,
            );
        }
    }
    for block in &ctx.datamodel.enums {
        check_name("type", block.map.as_ref().unwrap_or(&block.name), findings);
    }
    check_tables_and_indexes(ctx, findings);
    check_types(ctx, findings);
}

fn check_name(noun: &str, name: &Name, findings: &mut Vec<Diagnostic>) {
    let text = &name.text;
    if text.is_empty() {
        findings.push(
            Diagnostic::error(
                &codes::EMPTY_DATABASE_NAME,
                format!("the name of the {noun} in the database is empty"),
            )
            .at(name.span, "")
            .help("give a name"),
        );
    } else if text.len() > MAX_IDENTIFIER_BYTES {
        let kept = schema::truncate_identifier(text);
        findings.push(
            Diagnostic::error(
                &codes::DATABASE_NAME_TOO_LONG,
                format!(
                    "the name of the {noun} has {} bytes, and PostgreSQL keeps {MAX_IDENTIFIER_BYTES}",
                    text.len()
                ),
            )
            .at(name.span, "")
            .note(format!("the database would call it `{kept}`"))
            .help("shorten the name in the database with `@map` or `@@map`"),
        );
    } else if text.contains('\0') {
        findings.push(
            Diagnostic::error(
                &codes::NUL_CHARACTER,
                format!("the name of the {noun} contains a NUL character"),
            )
            .at(name.span, ""),
        );
    } else if noun == "column" && SYSTEM_COLUMNS.contains(&text.as_str()) {
        findings.push(
            Diagnostic::error(
                &codes::SYSTEM_COLUMN,
                format!("every table of PostgreSQL has a column `{text}` of its own already"),
            )
            .at(name.span, "")
            .help("give the column another name"),
        );
    }
}

/// The schema, empty where it is the connection's own, and the name of an object.
type Key<'c> = (&'c str, Cow<'c, str>);

/// Who has a name: what it is, and where it was declared.
type Owners<'c> = HashMap<Key<'c>, (&'static str, Span)>;

/// The schema of a model or enum.
fn schema_of(name: Option<&Name>) -> &str {
    name.map_or("", |name| name.text.as_str())
}

/// The tables and views of all models, by name.
fn tables<'c>(ctx: &'c Context<'_>) -> Owners<'c> {
    let mut owners = Owners::with_capacity(ctx.datamodel.models.len());
    for model in &ctx.datamodel.models {
        let place = model.map.as_ref().unwrap_or(&model.name).span;
        let key = (
            schema_of(model.schema.as_ref()),
            model.database_name().into(),
        );
        owners.insert(key, ("a table", place));
    }
    owners
}

/// Tables, views and indexes share their names in a schema.
fn check_tables_and_indexes(ctx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut owners = tables(ctx);
    for relation in &ctx.inferred {
        let (Shape::ManyToMany { .. }, Some(a)) = (relation.shape, relation.a()) else {
            continue;
        };
        let schema = schema_of(ctx.model(a.model).schema.as_ref());
        let place = ctx.field(a).name.span;
        let table = join_table_name(&relations::name(ctx, a));
        let index = format!("{table}_B_index");
        for (what, name) in [("table", table), ("index", index)] {
            if let Some((other, first)) = owners.get(&(schema, name.as_str().into())) {
                findings.push(taken(what, &name, place, other, *first));
            } else {
                owners.insert(
                    (schema, name.into()),
                    ("the table of an m-n relation", place),
                );
            }
        }
    }
    for model in ctx.datamodel.models.iter().filter(|model| !model.is_view()) {
        let schema = schema_of(model.schema.as_ref());
        let key = model.primary_key.iter();
        let key = key.map(|key| (&key.database_name, key.span));
        let indexes = model.indexes.iter();
        let indexes = indexes.map(|index| (&index.database_name, index.span));
        // That two indexes have the same name is found elsewhere.
        for (name, place) in key.chain(indexes) {
            if let Some((other, first)) = owners.get(&(schema, name.as_str().into())) {
                findings.push(taken("index", name, place, other, *first));
            }
        }
    }
}

/// A table is a type, too, so it cannot have the name of an enum.
fn check_types(ctx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let owners = tables(ctx);
    for block in &ctx.datamodel.enums {
        let name = block.map.as_ref().unwrap_or(&block.name);
        let key = (
            schema_of(block.schema.as_ref()),
            block.database_name().into(),
        );
        if let Some((_, first)) = owners.get(&key).filter(|_| !name.text.is_empty()) {
            let finding = taken("type of an enum", &name.text, name.span, "a table", *first);
            findings.push(finding.note("a table of PostgreSQL is a type as well"));
        }
    }
}

fn taken(what: &str, name: &str, place: Span, other: &str, first: Span) -> Diagnostic {
    Diagnostic::error(
        &codes::DATABASE_NAME_TAKEN,
        format!("the {what} `{name}` has the name of {other}"),
    )
    .at(place, "")
    .also(first, "has the name already")
    .help("give one of them another name in the database")
}
