//! What relations lack: fields on the other side, arguments of `@relation`, columns.
//!
//! What is added is what Prisma adds, even where it does not make the schema right: the field for
//! the other side of a named relation gets no name. But then Prisma adds another such field each
//! time; here the first one is taken for an answer, so that formatting twice changes nothing.

use std::borrow::Cow;
use std::fmt::Write as _;

use diag::{SourceId, Sources, Span};

use super::inflect::{camel_case, plural};
use super::relation::{Inline, Relations, Side};
use crate::syntax::ast::{Arity, Field, FieldType, Top};
use crate::{syntax, validate};

/// A text to be inserted.
pub(super) struct Insertion {
    /// Where: an empty span.
    pub(super) place: Span,
    /// What.
    pub(super) text: String,
}

/// All that is missing, in the order of the places in each source. Nothing is added to a schema
/// whose names, types and attributes do not make sense yet.
pub(super) fn insertions(sources: &Sources, ids: &[SourceId]) -> Vec<Insertion> {
    let (mut ast, findings) = syntax::parse(sources, ids);
    // That PostgreSQL has no composite types does not keep relations from being completed.
    for file in &mut ast.files {
        file.tops
            .retain(|top| !matches!(top, Top::CompositeType(_)));
    }
    if findings.iter().any(diag::Diagnostic::is_error) || !validate::resolves(sources, &ast) {
        return Vec::new();
    }
    let relations = Relations::new(&ast);
    let inline = relations.inline();
    let mut completion = Completion {
        sources,
        relations: &relations,
        found: Vec::new(),
    };
    let stand_ins: Vec<Side<'_>> = inline
        .iter()
        .filter_map(|relation| completion.stand_in(relation))
        .collect();
    let is_stand_in = |relation: &Inline<'_>| {
        // Two of them can look like a relation of their own.
        [relation.forward, relation.back]
            .iter()
            .flatten()
            .all(|side| stand_ins.iter().any(|stand_in| stand_in.is(side)))
    };
    let open: Vec<&Inline<'_>> = inline
        .iter()
        .filter(|relation| !is_stand_in(relation))
        .collect();
    for relation in &open {
        if completion.stand_in(relation).is_none() {
            completion.relation_fields(relation);
        }
        completion.columns(relation);
    }
    for relation in &open {
        completion.attribute(relation);
    }
    let mut found = completion.found;
    found.sort_by_key(|insertion| insertion.place.start);
    found
}

/// The text with the insertions made.
pub(super) fn apply<'t>(
    text: &'t str,
    insertions: impl Iterator<Item = &'t Insertion>,
) -> Cow<'t, str> {
    let mut out = String::new();
    let mut done = 0;
    for insertion in insertions {
        let place = insertion.place.start as usize;
        out.push_str(&text[done..place]);
        out.push_str(&insertion.text);
        done = place;
    }
    if out.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

struct Completion<'r, 'a> {
    sources: &'a Sources,
    relations: &'r Relations<'a>,
    found: Vec<Insertion>,
}

/// A column of a relation: one there is, or one to be added.
struct Column<'a> {
    name: String,
    arity: Arity,
    /// Where the type is taken from.
    like: &'a Field<'a>,
    /// The field it refers to.
    references: &'a Field<'a>,
}

