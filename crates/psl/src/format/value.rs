//! Attributes and values.

use crate::syntax::ast::{Arguments, Attribute, Expression, Name};

/// Prints pieces of one text.
pub(super) struct Values<'t> {
    /// Where literals are copied from, as they are written.
    pub(super) text: &'t str,
}

impl Values<'_> {
    /// `name` or `name(…)`
    pub(super) fn attribute(&self, attribute: &Attribute<'_>, out: &mut String) {
        out.push_str(attribute.name.text);
        // Empty parentheses are kept, and the tree knows them from their span alone.
        let written = &self.text[attribute.name.span.end as usize..attribute.span.end as usize];
        if written.trim_start().starts_with('(') {
            self.arguments(&attribute.arguments, out);
        }
    }

    fn arguments(&self, arguments: &Arguments<'_>, out: &mut String) {
        enum Term<'t> {
            Full(Option<&'t Name<'t>>, &'t Expression<'t>),
            Empty(&'t Name<'t>),
        }
        let mut terms: Vec<_> = arguments
            .list
            .iter()
            .map(|argument| {
                let term = Term::Full(argument.name.as_ref(), &argument.value);
                (argument.span.start, term)
            })
            .chain(
                arguments
                    .empty
                    .iter()
                    .map(|name| (name.span.start, Term::Empty(name))),
            )
            .collect();
        terms.sort_by_key(|(start, _)| *start);
        out.push('(');
        for (i, (_, term)) in terms.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            match term {
                Term::Full(name, value) => {
                    if let Some(name) = name {
                        out.push_str(name.text);
                        out.push_str(": ");
                    }
                    self.expression(value, out);
                }
                Term::Empty(name) => {
                    out.push_str(name.text);
                    out.push_str(": ");
                }
            }
        }
        out.push(')');
    }

    /// Any value.
    pub(super) fn expression(&self, expression: &Expression<'_>, out: &mut String) {
        match expression {
            Expression::Number(text, _) | Expression::Constant(text, _) => out.push_str(text),
            Expression::String(_, span) => out.push_str(&self.text[span.range()]),
            Expression::Array(items, _) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.push_str(", ");
                    }
                    self.expression(item, out);
                }
                out.push(']');
            }
            Expression::Function(function) => {
                out.push_str(function.name.text);
                self.arguments(&function.arguments, out);
            }
            Expression::Object(members, _) => {
                out.push_str("{ ");
                for (i, member) in members.iter().enumerate() {
                    if i > 0 {
                        out.push_str(", ");
                    }
                    out.push_str(member.key.text);
                    out.push_str(": ");
                    self.expression(&member.value, out);
                }
                out.push_str(" }");
            }
        }
    }
}
