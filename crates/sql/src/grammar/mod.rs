//! PostgreSQL's grammar as data: the LALR(1) automaton that bison made of `gram.y`.
//!
//! A *symbol* is a token or a rule of the grammar; both are numbered, tokens first. The numbers
//! that this crate names are in [`symbol`].

pub(crate) mod symbol;
mod tables;

use std::sync::LazyLock;

pub(crate) use tables::Symbol;
use tables::{
    ACTION_NONE, CHECK, DEFAULT_ACTION, DEFAULT_GOTO, GOTO, LAST, NO_ACTION, RULE_LEFT,
    RULE_LENGTH, STATE_ACTION, TABLE, TOKENS, TRANSLATE, int16, int32,
};

/// The state in which the text is accepted.
pub(crate) const FINAL_STATE: u16 = tables::FINAL;

/// What the automaton does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// Take the token and go to a state.
    Shift(u16),
    /// Apply a rule.
    Reduce(u16),
    /// The token cannot stand here.
    Error,
}

/// Whether a symbol is a token of the grammar rather than a rule.
pub(crate) fn is_token(symbol: Symbol) -> bool {
    usize::from(symbol) < TOKENS
}

/// Whether a symbol is an operator that the grammar knows by its sign, with a rank of its own.
pub(crate) fn is_sign(token: Symbol) -> bool {
    matches!(
        token,
        symbol::PLUS
            | symbol::MINUS
            | symbol::STAR
            | symbol::SLASH
            | symbol::PERCENT
            | symbol::CARET
            | symbol::LESS
            | symbol::GREATER
            | symbol::EQUAL
            | symbol::LESS_EQUALS
            | symbol::GREATER_EQUALS
            | symbol::NOT_EQUALS
    )
}

/// The rule that a state applies whatever token follows, if it does so without looking.
pub(crate) fn action_without_token(state: u16) -> Option<Action> {
    (int32(STATE_ACTION, usize::from(state)) == NO_ACTION).then(|| default_action(state))
}

/// What a state does at a token.
pub(crate) fn action(state: u16, token: Symbol) -> Action {
    let base = int32(STATE_ACTION, usize::from(state));
    if base == NO_ACTION {
        return default_action(state);
    }
    let Some(at) = entry(base + i32::from(token), token) else {
        return default_action(state);
    };
    match int16(TABLE, at) {
        ACTION_NONE | 0 => Action::Error,
        rule if rule < 0 => Action::Reduce(rule.unsigned_abs()),
        state => Action::Shift(state.unsigned_abs()),
    }
}

/// The state after a rule was applied on top of `state`.
pub(crate) fn goto(state: u16, rule: Symbol) -> u16 {
    let row = usize::from(rule) - TOKENS;
    let base = i32::from(int16(GOTO, row));
    let next = match entry(base + i32::from(state), state) {
        Some(at) => int16(TABLE, at),
        None => int16(DEFAULT_GOTO, row),
    };
    next.unsigned_abs()
}

/// The symbol that a rule makes, and of how many.
pub(crate) fn rule(number: u16) -> (Symbol, usize) {
    let number = usize::from(number);
    let left = int16(RULE_LEFT, number).unsigned_abs();
    (left, usize::from(int16(RULE_LENGTH, number).unsigned_abs()))
}

/// The symbol of a token that is one character.
pub(crate) fn character(byte: u8) -> Symbol {
    int16(TRANSLATE, usize::from(byte)).unsigned_abs()
}

/// The symbol of a word, if it is a keyword. Letters of either case are the same.
pub(crate) fn keyword(word: &str) -> Option<Symbol> {
    static KEYWORDS: LazyLock<Keywords> = LazyLock::new(Keywords::new);
    KEYWORDS.find(word)
}

/// The name of a symbol in PostgreSQL's grammar.
pub(crate) fn name(symbol: Symbol) -> &'static str {
    static NAMES: LazyLock<Vec<&str>> =
        LazyLock::new(|| include_str!("symbols.txt").lines().collect());
    NAMES.get(usize::from(symbol)).copied().unwrap_or_default()
}

/// An index of the packed table, if the entry there belongs to whom asks.
fn entry(at: i32, owner: u16) -> Option<usize> {
    let at = usize::try_from(at).ok().filter(|at| *at <= LAST)?;
    (int16(CHECK, at).unsigned_abs() == owner && int16(CHECK, at) >= 0).then_some(at)
}

fn default_action(state: u16) -> Action {
    match int16(DEFAULT_ACTION, usize::from(state)) {
        0 => Action::Error,
        rule => Action::Reduce(rule.unsigned_abs()),
    }
}

/// The longest keyword is `current_timestamp`.
const LONGEST_KEYWORD: usize = 17;
const SLOTS: usize = 2048;

/// A hash table of the keywords, open addressing.
struct Keywords(Vec<(&'static str, Symbol)>);

impl Keywords {
    fn new() -> Self {
        let mut slots = vec![("", 0); SLOTS];
        for line in include_str!("keywords.txt").lines() {
            let (word, token) = line.split_once(' ').unwrap_or((line, "0"));
            let token: usize = token.parse().unwrap_or_default();
            let mut slot = hash(word.as_bytes());
            while !slots[slot].0.is_empty() {
                slot = (slot + 1) % SLOTS;
            }
            slots[slot] = (word, int16(TRANSLATE, token).unsigned_abs());
        }
        Self(slots)
    }

    fn find(&self, word: &str) -> Option<Symbol> {
        let mut buffer = [0_u8; LONGEST_KEYWORD];
        let lower = buffer.get_mut(..word.len())?;
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        let mut slot = hash(lower);
        loop {
            match self.0[slot] {
                ("", _) => return None,
                (found, symbol) if found.as_bytes() == lower => return Some(symbol),
                (_, _) => slot = (slot + 1) % SLOTS,
            }
        }
    }
}

fn hash(word: &[u8]) -> usize {
    word.iter().fold(word.len(), |hash, byte| {
        hash.wrapping_mul(31).wrapping_add(usize::from(*byte))
    }) % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The constants of this crate are the numbers of PostgreSQL's symbols.
    #[test]
    fn symbols_are_named_as_in_the_grammar() {
        for (constant, expected) in symbol::NAMED.iter().copied().flatten() {
            assert_eq!(name(*constant), *expected);
        }
    }

    #[test]
    fn finds_keywords_in_any_case() {
        assert_eq!(keyword("select").map(name), Some("SELECT"));
        assert_eq!(
            keyword("CURRENT_TimeStamp").map(name),
            Some("CURRENT_TIMESTAMP")
        );
        assert_eq!(keyword("selec"), None);
        assert_eq!(keyword(""), None);
        assert_eq!(keyword("a_word_longer_than_any"), None);
    }
}
