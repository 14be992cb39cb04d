//! Nothing panics, and what is said of a text holds for the text, whatever it is.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::sql;
use diag::Sources;
use proptest::prelude::*;

const SCRIPT: &str = include_str!("../../../../tests/cases/sql/parse/statements.case");

fn read(text: &str) -> (sql::Script, Vec<diag::Diagnostic>) {
    let mut sources = Sources::new();
    let id = sources.add("a.sql", text);
    sql::parse(id, text)
}

/// Tokens cover the text without gaps; statements and findings lie in it; folding ends.
fn holds(text: &str) {
    let mut at = 0;
    for token in lexer::tokens(text) {
        assert_eq!(token.start, at, "a gap before {token:?} in {text:?}");
        assert!(token.end > token.start, "an empty token in {text:?}");
        assert!(
            text.is_char_boundary(token.end as usize),
            "{token:?} splits a character in {text:?}"
        );
        at = token.end;
    }
    assert_eq!(at as usize, text.len(), "tokens end before {text:?} does");
    for statement in lexer::statements(text) {
        assert!(text.get(statement.range).is_some());
    }
    lexer::canonical(text, |_| {});
    let (script, findings) = read(text);
    for statement in script.statements() {
        assert!(
            text.get(statement.span().range()).is_some(),
            "a statement splits a character of {text:?}"
        );
    }
    for label in findings
        .iter()
        .flat_map(|finding| finding.primary.iter().chain(&finding.secondary))
    {
        assert!(
            text.get(label.span.range()).is_some(),
            "{label:?} does not lie in {text:?}"
        );
    }
    sql::check_transaction(&script, true);
    sql::fold(std::slice::from_ref(&script));
}

/// The scripts of the cases that are compared with a server, and the histories of the fold's.
fn seeds() -> &'static [String] {
    static SEEDS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
        let mut files: Vec<PathBuf> = ["introspect", "sql/fold"]
            .iter()
            .flat_map(|folder| std::fs::read_dir(cases.join(folder)).expect("the folder of cases"))
            .map(|entry| entry.expect("an entry").path())
            .collect();
        files.sort();
        let read = |file| std::fs::read_to_string(file).expect("a case file is text");
        files.iter().map(read).collect()
    });
    &SEEDS
}

