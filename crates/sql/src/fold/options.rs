//! Options in parentheses: storage parameters, and those that a foreign data wrapper takes.

use std::collections::BTreeMap;

use crate::grammar::symbol as s;
use crate::name::{identifier, string};
use crate::tree::Node;

/// Options by name, in the spelling of a catalog.
pub(super) type Options = BTreeMap<String, String>;

/// The storage parameters somewhere below a clause: `WITH (fillfactor = 70, toast.autovacuum_enabled)`.
pub(super) fn storage(clause: Option<Node<'_>>) -> Options {
    let mut options = Options::new();
    if let Some(clause) = clause {
        set_storage(&mut options, clause);
    }
    options
}

/// `SET (…)`
pub(super) fn set_storage(options: &mut Options, clause: Node<'_>) {
    for element in elements(clause) {
        let value = match element.find(s::DEF_ARG) {
            Some(argument) => value(argument),
            // A word alone switches something on; so does a value that was passed on as it is.
            None => element
                .after(s::EQUAL)
                .next()
                .map_or_else(|| "true".to_owned(), value),
        };
        options.insert(key(element), value);
    }
}

/// `RESET (…)`
pub(super) fn reset_storage(options: &mut Options, clause: Node<'_>) {
    for element in elements(clause) {
        options.remove(&key(element));
    }
}

fn elements(clause: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    clause
        .descendants()
        .filter(|part| part.is(s::RELOPTION_ELEM) || part.is(s::DEF_ELEM))
}

/// `fillfactor`, `toast.autovacuum_enabled`
fn key(element: Node<'_>) -> String {
    let parts: Vec<String> = element
        .children()
        .take_while(|part| !part.is(s::EQUAL))
        .filter(|part| !part.is(s::DOT))
        .filter_map(Node::first_token)
        .map(identifier)
        .collect();
    parts.join(".")
}

/// A value as the server keeps it: words in lower case, numbers and strings as they are.
fn value(node: Node<'_>) -> String {
    node.tokens()
        .map(|token| {
            if token.is(s::SCONST) {
                string(token)
            } else if token
                .text()
                .starts_with(|first: char| first.is_alphabetic() || first == '"')
            {
                identifier(token)
            } else {
                token.text().to_owned()
            }
        })
        .collect()
}

/// `OPTIONS (name 'value')`
pub(super) fn generic(clause: Option<Node<'_>>) -> Options {
    let elements = clause
        .into_iter()
        .flat_map(Node::descendants)
        .filter(|part| part.is(s::GENERIC_OPTION_ELEM));
    elements.filter_map(generic_option).collect()
}

fn generic_option(element: Node<'_>) -> Option<(String, String)> {
    let name = identifier(element.first_token()?);
    let value = string(element.tokens().last()?);
    Some((name, value))
}

/// `OPTIONS (ADD name 'value', SET name 'value', DROP name)`
pub(super) fn alter_generic(options: &mut Options, clause: Node<'_>) {
    for element in clause.descendants() {
        if element.is(s::GENERIC_OPTION_ELEM) {
            options.extend(generic_option(element));
        } else if element.is(s::ALTER_GENERIC_OPTION_ELEM)
            && element.has(s::DROP)
            && let Some(name) = element.tokens().last()
        {
            options.remove(&identifier(name));
        }
    }
}
