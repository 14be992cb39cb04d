//! Fields that are columns.

use std::collections::BTreeMap;

use schema::{Column, QualifiedName, Table};

use super::attribute::Rewrite;
use super::block::Blocks;
use super::types;
use super::value::{self, quoted};
use crate::datamodel::{DefaultFunction, FieldId, Model, ScalarField};
use crate::syntax::ast;

/// The line of a new field, without attributes of keys.
pub(super) fn line(
    blocks: &Blocks<'_>,
    table: &QualifiedName,
    column: &Column,
    keys: &[String],
) -> String {
    let name = blocks.names.field(table, &column.name);
    let ty = types::of(&column.ty, blocks.names);
    let mut words = vec![name.to_owned(), with_arity(&ty.text, column)];
    words.extend(keys.iter().cloned());
    if let Some(default) = value::default(column, &ty, blocks.live, blocks.names) {
        words.push(format!("@default({default})"));
    }
    if name != column.name {
        words.push(format!("@map({})", quoted(&column.name)));
    }
    if let Some(native) = ty.native {
        words.push(format!("@{}.{native}", blocks.datasource()));
    }
    words.join(" ")
}

/// `Int?`, `Int[]`
fn with_arity(ty: &str, column: &Column) -> String {
    if column.ty.array {
        format!("{ty}[]")
    } else if column.nullable {
        format!("{ty}?")
    } else {
        ty.to_owned()
    }
}

/// What changes of the fields that stand, and the columns that have none.
pub(super) fn compare<'a>(
    blocks: &Blocks<'_>,
    name: &QualifiedName,
    model: &Model,
    declared: &ast::Model<'_>,
    table: &'a Table,
    rewrites: &mut BTreeMap<FieldId, Rewrite>,
) -> Vec<&'a Column> {
    let wanted = blocks.existing.wanted.tables.get(name);
    let mut new = Vec::new();
    for live in &table.columns {
        let field = model
            .scalar_fields()
            .find(|(_, field, _)| field.database_name() == live.name);
        let Some((id, field, scalar)) = field else {
            new.push(live);
            continue;
        };
        let Some(wanted) = wanted.and_then(|table| table.column(&live.name)) else {
            continue;
        };
        let written = declared
            .fields
            .iter()
            .find(|it| it.name.span == field.name.span);
        if let Some(written) = written {
            let rewrite = rewrites.entry(id).or_default();
            compare_column(blocks, scalar, written, wanted, live, rewrite);
        }
    }
    new
}

fn compare_column(
    blocks: &Blocks<'_>,
    scalar: &ScalarField,
    written: &ast::Field<'_>,
    wanted: &Column,
    live: &Column,
    rewrite: &mut Rewrite,
) {
    let ty = types::of(&live.ty, blocks.names);
    // A list may be null in the database, and the schema cannot say so.
    let same_arity =
        wanted.ty.array == live.ty.array && (live.ty.array || wanted.nullable == live.nullable);
    let same_type = types::same(&wanted.ty, &live.ty);
    if !same_arity || !same_type {
        rewrite.ty = Some(with_arity(&ty.text, live));
    }
    let prefix = format!("{}.", blocks.datasource());
    if !same_type {
        let native = written
            .attributes
            .iter()
            .find(|it| it.name.text.starts_with(&prefix));
        match (native, ty.native.as_ref()) {
            (Some(old), Some(new)) => {
                let text = format!("@{}.{new}", blocks.datasource());
                rewrite.replace.insert(old.span.start, text);
            }
            (Some(old), None) => {
                rewrite.drop.insert(old.span.start);
            }
            (None, Some(new)) => rewrite.add.push(format!("@{}.{new}", blocks.datasource())),
            (None, None) => {}
        }
    }
    if same_default(scalar, wanted, live) && same_type {
        return;
    }
    let default = value::default(live, &ty, blocks.live, blocks.names);
    let default = default.map(|default| format!("@default({default})"));
    let old = written
        .attributes
        .iter()
        .find(|it| it.name.text == "default");
    match (old, default) {
        (Some(old), Some(new)) => {
            rewrite.replace.insert(old.span.start, new);
        }
        (Some(old), None) if !is_client_side(scalar) => {
            rewrite.drop.insert(old.span.start);
        }
        (None, Some(new)) => rewrite.add.push(new),
        (Some(_) | None, None) => {}
    }
}

/// Whether the database gives the same default as the schema says; what the client makes is no
/// default of the database.
fn same_default(scalar: &ScalarField, wanted: &Column, live: &Column) -> bool {
    if wanted.sequence.is_some() {
        return live.sequence.is_some() || live.identity.is_some();
    }
    // `dbgenerated()` leaves to the database what it does: a trigger may be behind it.
    let open = scalar
        .default
        .as_ref()
        .is_some_and(|default| default.function() == Some(&DefaultFunction::DbGenerated(None)));
    if open {
        return true;
    }
    if live.sequence.is_some() || live.identity.is_some() {
        return false;
    }
    live.generated.is_none() && wanted.default == live.default
}

fn is_client_side(scalar: &ScalarField) -> bool {
    scalar
        .default
        .as_ref()
        .and_then(crate::datamodel::DefaultValue::function)
        .is_some_and(DefaultFunction::is_client_side)
}
