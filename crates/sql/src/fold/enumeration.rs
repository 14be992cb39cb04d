//! Enumerated types.

use diag::Diagnostic;
use schema::{Enum, EnumValue, QualifiedName};

use super::Fold;
use crate::codes::{DUPLICATE_OBJECT, UNKNOWN_OBJECT};
use crate::grammar::symbol as s;
use crate::name::{Name, string};
use crate::tree::Node;

impl Fold {
    /// `CREATE TYPE … AS ENUM`
    pub(super) fn create_enum(&mut self, node: Node<'_>, name: &Name, full: QualifiedName) {
        let values = node
            .find(s::OPT_ENUM_VAL_LIST)
            .or(node.find(s::ENUM_VAL_LIST));
        let values: Vec<EnumValue> = values
            .into_iter()
            .flat_map(Node::tokens)
            .filter(|token| token.is(s::SCONST))
            .map(|token| EnumValue {
                name: string(token),
                origin: token.span().into(),
            })
            .collect();
        let found = Enum {
            values,
            privileges: self.default_privileges("TYPES", &full.schema),
            origin: name.span.into(),
            ..Enum::default()
        };
        self.schema.enums.insert(full, found);
    }

    pub(super) fn alter_enum(&mut self, node: Node<'_>) {
        let Some(name) = node.find(s::ANY_NAME).map(Name::read) else {
            return;
        };
        let found = self.found(&name, |name| self.schema.enums.contains_key(name));
        let Some(full) = found else {
            if self.find_type(&name).is_none() {
                self.unknown_type(&name);
            }
            return;
        };
        let constants: Vec<Node<'_>> = node.children().filter(|part| part.is(s::SCONST)).collect();
        if node.has(s::ADD_P) {
            self.add_value(&full, node, &constants);
        } else if let ([old, new], true) = (constants.as_slice(), node.has(s::RENAME)) {
            self.rename_value(&full, *old, *new);
        }
    }

    fn add_value(&mut self, full: &QualifiedName, node: Node<'_>, constants: &[Node<'_>]) {
        let Some(value) = constants.first() else {
            return;
        };
        let name = string(*value);
        let guarded = node.has(s::OPT_IF_NOT_EXISTS);
        if let Some(first) = self.value_origin(full, &name) {
            if !guarded && !self.doubt && !self.guarded {
                let finding = Diagnostic::error(
                    &DUPLICATE_OBJECT,
                    format!("type `{full}` already has the value `{name}`"),
                )
                .at(value.span(), "added again here");
                self.findings.push(match first.0 {
                    Some(place) => finding.also(place, "first added here"),
                    None => finding,
                });
            }
            return;
        }
        let beside = constants
            .get(1)
            .map(|beside| (string(*beside), beside.span()));
        let position = match &beside {
            Some((beside, span)) => {
                let at = self.position(full, beside);
                if at.is_none() {
                    self.unknown_value(full, beside, *span);
                }
                at.map(|at| at + usize::from(node.has(s::AFTER)))
            }
            None => None,
        };
        if let Some(found) = self.schema.enums.get_mut(full) {
            let at = position.unwrap_or(found.values.len());
            let origin = value.span().into();
            found.values.insert(at, EnumValue { name, origin });
            self.note_new_value(full, value.span(), !guarded || !self.doubt);
        }
    }

    fn rename_value(&mut self, full: &QualifiedName, old: Node<'_>, new: Node<'_>) {
        let name = string(old);
        match self.position(full, &name) {
            Some(at) => {
                self.follow_new_value(
                    self.value_origin(full, &name).and_then(|old| old.0),
                    new.span(),
                );
                self.follow_value(full, &name, &string(new));
                if let Some(found) = self.schema.enums.get_mut(full) {
                    found.values[at] = EnumValue {
                        name: string(new),
                        origin: new.span().into(),
                    };
                }
            }
            None => self.unknown_value(full, &name, old.span()),
        }
    }

    fn position(&self, full: &QualifiedName, value: &str) -> Option<usize> {
        let found = self.schema.enums.get(full)?;
        found.values.iter().position(|known| known.name == value)
    }

    fn value_origin(&self, full: &QualifiedName, value: &str) -> Option<schema::Origin> {
        let found = self.schema.enums.get(full)?;
        let at = self.position(full, value)?;
        Some(found.values[at].origin)
    }

    fn unknown_value(&mut self, full: &QualifiedName, value: &str, span: diag::Span) {
        if self.doubt || self.guarded {
            return;
        }
        let Some(found) = self.schema.enums.get(full) else {
            return;
        };
        let known: Vec<String> = found
            .values
            .iter()
            .map(|value| value.name.clone())
            .collect();
        let mut finding = Diagnostic::error(
            &UNKNOWN_OBJECT,
            format!("type `{full}` has no value `{value}`"),
        )
        .at(span, "no such value at this point of the history");
        if let Some(place) = found.origin.0 {
            finding = finding.also(place, "the type is created here");
        }
        self.findings
            .push(super::lookup::with_suggestion(finding, value, &known));
    }
}
