//! Fields that stand already: what of their line is written anew.

use std::collections::{BTreeMap, BTreeSet};

use diag::{Sources, Span};

use super::edit::Edits;
use crate::syntax::ast::{Arity, Field};

/// What changes of an existing field. Its name, its comments and its other attributes stay.
#[derive(Debug, Clone, Default)]
pub(super) struct Rewrite {
    /// The new type, with `?` or `[]`.
    pub(super) ty: Option<String>,
    /// Attributes that go, by the offsets at which they begin.
    pub(super) drop: BTreeSet<u32>,
    /// Attributes that are written anew, by the offsets at which they begin.
    pub(super) replace: BTreeMap<u32, String>,
    /// Attributes that are added.
    pub(super) add: Vec<String>,
}

impl Rewrite {
    fn is_empty(&self) -> bool {
        self.ty.is_none() && self.drop.is_empty() && self.replace.is_empty() && self.add.is_empty()
    }

    /// Writes the field anew, from behind its name to the end of its attributes.
    pub(super) fn apply(&self, field: &Field<'_>, sources: &Sources, edits: &mut Edits<'_>) {
        if self.is_empty() {
            return;
        }
        let written = type_span(field);
        let mut text = format!(
            " {}",
            self.ty.as_deref().unwrap_or_else(|| sources.slice(written))
        );
        let mut end = written.end;
        for attribute in &field.attributes {
            end = end.max(attribute.span.end);
            if self.drop.contains(&attribute.span.start) {
                continue;
            }
            text.push(' ');
            match self.replace.get(&attribute.span.start) {
                Some(new) => text.push_str(new),
                None => text.push_str(sources.slice(attribute.span)),
            }
        }
        for attribute in &self.add {
            text.push(' ');
            text.push_str(attribute);
        }
        let place = Span {
            end,
            start: field.name.span.end,
            ..field.name.span
        };
        edits.replace(place, text);
    }
}

/// The type as it is written, with `?` or `[]`.
fn type_span(field: &Field<'_>) -> Span {
    let span = field.ty.span();
    let sign = match field.arity {
        Arity::Required => 0,
        Arity::Optional => 1,
        Arity::List => 2,
    };
    Span {
        end: span.end + sign,
        ..span
    }
}
