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
    keys: HashMap<String, Places>,
    /// Primary keys, indexes and foreign keys of a table.
    constraints: HashMap<ModelId, Places>,
    /// Names that the client gives to keys and unique indexes of a model.
    clients: HashMap<ModelId, Places>,
    /// The fields of a model that could be sides of the same relation, for each name of one.
    sides: Vec<Vec<FieldRef>>,
    /// Which list of `sides` a field is in.
    side_of: HashMap<FieldRef, usize>,
}

/// The places of all that bear a name.
type Places = HashMap<String, Vec<Span>>;

/// The schema of a model's table, empty where it has the connection's own.
fn schema_of(model: &Model) -> &str {
    model
        .schema
        .as_ref()
        .map_or("", |schema| schema.text.as_str())
}

/// Adds a place to those of a name.
fn add(places: &mut Places, name: &str, place: Span) {
    if let Some(known) = places.get_mut(name) {
        known.push(place);
    } else {
        places.insert(name.to_owned(), vec![place]);
    }
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
    /// Collects the names of all models and relations. What is unique in a view has no name in the
    /// database, but Prisma keeps its name from others.
    pub(super) fn collect(ctx: &Context<'_>) -> Self {
        let mut names = Self::default();
        let mut sides = HashMap::new();
        for id in ctx.model_ids() {
            names.add_keys(id, ctx.model(id));
            for field in ctx.field_refs(id) {
                if let Some(relation) = ctx.relation(field) {
                    let side = (id, relation.related, relations::name(ctx, field));
                    let list = *sides.entry(side).or_insert_with(|| {
                        names.sides.push(Vec::new());
                        names.sides.len() - 1
                    });
                    names.sides[list].push(field);
                    names.side_of.insert(field, list);
                }
            }
        }
        names.add_foreign_keys(ctx);
        names
    }

    fn add_keys(&mut self, id: ModelId, model: &Model) {
        let key = model.primary_key.iter();
        let key = key.map(|key| (&key.database_name, key.span, &key.name));
        let indexes = model.indexes.iter();
        let indexes = indexes.map(|index| (&index.database_name, index.span, &index.name));
        for (name, place, client) in key.chain(indexes) {
            if let Some(client) = client {
                add(
                    self.clients.entry(id).or_default(),
                    &client.text,
                    client.span,
                );
            }
            let schema = schema_of(model);
            if !self.keys.contains_key(schema) {
                self.keys.insert(schema.to_owned(), Places::new());
            }
            if let Some(places) = self.keys.get_mut(schema) {
                add(places, name, place);
            }
            add(self.constraints.entry(id).or_default(), name, place);
        }
    }

    fn add_foreign_keys(&mut self, ctx: &Context<'_>) {
        for relation in &ctx.inferred {
            if matches!(relation.shape, Shape::ManyToMany { .. }) {
                continue;
            }
            if let Some(forward) = relation.a() {
                let name = relations::key_name(ctx, forward);
                let places = self.constraints.entry(forward.model).or_default();
                add(places, &name, ctx.field(forward).span);
            }
        }
    }

    /// The fields of a model that could be sides of the same relation as one of them.
    pub(super) fn sides(&self, field: FieldRef) -> &[FieldRef] {
        self.side_of
            .get(&field)
            .map_or(&[], |list| self.sides[*list].as_slice())
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
        let places = self.keys.get(schema_of(ctx.model(model)));
        let places = places.and_then(|places| places.get(name));
        report_taken(ctx, places, name, attribute.span, place, "schema");
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
        let places = self.constraints.get(&model);
        let others = places.and_then(|places| places.get(name));
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
        let places = self.clients.get(&model);
        let Some(places) = places.and_then(|places| places.get(&name.text)) else {
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
        if let Some(other) = places.iter().find(|other| **other != name.span) {
            finding = finding.also(*other, "used here, too");
        }
        ctx.push(finding);
    }

    /// Reports a field whose name is also that of a key.
    pub(super) fn check_field(&self, ctx: &mut Context<'_>, field: FieldRef) {
        let Some(places) = self.clients.get(&field.model) else {
            return;
        };
        let name = ctx.field(field).name.clone();
        let Some(places) = places.get(&name.text) else {
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
