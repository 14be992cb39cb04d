//! Names in the database: too long, empty, or taken by something else.

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
pub(super) fn check(ctx: &mut Context<'_>) {
    let mut names: Vec<(&str, Name)> = Vec::new();
    if let Some(source) = &ctx.datamodel.datasource {
        names.extend(source.schemas.iter().map(|name| ("schema", name.clone())));
    }
    for model in &ctx.datamodel.models {
        let noun = if model.is_view() { "view" } else { "table" };
        names.push((noun, model.map.as_ref().unwrap_or(&model.name).clone()));
        for (_, field, scalar) in model.scalar_fields() {
            let name = scalar.map.as_ref().unwrap_or(&field.name);
            names.push(("column", name.clone()));
        }
    }
    for block in &ctx.datamodel.enums {
        names.push(("type", block.map.as_ref().unwrap_or(&block.name).clone()));
    }
    for (noun, name) in names {
        check_name(ctx, noun, &name);
    }
    check_relations_of_schema(ctx);
    check_types(ctx);
}

fn check_name(ctx: &mut Context<'_>, noun: &str, name: &Name) {
    let text = &name.text;
    if text.is_empty() {
        ctx.push(
            Diagnostic::error(
                &codes::EMPTY_DATABASE_NAME,
                format!("the name of the {noun} in the database is empty"),
            )
            .at(name.span, "")
            .help("give a name"),
        );
    } else if text.len() > MAX_IDENTIFIER_BYTES {
        let kept = schema::truncate_identifier(text);
        ctx.push(
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
        ctx.push(
            Diagnostic::error(
                &codes::NUL_CHARACTER,
                format!("the name of the {noun} contains a NUL character"),
            )
            .at(name.span, ""),
        );
    } else if noun == "column" && SYSTEM_COLUMNS.contains(&text.as_str()) {
        ctx.push(
            Diagnostic::error(
                &codes::SYSTEM_COLUMN,
                format!("every table of PostgreSQL has a column `{text}` of its own already"),
            )
            .at(name.span, "")
            .help("give the column another name"),
        );
    }
}

/// The schema and name of an object of the database.
type Key = (Option<String>, String);

/// Tables, views and indexes share their names in a schema.
fn check_relations_of_schema(ctx: &mut Context<'_>) {
    let mut taken: HashMap<Key, (String, Span)> = HashMap::new();
    let mut found = Vec::new();
    for model in &ctx.datamodel.models {
        let schema = model.schema.as_ref().map(|schema| schema.text.clone());
        let name = model.database_name().to_owned();
        let place = model.map.as_ref().unwrap_or(&model.name).span;
        taken.insert(
            (schema, name.clone()),
            (format!("the table `{name}`"), place),
        );
    }
    for relation in &ctx.inferred {
        if let (Shape::ManyToMany { .. }, Some(a)) = (relation.shape, relation.a()) {
            let schema = ctx
                .model(a.model)
                .schema
                .as_ref()
                .map(|name| name.text.clone());
            let table = join_table_name(&relations::name(ctx, a));
            let what = format!("the table of the relation `{}`", ctx.path(a));
            let place = ctx.field(a).name.span;
            let index = format!("{table}_B_index");
            claim(
                &mut taken,
                (schema.clone(), table),
                what.clone(),
                place,
                &mut found,
            );
            claim(&mut taken, (schema, index), what, place, &mut found);
        }
    }
    for model in &ctx.datamodel.models {
        if model.is_view() {
            continue;
        }
        let schema = model.schema.as_ref().map(|schema| schema.text.clone());
        let keys = model
            .primary_key
            .iter()
            .map(|key| (&key.database_name, key.span));
        let indexes = model
            .indexes
            .iter()
            .map(|index| (&index.database_name, index.span));
        for (name, place) in keys.chain(indexes) {
            // That two indexes have the same name is found elsewhere.
            let key = (schema.clone(), name.clone());
            let what = format!("the index `{name}`");
            let index =
                matches!(taken.get(&key), Some((other, _)) if other.starts_with("the index"));
            if !index {
                claim(&mut taken, key, what, place, &mut found);
            }
        }
    }
    for (what, place, other, first) in found {
        ctx.push(
            Diagnostic::error(
                &codes::DATABASE_NAME_TAKEN,
                format!("{what} has the name of {other}"),
            )
            .at(place, "")
            .also(first, "has the name already")
            .help("give one of them another name in the database"),
        );
    }
}

/// Gives an object its name, or notes that another one has it.
fn claim(
    taken: &mut HashMap<Key, (String, Span)>,
    key: Key,
    what: String,
    place: Span,
    found: &mut Vec<(String, Span, String, Span)>,
) {
    if let Some((other, first)) = taken.get(&key) {
        found.push((what, place, other.clone(), *first));
    } else {
        taken.insert(key, (what, place));
    }
}

/// A table is a type, too, so it cannot have the name of an enum.
fn check_types(ctx: &mut Context<'_>) {
    let mut types: HashMap<Key, Span> = HashMap::new();
    for model in &ctx.datamodel.models {
        let schema = model.schema.as_ref().map(|schema| schema.text.clone());
        let place = model.map.as_ref().unwrap_or(&model.name).span;
        types.insert((schema, model.database_name().to_owned()), place);
    }
    let mut found = Vec::new();
    for block in &ctx.datamodel.enums {
        let schema = block.schema.as_ref().map(|schema| schema.text.clone());
        let name = block.map.as_ref().unwrap_or(&block.name);
        if let Some(place) = types.get(&(schema, block.database_name().to_owned())) {
            found.push((name.clone(), *place));
        }
    }
    for (name, table) in found {
        ctx.push(
            Diagnostic::error(
                &codes::DATABASE_NAME_TAKEN,
                format!("the enum's type `{}` has the name of a table", name.text),
            )
            .at(name.span, "")
            .also(table, "the table, which is a type in PostgreSQL, too")
            .help("give one of them another name with `@@map`"),
        );
    }
}