/// Some statements of a seed, from one on.
fn statements(seed: usize, first: usize, count: usize) -> String {
    let text = &seeds()[seed % seeds().len()];
    let all = lexer::statements(text);
    let first = first % all.len().max(1);
    let chosen: Vec<&str> = all
        .iter()
        .skip(first)
        .take(count)
        .map(|it| &text[it.range.clone()])
        .collect();
    chosen.join(";\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// A history of which the beginning is missing and a statement breaks off.
    #[test]
    fn cut_histories(seed in 0..100_usize, first in 0..200_usize, cut in 0..4000_usize) {
        let text = statements(seed, first, 25);
        let cut = cut % (text.len() + 1);
        let end = (cut..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(cut);
        holds(&text[..end]);
    }

    /// Tokens are left out, doubled, or stand where others stood.
    #[test]
    fn mutated_histories(
        seed in 0..100_usize,
        first in 0..200_usize,
        changes in prop::collection::vec((0..2000_usize, 0..2000_usize, 0..3_u8), 1..8),
    ) {
        let text = statements(seed, first, 20);
        let mut tokens: Vec<&str> = lexer::tokens(&text).map(|token| token.text(&text)).collect();
        for (at, other, kind) in changes {
            if tokens.is_empty() {
                break;
            }
            let (at, other) = (at % tokens.len(), other % tokens.len());
            match kind {
                0 => drop(tokens.remove(at)),
                1 => tokens.insert(at, tokens[other]),
                _ => tokens[at] = tokens[other],
            }
        }
        holds(&tokens.concat());
    }

    /// The statements of a history in another order, so that everything is missing at some time.
    #[test]
    fn shuffled_histories(seed in 0..100_usize, order in prop::collection::vec(0..400_usize, 1..30)) {
        let text = &seeds()[seed % seeds().len()];
        let all = lexer::statements(text);
        let chosen: Vec<&str> = order.iter().map(|at| &text[all[at % all.len()].range.clone()]).collect();
        holds(&chosen.join(";\n"));
    }
}

proptest! {
    #[test]
    fn any_text(text in "\\PC{0,80}") {
        holds(&text);
    }

    #[test]
    fn text_of_sql_signs(text in "([a-zA-Z_$0-9'\"`;:.,()\\[\\]+*/<>=~!@#%^&|?\\\\\\- \n\r\u{feff}é]|--|/\\*|\\*/|\\$\\$|U&|E'|COPY|FROM stdin|BEGIN ATOMIC|END|CREATE|TABLE){0,60}") {
        holds(&text);
    }

    #[test]
    fn cut_scripts(at in 0..SCRIPT.len(), length in 0..400_usize) {
        let boundary = |at: usize| (at.min(SCRIPT.len())..=SCRIPT.len()).find(|at| SCRIPT.is_char_boundary(*at));
        let (start, end) = (boundary(at).unwrap_or(0), boundary(at + length).unwrap_or(SCRIPT.len()));
        holds(&SCRIPT[start..end]);
    }

    #[test]
    fn shuffled_tokens(order in prop::collection::vec(0..4000_usize, 1..60)) {
        let tokens: Vec<&str> = lexer::tokens(SCRIPT).map(|token| token.text(SCRIPT)).collect();
        let text: Vec<&str> = order.iter().map(|at| tokens[at % tokens.len()]).collect();
        holds(&text.join(" "));
    }

    /// Comments, spacing, line ends and the case of words do not change a checksum's input.
    #[test]
    fn canonical_ignores_layout(order in prop::collection::vec(0..4000_usize, 1..60)) {
        let tokens: Vec<lexer::Token> = lexer::tokens(SCRIPT)
            .filter(|token| !token.kind.is_trivia() && !matches!(token.kind, lexer::Kind::CopyData | lexer::Kind::Command | lexer::Kind::Error(_)))
            .collect();
        let chosen: Vec<lexer::Token> = order.iter().map(|at| tokens[at % tokens.len()]).collect();
        let plain: Vec<String> = chosen.iter().map(|token| token.text(SCRIPT).to_owned()).collect();
        let fancy: Vec<String> = chosen
            .iter()
            .map(|token| {
                let text = token.text(SCRIPT);
                if token.kind == lexer::Kind::Word { text.to_ascii_uppercase() } else { text.to_owned() }
            })
            .collect();
        let bytes = |text: &str| {
            let mut bytes = Vec::new();
            lexer::canonical(text, |piece| bytes.extend_from_slice(piece));
            bytes
        };
        prop_assert_eq!(bytes(&plain.join(" ")), bytes(&format!("\u{feff}{}", fancy.join(" /* c; ' */ "))));
    }
}

#[test]
fn long_lists_and_deep_nests_end() {
    let rows = format!("INSERT INTO t VALUES {}(1);", "(1, 'x'),\n".repeat(100_000));
    assert!(read(&rows).1.is_empty());
    let sum = format!("SELECT {}1;", "1 + ".repeat(200_000));
    assert!(read(&sum).1.is_empty());
    let deep = format!("SELECT {}1{};", "(".repeat(200_000), ")".repeat(200_000));
    let (_, findings) = read(&deep);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].message, "the statement nests too deep");
    let nested = format!(
        "CREATE INDEX i ON t (({}a{}));",
        "lower(".repeat(3000),
        ")".repeat(3000)
    );
    holds(&nested);
}

#[test]
fn a_script_of_600_kilobytes_is_read_whole() {
    let table = "CREATE TABLE \"T{n}\" (\n  id bigserial PRIMARY KEY, -- it's; a comment\n  body text DEFAULT 'a;b''c'\n);\n";
    let text: String = (0..6500)
        .map(|n| table.replace("{n}", &n.to_string()))
        .collect();
    assert!(text.len() > 600_000);
    let (script, findings) = read(&text);
    assert!(findings.is_empty());
    assert_eq!(script.statements().len(), 6500);
    assert_eq!(lexer::statements(&text).len(), 6500);
    let (schema, findings) = sql::fold(std::slice::from_ref(&script));
    assert!(findings.is_empty());
    assert_eq!(schema.tables.len(), 6500);
}