impl<'a> Completion<'_, 'a> {
    fn insert(&mut self, place: Span, text: String) {
        self.found.push(Insertion { place, text });
    }

    /// Adds a line to the end of a model.
    fn add_line(&mut self, model: usize, line: String) {
        let end = self.relations.models[model].span;
        let place = Span {
            start: end.end - 1,
            end: end.end - 1,
            ..end
        };
        self.insert(place, line);
    }

    fn name(&self, model: usize) -> &'a str {
        self.relations.models[model].name.text
    }

    /// The fields that are missing on either side.
    fn relation_fields(&mut self, relation: &Inline<'a>) {
        if relation.back.is_none() {
            let model = self.name(relation.referencing);
            let ignored = self.relations.models[relation.referencing]
                .attributes
                .iter()
                .any(|attribute| attribute.name.text == "ignore");
            let name = self.back_name(relation);
            let mark = if relation.one_to_one { "?" } else { "[]" };
            let ignore = if ignored { " @ignore" } else { "" };
            self.add_line(
                relation.referenced,
                format!("{name} {model}{mark}{ignore}\n"),
            );
        }
        if relation.forward.is_none() {
            let model = self.name(relation.referenced);
            let optional = self
                .inferred_columns(relation)
                .iter()
                .any(|column| column.arity == Arity::Optional);
            let line = format!(
                "{} {model}{} @relation({}, {})\n",
                camel_case(model),
                if optional { "?" } else { "" },
                self.fields_argument(relation),
                self.references_argument(relation),
            );
            self.add_line(relation.referencing, line);
        }
    }

    /// The name of a field that is added to the referenced model.
    fn back_name(&self, relation: &Inline<'a>) -> String {
        let name = camel_case(self.name(relation.referencing));
        if relation.one_to_one {
            name
        } else {
            plural(&name)
        }
    }

    /// The field without a relation's name that stands where one would be added for the other side
    /// of a named relation: an earlier run has added it.
    fn stand_in(&self, relation: &Inline<'a>) -> Option<Side<'a>> {
        let given = relation.forward.or(relation.back)?;
        given.name()?;
        let side = match (relation.forward, relation.back) {
            (Some(_), None) => {
                let arity = if relation.one_to_one {
                    Arity::Optional
                } else {
                    Arity::List
                };
                self.relations
                    .side(relation.referenced, &self.back_name(relation))
                    .filter(|side| side.field.arity == arity && side.attribute.is_none())
            }
            (None, Some(_)) => self
                .relations
                .side(
                    relation.referencing,
                    &camel_case(self.name(relation.referenced)),
                )
                .filter(|side| side.names("fields").is_some() && side.name().is_none()),
            (Some(_), Some(_)) | (None, None) => None,
        };
        side.filter(|side| side.related == given.model)
    }

    /// The columns that are missing.
    fn columns(&mut self, relation: &Inline<'a>) {
        if relation
            .forward
            .is_some_and(|forward| forward.names("fields").is_some())
        {
            return;
        }
        for column in self.inferred_columns(relation) {
            if self
                .relations
                .scalar(relation.referencing, &column.name)
                .is_some()
            {
                continue;
            }
            let FieldType::Named(ty) = &column.like.ty else {
                return;
            };
            if !is_scalar(ty.text) {
                return;
            }
            let mut line = format!("{} {}{}", column.name, ty.text, mark(column.arity));
            if let Some(native) = column
                .references
                .attributes
                .iter()
                .find(|attribute| attribute.name.text.contains('.'))
            {
                line.push(' ');
                line.push_str(self.sources.slice(native.span));
            }
            line.push('\n');
            self.add_line(relation.referencing, line);
        }
    }

    /// `@relation`, or the arguments it lacks.
    fn attribute(&mut self, relation: &Inline<'a>) {
        let Some(forward) = relation.forward else {
            return;
        };
        let Some(attribute) = forward.attribute else {
            let fields = self.fields_argument(relation);
            let references = self.references_argument(relation);
            let place = self.behind_type(forward.field);
            self.insert(place, format!(" @relation({fields}, {references})"));
            return;
        };
        let mut missing = Vec::new();
        if forward.names("fields").is_none() {
            missing.push(self.fields_argument(relation));
        }
        if forward.names("references").is_none() {
            missing.push(self.references_argument(relation));
        }
        if missing.is_empty() {
            return;
        }
        let missing = missing.join(", ");
        let end = Span {
            start: attribute.span.end,
            ..attribute.span
        };
        let inside = Span {
            start: end.start - 1,
            end: end.start - 1,
            ..end
        };
        if !attribute.arguments.list.is_empty() {
            self.insert(inside, format!(", {missing}"));
        } else if self.sources.slice(attribute.span).ends_with(')') {
            self.insert(inside, missing);
        } else {
            self.insert(end, format!("({missing})"));
        }
    }

    /// The place behind a type and the marks of its arity.
    fn behind_type(&self, field: &Field<'_>) -> Span {
        let span = field.ty.span();
        let line = Span {
            start: span.end,
            end: field.span.end,
            ..span
        };
        let rest = self.sources.slice(line);
        let marks = rest
            .find(|c: char| !(c.is_whitespace() || "[]?".contains(c)))
            .unwrap_or(rest.len());
        let end = line.start + rest[..marks].trim_end().len() as u32;
        Span {
            start: end,
            end,
            ..span
        }
    }

    /// The columns that a relation without `fields` would have: those there are under the names
    /// they would get, and new ones.
    fn inferred_columns(&self, relation: &Inline<'a>) -> Vec<Column<'a>> {
        let model = initial(self.name(relation.referenced), char::to_lowercase);
        self.relations
            .key(relation.referenced, false)
            .into_iter()
            .map(|field| {
                let name = format!("{model}{}", initial(field.name.text, char::to_uppercase));
                match self.relations.scalar(relation.referencing, &name) {
                    Some(existing) => Column {
                        name,
                        arity: existing.arity,
                        like: existing,
                        references: field,
                    },
                    None => Column {
                        name,
                        arity: relation
                            .forward
                            .map_or(Arity::Optional, |forward| forward.field.arity),
                        like: field,
                        references: field,
                    },
                }
            })
            .collect()
    }

    /// `fields: [a, b]`
    fn fields_argument(&self, relation: &Inline<'a>) -> String {
        let columns = self.inferred_columns(relation);
        list("fields", columns.iter().map(|column| column.name.as_str()))
    }

    /// `references: [a, b]`
    fn references_argument(&self, relation: &Inline<'a>) -> String {
        let given = relation
            .forward
            .and_then(|forward| forward.names("references"));
        let names = given.unwrap_or_else(|| {
            self.relations
                .key(relation.referenced, true)
                .iter()
                .map(|field| field.name.text)
                .collect()
        });
        list("references", names.into_iter())
    }
}

fn list<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> String {
    let mut text = format!("{name}: [");
    for (i, name) in names.enumerate() {
        let separator = if i > 0 { ", " } else { "" };
        // Writing to a string cannot fail.
        let _ = write!(text, "{separator}{name}");
    }
    text.push(']');
    text
}

fn mark(arity: Arity) -> &'static str {
    match arity {
        Arity::Required => "",
        Arity::Optional => "?",
        Arity::List => "[]",
    }
}

/// The text with its first letter changed.
fn initial<I: Iterator<Item = char>>(text: &str, change: impl Fn(char) -> I) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| change(first).chain(chars).collect())
        .unwrap_or_default()
}

/// Whether a type is one of the language, and not an enum.
fn is_scalar(name: &str) -> bool {
    matches!(
        name,
        "Int"
            | "BigInt"
            | "Float"
            | "Boolean"
            | "String"
            | "DateTime"
            | "Json"
            | "Bytes"
            | "Decimal"
    )
}
