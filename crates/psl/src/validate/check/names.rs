//! The names of keys and indexes, in the database and in the client.

use std::collections::HashMap;

use diag::{Diagnostic, Span};
use schema::MAX_IDENTIFIER_BYTES;

use super::super::context::Context;
use super::super::relations::{self, Shape};
use crate::codes;
use crate::datamodel::{FieldRef, IndexKind, Model, ModelId, constraint_name};
use crate::syntax::ast::Attribute;

/// Who has which name. Each list holds the places of all that bear it.
#[derive(Default)]
pub(super) struct Names {
    /// Primary keys and indexes, which share a namespace per schema of the database.
    keys: HashMap<(Option<String>, String), Vec<Span>>,
    /// Primary keys, indexes and foreign keys of a table.
    constraints: HashMap<(ModelId, String), Vec<Span>>,
    /// Names that the client gives to keys and unique indexes of a model.
    clients: HashMap<(ModelId, String), Vec<Span>>,
    /// The fields of a model that could be sides of the same relation.
    pub(super) sides: HashMap<(ModelId, ModelId, String), Vec<FieldRef>>,
}

/// Gives every key and index its name in the database.
pub(super) fn assign(ctx: &mut Context<'_>) {
    for model in &mut ctx.datamodel.models {
        let names = assigned(model);
        if let (Some(key), Some(name)) = (&mut model.primary_key, names.0) {
            key.database_name = name;
        }
        for (index, name) in model.indexes.iter_mut().zip(names.1) {
            index.database_name = name;
        }
    }
}

fn assigned(model: &Model) -> (Option<String>, Vec<String>) {
    let table = model.database_name();
    let key = model.primary_key.as_ref().map(|key| match &key.map {
        Some(map) => map.text.clone(),
        None => constraint_name(table, &[], "_pkey"),
    });
    let indexes = model.indexes.iter().map(|index| {
        if let Some(map) = &index.map {
            return map.text.clone();
        }
        let columns: Vec<&str> = index
            .fields
            .iter()
            .map(|column| model[column.field].database_name())
            .collect();
        let suffix = match index.kind {
            IndexKind::Normal => "_idx",
            IndexKind::Unique => "_key",
        };
        // An index without columns is refused, but its name must not be that of the table.
        let columns = if columns.is_empty() {
            &[""][..]
        } else {
            &columns
        };
        constraint_name(table, columns, suffix)
    });
    (key, indexes.collect())
}

impl Names {
    /// Collects the names of all models and relations.
    pub(super) fn collect(ctx: &Context<'_>) -> Self {
        let mut names = Self::default();
        for id in ctx.model_ids() {
            let model = ctx.model(id);
            let mut add = |name: &str, place: Span, client: Option<&crate::datamodel::Name>| {
                if let Some(client) = client {
                    names
                        .clients
                        .entry((id, client.text.clone()))
                        .or_default()
                        .push(client.span);
                }
                // What is unique in a view has no name in the database.
                if model.is_view() {
                    return;
                }
                let schema = model.schema.as_ref().map(|schema| schema.text.clone());
                names
                    .keys
                    .entry((schema, name.to_owned()))
                    .or_default()
                    .push(place);
                names
                    .constraints
                    .entry((id, name.to_owned()))
                    .or_default()
                    .push(place);
            };
            if let Some(key) = &model.primary_key {
                add(&key.database_name, key.span, key.name.as_ref());
            }
            for index in &model.indexes {
                add(&index.database_name, index.span, index.name.as_ref());
            }
            for field in ctx.field_refs(id) {
                if let Some(relation) = ctx.relation(field) {
                    let side = (id, relation.related, relations::name(ctx, field));
                    names.sides.entry(side).or_default().push(field);
                }
            }
        }
        names.add_foreign_keys(ctx);
        names
    }

    fn add_foreign_keys(&mut self, ctx: &Context<'_>) {
        for relation in &ctx.inferred {
            if matches!(relation.shape, Shape::ManyToMany { .. }) {
                continue;
            }
            if let Some(forward) = relation.a() {
                self.constraints
                    .entry((forward.model, relations::key_name(ctx, forward)))
                    .or_default()
                    .push(ctx.field(forward).span);
            }
        }
    }

