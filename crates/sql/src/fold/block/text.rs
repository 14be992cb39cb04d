//! Lines of PL/pgSQL, told apart by their words.

use std::ops::Range;

use super::Flow;
use super::read::Item;

/// The word that a line begins with.
pub(super) fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

/// The words outside of parentheses with their ranges, in lower case.
fn words(text: &str) -> Vec<(String, Range<usize>)> {
    let mut depth = 0_usize;
    let mut found = Vec::new();
    for token in lexer::tokens(text).filter(|token| !token.kind.is_trivia()) {
        let word = token.text(text);
        match word {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            _ if depth == 0 => found.push((word.to_ascii_lowercase(), token.range())),
            _ => {}
        }
    }
    found
}

/// What stands before the first of some words.
pub(super) fn cut<'a>(text: &'a str, at: &[&str]) -> &'a str {
    let end = words(text)
        .into_iter()
        .find(|(word, _)| at.contains(&word.as_str()));
    let end = end.map_or(text.len(), |(_, range)| range.start);
    text.get(..end).unwrap_or_default()
}

/// `name := value`
pub(super) fn assignment(text: &str) -> Option<(String, &str)> {
    let mut words = words(text).into_iter();
    let (_, name) = words.next()?;
    let (sign, range) = words.next()?;
    let value = text.get(range.end..)?;
    let name = lexer::identifier(text.get(name)?).into_owned();
    matches!(sign.as_str(), ":=" | "=").then_some((name, value))
}

/// A query without its `INTO`, and the variables there.
pub(super) fn into(text: &str) -> Option<(&str, Vec<String>, &str)> {
    let words = words(text);
    let at = words.iter().position(|(word, _)| word == "into")?;
    let mut names = Vec::new();
    let mut next = at + 1;
    if words.get(next).is_some_and(|(word, _)| word == "strict") {
        next += 1;
    }
    loop {
        let (_, range) = words.get(next)?;
        names.push(lexer::identifier(text.get(range.clone())?).into_owned());
        next += 1;
        if words.get(next).is_none_or(|(word, _)| word != ",") {
            break;
        }
        next += 1;
    }
    let before = text.get(..words.get(at)?.1.start)?;
    let after = words.get(next.checked_sub(1)?)?.1.end;
    Some((before, names, text.get(after..)?))
}

/// `RAISE`: an exception unless another level is named.
pub(super) fn raised(rest: &str) -> Flow {
    match first_word(rest.trim_start()).to_ascii_lowercase().as_str() {
        "debug" | "log" | "info" | "notice" | "warning" => Flow::Next,
        _ => Flow::Failed,
    }
}

/// Whether a line may change an object of the schema.
pub(super) fn changes(text: &str) -> bool {
    let mut words = text.split_whitespace().map(str::to_ascii_lowercase);
    let first = words.next().unwrap_or_default();
    let second = words.next().unwrap_or_default();
    match first.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()) {
        "create" | "drop" | "alter" => !matches!(
            second.as_str(),
            "role" | "user" | "group" | "database" | "system" | "tablespace"
        ),
        "comment" | "grant" | "revoke" | "execute" | "call" | "import" | "reassign" => true,
        _ => false,
    }
}

/// How many things the items do that change the schema.
pub(super) fn count(text: &str, items: &[Item]) -> usize {
    let mut found = 0;
    let mut open: Vec<&Item> = items.iter().collect();
    while let Some(item) = open.pop() {
        match item {
            Item::Line(range) => {
                found += usize::from(text.get(range.clone()).is_some_and(changes));
            }
            Item::Choice { arms, otherwise } => {
                open.extend(arms.iter().flat_map(|(_, items)| items));
                open.extend(otherwise);
            }
            Item::Loop { body, .. } => open.extend(body),
            Item::Block(block) => {
                open.extend(&block.body);
                open.extend(block.handlers.iter().flatten());
            }
        }
    }
    found
}

/// A text in one short line.
pub(super) fn brief(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_lines_apart() {
        let text = "SELECT a INTO STRICT x, y FROM t WHERE f(a) = 1";
        let (before, names, after) = into(text).expect("it has INTO");
        assert_eq!(
            (before, names.join(" ").as_str(), after),
            ("SELECT a ", "x y", " FROM t WHERE f(a) = 1")
        );
        assert_eq!(into("SELECT f(a INTO b)"), None);
        assert_eq!(assignment("x := 1 + 2"), Some(("x".to_owned(), " 1 + 2")));
        assert_eq!(assignment("ALTER TABLE t"), None);
        assert_eq!(cut(" 'a' || b USING c", &["using"]), " 'a' || b ");
        assert!(changes("CREATE TYPE x") && !changes("CREATE ROLE x") && !changes("INSERT INTO t"));
        assert_eq!(brief("a\n  b"), "a b");
    }
}
