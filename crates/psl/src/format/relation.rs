//! The relations of a schema as they are written, complete or not.

use std::collections::HashMap;

use crate::syntax::ast::{Arity, Ast, Attribute, Expression, Field, FieldType, Model, Top};

/// The models of a schema and the fields that relate them.
pub(super) struct Relations<'a> {
    /// Models and views, in order.
    pub(super) models: Vec<&'a Model<'a>>,
    by_name: HashMap<&'a str, usize>,
    /// The fields whose type is a model, in order.
    sides: Vec<Side<'a>>,
}

/// A field whose type is a model.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    /// Where it stands.
    pub(super) model: usize,
    /// What it refers to.
    pub(super) related: usize,
    /// The field.
    pub(super) field: &'a Field<'a>,
    /// `@relation`
    pub(super) attribute: Option<&'a Attribute<'a>>,
}

/// A relation that columns keep: 1-1 and 1-n.
pub(super) struct Inline<'a> {
    /// The model that has the columns.
    pub(super) referencing: usize,
    /// The model they refer to.
    pub(super) referenced: usize,
    /// The field of the first.
    pub(super) forward: Option<Side<'a>>,
    /// The field of the second.
    pub(super) back: Option<Side<'a>>,
    /// Whether it is known to be 1-1.
    pub(super) one_to_one: bool,
}

/// An argument of `@relation` or of a key.
pub(super) fn argument<'a>(attribute: &'a Attribute<'a>, name: &str) -> Option<&'a Expression<'a>> {
    attribute
        .arguments
        .list
        .iter()
        .find(|argument| argument.name.is_some_and(|found| found.text == name))
        .map(|argument| &argument.value)
}

/// An argument that may be given without its name.
fn first_argument<'a>(attribute: &'a Attribute<'a>, name: &str) -> Option<&'a Expression<'a>> {
    argument(attribute, name).or_else(|| {
        attribute
            .arguments
            .list
            .iter()
            .find(|argument| argument.name.is_none())
            .map(|argument| &argument.value)
    })
}

/// The field names of `[a, b(sort: Desc)]`.
fn field_names<'a>(list: &'a Expression<'a>) -> Vec<&'a str> {
    match list {
        Expression::Array(items, _) => items.iter().flat_map(field_names).collect(),
        Expression::Constant(name, _) => vec![*name],
        Expression::Function(function) => vec![function.name.text],
        Expression::Number(..) | Expression::String(..) | Expression::Object(..) => Vec::new(),
    }
}

impl<'a> Side<'a> {
    /// The names in an argument of `@relation`; `None` where it is not given.
    pub(super) fn names(&self, argument_name: &str) -> Option<Vec<&'a str>> {
        Some(field_names(argument(self.attribute?, argument_name)?))
    }

    /// The relation's name.
    pub(super) fn name(&self) -> Option<&'a str> {
        match first_argument(self.attribute?, "name")? {
            Expression::String(name, _) => Some(name),
            Expression::Number(..)
            | Expression::Constant(..)
            | Expression::Array(..)
            | Expression::Function(_)
            | Expression::Object(..) => None,
        }
    }

    fn has_fields(&self) -> bool {
        self.attribute
            .is_some_and(|attribute| argument(attribute, "fields").is_some())
    }

    /// Whether both are the same field.
    pub(super) fn is(&self, other: &Side<'_>) -> bool {
        std::ptr::eq(self.field, other.field)
    }
}

impl<'a> Relations<'a> {
    pub(super) fn new(ast: &'a Ast<'a>) -> Self {
        let models: Vec<&Model<'_>> = ast
            .tops()
            .filter_map(|top| match top {
                Top::Model(model) => Some(model),
                Top::CompositeType(_) | Top::Enum(_) | Top::Datasource(_) | Top::Generator(_) => {
                    None
                }
            })
            .collect();
        let by_name: HashMap<&str, usize> = models
            .iter()
            .enumerate()
            .map(|(at, model)| (model.name.text, at))
            .collect();
        let mut sides = Vec::new();
        for (at, model) in models.iter().enumerate() {
            for field in &model.fields {
                if let FieldType::Named(name) = &field.ty
                    && let Some(related) = by_name.get(name.text)
                {
                    sides.push(Side {
                        model: at,
                        related: *related,
                        field,
                        attribute: field
                            .attributes
                            .iter()
                            .find(|attribute| attribute.name.text == "relation"),
                    });
                }
            }
        }
        Self {
            models,
            by_name,
            sides,
        }
    }