    /// Reports a primary key or index whose name another one has.
    pub(super) fn check_key(
        &self,
        ctx: &mut Context<'_>,
        model: ModelId,
        name: &str,
        attribute: &Attribute<'_>,
        place: Span,
    ) {
        let schema = ctx.model(model).schema.as_ref();
        let key = (schema.map(|schema| schema.text.clone()), name.to_owned());
        report_taken(
            ctx,
            self.keys.get(&key),
            name,
            attribute.span,
            place,
            "schema",
        );
    }

    /// Reports a constraint whose name another one of the same table has.
    pub(super) fn check_constraint(
        &self,
        ctx: &mut Context<'_>,
        model: ModelId,
        name: &str,
        owner: Span,
        place: Span,
    ) {
        let others = self.constraints.get(&(model, name.to_owned()));
        report_taken(ctx, others, name, owner, place, "table");
    }

    /// Reports a name that a client would use twice on a model.
    pub(super) fn check_client(
        &self,
        ctx: &mut Context<'_>,
        model: ModelId,
        name: &crate::datamodel::Name,
        place: Span,
    ) {
        let Some(places) = self.clients.get(&(model, name.text.clone())) else {
            return;
        };
        if places.len() < 2 {
            return;
        }
        let mut finding = Diagnostic::error(
            &codes::DUPLICATE_CLIENT_NAME,
            format!("the model has the name `{}` twice", name.text),
        )
        .at(place, "this name")
        .help("give one of them another `name`");
        for other in places.iter().filter(|other| **other != name.span) {
            finding = finding.also(*other, "used here, too");
        }
        ctx.push(finding);
    }

    /// Reports a field whose name is also that of a key.
    pub(super) fn check_field(&self, ctx: &mut Context<'_>, field: FieldRef) {
        let name = ctx.field(field).name.clone();
        let Some(places) = self.clients.get(&(field.model, name.text.clone())) else {
            return;
        };
        let model = ctx.model(field.model).span;
        // One finding for a primary key and one for unique indexes, however many.
        let key = ctx.model(field.model).primary_key.as_ref();
        let key_has = key.and_then(|key| key.name.as_ref()).map(|name| name.span);
        let first = |of_key: bool| {
            places
                .iter()
                .copied()
                .find(|place| (Some(*place) == key_has) == of_key)
        };
        for place in [first(true), first(false)].into_iter().flatten() {
            ctx.push(
                Diagnostic::error(
                    &codes::CLIENT_NAME_OF_FIELD,
                    format!("`{}` is the name of a field and of a key", name.text),
                )
                .at(model, "")
                .also(name.span, "the field")
                .also(place, "the key")
                .help("give the key another `name`"),
            );
        }
    }
}

fn report_taken(
    ctx: &mut Context<'_>,
    places: Option<&Vec<Span>>,
    name: &str,
    owner: Span,
    place: Span,
    scope: &str,
) {
    let Some(places) = places.filter(|places| places.len() > 1) else {
        return;
    };
    let mut finding = Diagnostic::error(
        &codes::DUPLICATE_CONSTRAINT_NAME,
        format!("the constraint name `{name}` is used twice in the {scope}"),
    )
    .at(place, "this constraint")
    .help("give one of them another name with `map`");
    if let Some(other) = places.iter().find(|other| **other != owner) {
        finding = finding.also(*other, "has the name, too");
    }
    ctx.push(finding);
}

/// Reports a name from `map` that PostgreSQL would cut.
pub(super) fn check_length(ctx: &mut Context<'_>, name: &str, owner: Span) {
    if name.len() > MAX_IDENTIFIER_BYTES {
        ctx.push(
            Diagnostic::error(
                &codes::CONSTRAINT_NAME_TOO_LONG,
                format!(
                    "the constraint name `{name}` has {} bytes, and PostgreSQL keeps {MAX_IDENTIFIER_BYTES}",
                    name.len()
                ),
            )
            .at(owner, "")
            .help("shorten the name"),
        );
    }
}

/// The argument of an attribute, or else the attribute.
pub(super) fn argument(attribute: &Attribute<'_>, name: &str) -> Option<Span> {
    attribute
        .arguments
        .list
        .iter()
        .find(|argument| argument.name.is_some_and(|known| known.text == name))
        .map(|argument| argument.span)
}
