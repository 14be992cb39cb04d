//! `SET` and `RESET`.

use diag::Span;

use crate::grammar::symbol as s;
use crate::name::{identifier, string};
use crate::tree::Node;

/// `SET` or `RESET` of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// The setting in lower case: `lock_timeout`, `search_path`; `time zone` and `role` for the words
    /// that SQL has for them, `all` for `RESET ALL`.
    pub name: String,
    /// The value, words and constants in order with one space between; `None` for `DEFAULT` and
    /// `RESET`.
    pub value: Option<String>,
    /// How long it lasts.
    pub scope: SetScope,
    /// All of it.
    pub span: Span,
}

/// How long a setting lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetScope {
    /// To the end of the transaction: `SET LOCAL`.
    Local,
    /// To the end of the session.
    Session,
}

impl Set {
    pub(super) fn read(node: Node<'_>) -> Option<Self> {
        let mut words: Vec<Node<'_>> = node.tokens().skip(1).collect();
        let scope = match words.first().map(|word| word.symbol()) {
            Some(s::LOCAL) => SetScope::Local,
            Some(_) | None => SetScope::Session,
        };
        let named = words
            .get(1)
            .is_some_and(|next| !next.is(s::TO) && next.text() != "=");
        if named
            && words
                .first()
                .is_some_and(|word| word.is(s::LOCAL) || word.is(s::SESSION))
        {
            words.remove(0);
        }
        let first = words.first()?;
        let until = words
            .iter()
            .position(|word| word.is(s::TO) || word.text() == "=");
        let (name, rest) = match (first.symbol(), until) {
            (s::TRANSACTION | s::CHARACTERISTICS, _) => return None,
            (s::TIME, _) => ("time zone".to_owned(), words.get(2..)),
            (_, Some(at)) => {
                let parts = words.get(..at)?.iter().filter(|word| !word.is(s::DOT));
                let parts: Vec<String> = parts.map(|word| identifier(*word)).collect();
                (parts.join("."), words.get(at + 1..))
            }
            (s::SCHEMA, None) => ("search_path".to_owned(), words.get(1..)),
            (_, None) => (identifier(*first), words.get(1..)),
        };
        let values = rest.into_iter().flatten().filter(|word| !word.is(s::COMMA));
        let values: Vec<String> = values.map(|word| value(*word)).collect();
        let value = (!values.is_empty() && !values[0].eq_ignore_ascii_case("default"))
            .then(|| values.join(" "));
        Some(Self {
            name: name.to_ascii_lowercase(),
            value: value.filter(|_| node.is(s::VARIABLE_SET_STMT)),
            scope,
            span: node.span(),
        })
    }

    /// The milliseconds of a time such as `lock_timeout`: a number alone counts milliseconds.
    pub fn milliseconds(&self) -> Option<u64> {
        let text = self.value.as_deref()?.trim();
        let digits = text
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(text.len());
        let number: f64 = text[..digits].parse().ok()?;
        let unit = match text[digits..].trim() {
            "" | "ms" => 0.001,
            "us" => 0.000_001,
            "s" => 1.0,
            "min" => 60.0,
            "h" => 3600.0,
            "d" => 86_400.0,
            _ => return None,
        };
        let time = std::time::Duration::try_from_secs_f64(number * unit).ok()?;
        u64::try_from(time.as_millis()).ok()
    }
}

fn value(word: Node<'_>) -> String {
    if word.is(s::SCONST) {
        string(word)
    } else if word.is(s::IDENT) {
        identifier(word)
    } else {
        word.text().to_owned()
    }
}