    /// The relations that columns keep, in the order of the fields that make them.
    pub(super) fn inline(&self) -> Vec<Inline<'a>> {
        let mut between: HashMap<_, Vec<Side<'a>>> = HashMap::new();
        for side in &self.sides {
            between
                .entry((side.model, side.related, side.name()))
                .or_default()
                .push(*side);
        }
        self.sides
            .iter()
            .filter_map(|side| {
                let opposite = between
                    .get(&(side.related, side.model, side.name()))
                    .and_then(|others| others.iter().find(|other| !other.is(side)));
                self.made_by(*side, opposite.copied())
            })
            .collect()
    }

    /// The relation that a side makes: of two sides only one does.
    fn made_by(&self, side: Side<'a>, opposite: Option<Side<'a>>) -> Option<Inline<'a>> {
        let key = |side: &Side<'a>| (self.models[side.model].name.text, side.field.name.text);
        let Some(other) = opposite else {
            return Some(match side.field.arity {
                Arity::List => Inline {
                    referencing: side.related,
                    referenced: side.model,
                    forward: None,
                    back: Some(side),
                    one_to_one: false,
                },
                Arity::Required | Arity::Optional => Inline {
                    referencing: side.model,
                    referenced: side.related,
                    forward: Some(side),
                    back: None,
                    one_to_one: self.is_unique(&side),
                },
            });
        };
        let one_to_one = match (side.field.arity, other.field.arity) {
            // The side with the list makes neither a 1-n nor, for our purpose, an m-n relation.
            (Arity::List, _) | (Arity::Optional, Arity::Required) => return None,
            (Arity::Required, Arity::Required) if key(&side) > key(&other) => return None,
            (Arity::Optional, Arity::Optional)
                if !side.has_fields() && (other.has_fields() || key(&side) > key(&other)) =>
            {
                return None;
            }
            (Arity::Required, Arity::Required | Arity::Optional)
            | (Arity::Optional, Arity::Optional) => true,
            (Arity::Required | Arity::Optional, Arity::List) => false,
        };
        Some(Inline {
            referencing: side.model,
            referenced: side.related,
            forward: Some(side),
            back: Some(other),
            one_to_one,
        })
    }

    /// Whether a unique constraint (not the primary key) covers exactly the columns of a side.
    fn is_unique(&self, side: &Side<'a>) -> bool {
        side.names("fields")
            .is_some_and(|fields| uniques(self.models[side.model]).contains(&fields))
    }

    /// The field of a model whose type is a model.
    pub(super) fn side(&self, model: usize, name: &str) -> Option<Side<'a>> {
        let first = self.sides.partition_point(|side| side.model < model);
        self.sides[first..]
            .iter()
            .take_while(|side| side.model == model)
            .find(|side| side.field.name.text == name)
            .copied()
    }

    /// The scalar field of a model.
    pub(super) fn scalar(&self, model: usize, name: &str) -> Option<&'a Field<'a>> {
        let fields: &'a [Field<'a>] = &self.models[model].fields;
        fields
            .iter()
            .find(|field| field.name.text == name && !self.is_relation(field))
    }

    fn is_relation(&self, field: &Field<'_>) -> bool {
        match &field.ty {
            FieldType::Named(name) => self.by_name.contains_key(name.text),
            FieldType::Unsupported { .. } => false,
        }
    }

    /// The fields of a model's first key: the primary one, or else the first that is unique. With
    /// `strict`, the first without an optional field and without one of an unsupported type.
    pub(super) fn key(&self, model: usize, strict: bool) -> Vec<&'a Field<'a>> {
        let declared = self.models[model];
        let fits = |field: &Field<'_>| {
            field.arity != Arity::Optional && matches!(field.ty, FieldType::Named(_))
        };
        primary_key(declared)
            .into_iter()
            .chain(uniques(declared))
            .map(|names| -> Vec<&'a Field<'a>> {
                names
                    .iter()
                    .filter_map(|name| self.scalar(model, name))
                    .collect()
            })
            .find(|fields| !strict || fields.iter().all(|field| fits(field)))
            .unwrap_or_default()
    }
}

/// The fields of `@id` or `@@id`.
fn primary_key<'a>(model: &'a Model<'a>) -> Option<Vec<&'a str>> {
    single_keys(model, "id").next().or_else(|| {
        model
            .attributes
            .iter()
            .find(|attribute| attribute.name.text == "id")
            .and_then(|attribute| first_argument(attribute, "fields"))
            .map(field_names)
    })
}

/// The fields of each `@unique` and `@@unique`.
fn uniques<'a>(model: &'a Model<'a>) -> Vec<Vec<&'a str>> {
    let compound = model
        .attributes
        .iter()
        .filter(|attribute| attribute.name.text == "unique")
        .filter_map(|attribute| first_argument(attribute, "fields"))
        .map(field_names);
    single_keys(model, "unique").chain(compound).collect()
}

/// The fields with an attribute, each a key by itself.
fn single_keys<'a>(
    model: &'a Model<'a>,
    attribute: &'static str,
) -> impl Iterator<Item = Vec<&'a str>> {
    model
        .fields
        .iter()
        .filter(move |field| {
            field
                .attributes
                .iter()
                .any(|found| found.name.text == attribute)
        })
        .map(|field| vec![field.name.text])
}
