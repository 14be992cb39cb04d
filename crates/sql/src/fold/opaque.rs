//! Statements that cannot be followed.

use schema::Opaque;

use super::Fold;
use crate::grammar::symbol as s;
use crate::name::{Name, string};
use crate::tree::Node;
use crate::volatility::catalog;

impl Fold {
    /// Keeps a statement that may have done anything.
    pub(super) fn opaque(&mut self, node: Node<'_>, reason: &str) {
        self.note_opaque(node, reason);
        self.doubt = true;
    }

    /// Keeps a statement whose effect is known but for a part.
    pub(super) fn note_opaque(&mut self, node: Node<'_>, reason: &str) {
        self.schema.opaque.push(Opaque {
            reason: reason.to_owned(),
            origin: node.span().into(),
        });
    }

    /// `SELECT`: without effect, unless it calls a function that has one.
    pub(super) fn select(&mut self, node: Node<'_>) {
        let into = node
            .descend(s::INTO_CLAUSE)
            .filter(|clause| !clause.is_empty());
        if let Some(into) = into {
            self.select_into(node, into);
        }
        for call in node
            .descendants()
            .filter(|part| part.is(s::FUNC_APPLICATION))
        {
            let Some(name) = call.child(0).map(Name::read) else {
                continue;
            };
            if name.name == "set_config" {
                self.set_config(call);
            } else if catalog().functions(&name.name).is_empty() {
                let reason = format!(
                    "the function `{}` is called, and may do anything",
                    name.name
                );
                self.opaque(node, &reason);
                return;
            }
        }
    }

    /// `set_config('search_path', …)`, as dumps begin.
    fn set_config(&mut self, call: Node<'_>) {
        let constants: Vec<String> = call
            .tokens()
            .filter(|token| token.is(s::SCONST))
            .map(string)
            .collect();
        if let [name, value, ..] = constants.as_slice()
            && name == "search_path"
        {
            let schemas = value
                .split(',')
                .map(|schema| schema.trim().trim_matches('"').to_owned());
            self.path = schemas
                .filter(|schema| !schema.is_empty() && schema != "$user")
                .collect();
        }
    }
}
