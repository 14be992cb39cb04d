//! BEGIN and COMMIT in a file: which of its statements are one transaction.

use std::ops::Range;

use lexer::{Kind, Statement};

/// What a file does about transactions.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Control {
    /// Nothing.
    None,
    /// Transactions that may be one together with all the rest; these statements, with their
    /// semicolons, begin and end them.
    Mergeable(Vec<Range<usize>>),
    /// Transactions that must stay apart from the rest.
    Apart,
    /// Something else, such as ROLLBACK.
    Odd,
}

/// Finds BEGIN and COMMIT in a text.
pub(super) fn control(text: &str) -> Control {
    let statements = lexer::statements(text);
    let words: Vec<Word> = statements
        .iter()
        .map(|statement| word(text, statement))
        .collect();
    let marks: Vec<Word> = words
        .iter()
        .copied()
        .filter(|word| *word != Word::Other)
        .collect();
    let is_paired = |pair: &[Word]| pair == [Word::Begin, Word::Commit];
    if marks.is_empty() {
        Control::None
    } else if !marks.chunks(2).all(is_paired) {
        Control::Odd
    } else if marks.len() > 2 && adds_value(text)
        || sets_transaction(text)
        || needs_no_transaction(text)
    {
        Control::Apart
    } else {
        let pairs = statements.iter().zip(&words);
        let marks = pairs.filter(|(_, word)| **word != Word::Other);
        Control::Mergeable(marks.map(|(it, _)| with_semicolon(text, it)).collect())
    }
}

/// Whether a value is added to an enum: it can be used only after a COMMIT.
fn adds_value(text: &str) -> bool {
    lexer::statements(text).iter().any(|statement| {
        let words = first_words(text, statement, 12);
        let is = |at: usize, word: &str| {
            let found: Option<&&str> = words.get(at);
            found.is_some_and(|it| it.eq_ignore_ascii_case(word))
        };
        let pairs = words.windows(2);
        let mut adds = pairs.filter(|pair| {
            pair[0].eq_ignore_ascii_case("add") && pair[1].eq_ignore_ascii_case("value")
        });
        is(0, "alter") && is(1, "type") && adds.next().is_some()
    })
}

/// Whether a transaction's properties are set: it must be its first statement.
pub(super) fn sets_transaction(text: &str) -> bool {
    lexer::statements(text).iter().any(|statement| {
        let words = first_words(text, statement, 2);
        let is = |at: usize, word: &str| {
            words
                .get(at)
                .is_some_and(|it| it.eq_ignore_ascii_case(word))
        };
        is(0, "set") && is(1, "transaction")
    })
}

/// Whether the server refuses one of the statements inside a transaction.
pub(super) fn needs_no_transaction(text: &str) -> bool {
    lexer::statements(text)
        .iter()
        .any(|statement| alone(text, statement))
}

/// Whether the server refuses a statement inside a transaction.
pub(super) fn alone(text: &str, statement: &Statement) -> bool {
    let words = first_words(text, statement, 8);
    let is = |at: usize, word: &str| {
        words
            .get(at)
            .is_some_and(|it| it.eq_ignore_ascii_case(word))
    };
    let has = |word: &str| words.iter().any(|it| it.eq_ignore_ascii_case(word));
    let unique = usize::from(is(1, "unique"));
    let index = is(1 + unique, "index") && is(2 + unique, "concurrently");
    (is(0, "create") || is(0, "drop")) && (index || is(1, "database") || is(1, "tablespace"))
        || is(0, "reindex") && (has("concurrently") || is(1, "database") || is(1, "system"))
        || is(0, "alter")
            && (is(1, "system") || has("detach") && ends_concurrently(text, statement))
        || is(0, "vacuum")
}

fn ends_concurrently(text: &str, statement: &Statement) -> bool {
    let text = &text[statement.range.clone()];
    let mut words = lexer::tokens(text).filter(|token| token.kind == Kind::Word);
    words.any(|token| token.text(text).eq_ignore_ascii_case("concurrently"))
}

/// What a statement does about transactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Begin,
    Commit,
    Rollback,
    Other,
}

/// What a statement does about transactions.
pub(super) fn word(text: &str, statement: &Statement) -> Word {
    let words = first_words(text, statement, 2);
    let is = |at: usize, word: &str| {
        words
            .get(at)
            .is_some_and(|it| it.eq_ignore_ascii_case(word))
    };
    if is(0, "begin") || is(0, "start") && is(1, "transaction") {
        Word::Begin
    } else if is(0, "commit") || is(0, "end") {
        Word::Commit
    } else if (is(0, "rollback") && !is(1, "to")) || is(0, "abort") {
        Word::Rollback
    } else {
        Word::Other
    }
}

fn first_words<'a>(text: &'a str, statement: &Statement, count: usize) -> Vec<&'a str> {
    let text = &text[statement.range.clone()];
    lexer::tokens(text)
        .filter(|token| token.kind == Kind::Word)
        .map(|token| token.text(text))
        .take(count)
        .collect()
}

/// The bytes of a statement and of the semicolon behind it.
pub(super) fn with_semicolon(text: &str, statement: &Statement) -> Range<usize> {
    let Range { start, end } = statement.range;
    let rest = &text[end..];
    let semicolon = lexer::tokens(rest).find(|token| !token.kind.is_trivia());
    let end = semicolon
        .filter(|token| token.kind == Kind::Symbol(b';'))
        .map_or(end, |token| end + token.end as usize);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_one_transaction_from_several() {
        let whole = "-- why\nBEGIN; SELECT 1; commit ;\n";
        assert_eq!(control(whole), Control::Mergeable(vec![7..13, 24..32]));
        assert_eq!(control("SELECT 1"), Control::None);
        assert_eq!(
            control("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END"),
            Control::None
        );
        let several = "SELECT 0; BEGIN; SELECT 1; COMMIT; BEGIN; SELECT 2; COMMIT";
        assert!(matches!(control(several), Control::Mergeable(list) if list.len() == 4));
        for apart in [
            "BEGIN; SELECT 1; COMMIT; CREATE INDEX CONCURRENTLY i ON t (a)",
            "BEGIN; ALTER TYPE e ADD VALUE 'x'; COMMIT; BEGIN; UPDATE t SET a = 'x'; COMMIT",
        ] {
            assert_eq!(control(apart), Control::Apart, "{apart}");
        }
        for odd in [
            "COMMIT; SELECT 2",
            "BEGIN; SELECT 1; ROLLBACK",
            "BEGIN; SELECT 1",
        ] {
            assert_eq!(control(odd), Control::Odd, "{odd}");
        }
    }

    #[test]
    fn knows_what_cannot_run_in_a_transaction() {
        let yes = [
            "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)",
            "SELECT 1; drop index concurrently if exists i;",
            "ALTER TABLE a DETACH PARTITION b CONCURRENTLY",
            "VACUUM",
        ];
        let no = [
            "CREATE INDEX i ON t (a)",
            "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
            "-- CREATE INDEX CONCURRENTLY i ON t (a)",
        ];
        assert!(yes.iter().all(|sql| needs_no_transaction(sql)));
        assert!(!no.iter().any(|sql| needs_no_transaction(sql)));
    }
}
