//! `SET`: the search path, and the settings of functions.

use super::Fold;
use super::quote::quoted;
use crate::grammar::symbol as s;
use crate::name::{identifier, word_or_string};
use crate::tree::Node;

/// What a clause `SET` or `RESET` says.
pub(super) enum Setting {
    /// A parameter's name and value, as `pg_proc.proconfig` has them.
    Set(String, String),
    /// `FROM CURRENT`
    Current(String),
    /// `RESET name`, `SET name TO DEFAULT`
    Reset(String),
    ResetAll,
    /// Another form.
    Unknown,
}

/// Parameters whose value is a list of names, each of which the server quotes.
const LISTS: &[&str] = &[
    "search_path",
    "temp_tablespaces",
    "session_preload_libraries",
    "shared_preload_libraries",
    "local_preload_libraries",
];

/// Parameters whose names the server does not spell in lower case.
const SPELLED: &[&str] = &["DateStyle", "IntervalStyle", "TimeZone"];

impl Fold {
    /// `SET search_path`
    pub(super) fn set_variable(&mut self, node: Node<'_>) {
        let tokens: Vec<Node<'_>> = node.tokens().collect();
        let at = tokens
            .iter()
            .position(|token| token.text().eq_ignore_ascii_case("search_path"));
        let Some(at) = at else {
            return;
        };
        let values = tokens
            .iter()
            .skip(at + 2)
            .filter(|token| !token.is(s::COMMA));
        self.path = values
            .map(|token| word_or_string(*token))
            .filter(|schema| !schema.is_empty() && schema != "$user" && schema != "pg_catalog")
            .map(|schema| {
                if schema == "default" {
                    "public".to_owned()
                } else {
                    schema
                }
            })
            .collect();
    }

    /// `RESET search_path`, `RESET ALL` and `DISCARD ALL`
    pub(super) fn reset_variable(&mut self, node: Node<'_>) {
        let resets = node
            .tokens()
            .any(|token| token.is(s::ALL) || token.text().eq_ignore_ascii_case("search_path"));
        if resets {
            self.path = vec!["public".to_owned()];
        }
    }
}

/// Reads `FunctionSetResetClause`.
pub(super) fn read_setting(clause: Node<'_>) -> Setting {
    let Some(name) = clause.descend(s::VAR_NAME) else {
        return without_name(clause);
    };
    let words: Vec<String> = name
        .tokens()
        .filter(|token| !token.is(s::DOT))
        .map(identifier)
        .collect();
    let name = spelled(words.join(".").to_lowercase());
    let has = |symbol| clause.tokens().any(|token| token.is(symbol));
    if has(s::RESET) || has(s::DEFAULT) {
        return Setting::Reset(name);
    }
    if has(s::CURRENT_P) {
        return Setting::Current(name);
    }
    let list = LISTS.contains(&name.as_str());
    let values = clause.descend(s::VAR_LIST).into_iter();
    let values: Vec<String> = values
        .flat_map(Node::elements)
        .map(|value| value_of(value, list))
        .collect();
    Setting::Set(name, values.join(", "))
}

fn without_name(clause: Node<'_>) -> Setting {
    let tokens: Vec<Node<'_>> = clause.tokens().collect();
    let words: Vec<u16> = tokens.iter().map(|token| token.symbol()).collect();
    let last = tokens.last().copied().map(word_or_string);
    let last = last.unwrap_or_default();
    match words.as_slice() {
        [s::RESET, s::ALL] => Setting::ResetAll,
        [s::SET, s::SCHEMA, _] => Setting::Set("search_path".to_owned(), quoted(&last).into()),
        [s::RESET, s::TIME, s::ZONE] | [s::SET, s::TIME, s::ZONE, s::DEFAULT | s::LOCAL] => {
            Setting::Reset("TimeZone".to_owned())
        }
        [s::SET, s::TIME, s::ZONE, _] => Setting::Set("TimeZone".to_owned(), last),
        [s::SET, s::ROLE, _] => Setting::Set("role".to_owned(), last),
        _ => Setting::Unknown,
    }
}

fn spelled(name: String) -> String {
    let known = SPELLED
        .iter()
        .find(|known| known.eq_ignore_ascii_case(&name));
    known.map_or(name, |known| (*known).to_owned())
}

fn value_of(value: Node<'_>, list: bool) -> String {
    let tokens: Vec<Node<'_>> = value.tokens().collect();
    let text = match tokens.as_slice() {
        [one] if one.is(s::ICONST) || one.is(s::FCONST) => one.text().to_owned(),
        [one] if one.is(s::TRUE_P) || one.is(s::FALSE_P) || one.is(s::ON) => {
            one.text().to_ascii_lowercase()
        }
        [one] => word_or_string(*one),
        several => several.iter().map(|token| token.text()).collect(),
    };
    if list { quoted(&text).into() } else { text }
}
