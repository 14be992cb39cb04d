//! The cases of `tests/cases/sql`.

use crate::shown::summary;
use crate::sql;
use std::fmt::Write as _;
use std::path::PathBuf;

use diag::{Diagnostic, SourceId, Sources, Span};

/// Runs a function over every case of a folder and compares.
fn check(folder: &str, of: impl Fn(&str) -> String) {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/cases/sql")
        .join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&root)
        .expect("the folder of cases")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    let (mut count, mut wrong) = (0, String::new());
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a case file is text");
        for case in text.split("=== ").skip(1) {
            let (name, rest) = case.split_once('\n').unwrap_or((case, ""));
            let (input, expected) = rest.split_once("\n---").unwrap_or((rest, ""));
            let found = of(input);
            count += 1;
            if found.trim() != expected.trim() {
                let file = file
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                let _ = write!(
                    wrong,
                    "=== {file}: {name}\n{input}\n---\n{}\n\n",
                    found.trim()
                );
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "these cases give something else:\n{wrong}"
    );
    assert!(count > 0, "no cases in {folder}");
}

/// Escapes of case files: `\n`, `\r`, `\t`, `\u{…}`; a backslash is `\\`.
fn unescape(text: &str) -> String {
    let mut value = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match (c, if c == '\\' { rest.next() } else { None }) {
            ('\\', Some('n')) => value.push('\n'),
            ('\\', Some('r')) => value.push('\r'),
            ('\\', Some('t')) => value.push('\t'),
            ('\\', Some('u')) => {
                let digits: String = rest.by_ref().skip(1).take_while(|c| *c != '}').collect();
                value.extend(
                    u32::from_str_radix(&digits, 16)
                        .ok()
                        .and_then(char::from_u32),
                );
            }
            ('\\', Some(other)) => value.push(other),
            (c, _) => value.push(c),
        }
    }
    value
}

/// Each line is a text of its own; its tokens follow.
#[test]
fn lex() {
    check("lex", |input| {
        let lines = input.lines().map(|line| {
            let text = unescape(line);
            let kinds: Vec<String> = lexer::tokens(&text)
                .filter(|token| token.kind != lexer::Kind::Whitespace)
                .map(|token| format!("{:?} {:?}", token.kind, token.text(&text)))
                .collect();
            let statements = lexer::statements(&text).len();
            format!("{} | {statements}", kinds.join(", "))
        });
        lines.collect::<Vec<_>>().join("\n")
    });
}

/// The statements of a script, each in one line, and the findings.
#[test]
fn parse() {
    check("parse", |input| {
        let text = unescape(input);
        let mut sources = Sources::new();
        let id = sources.add("a.sql", text.as_str());
        let (script, findings) = sql::parse(id, &text);
        let mut shown = String::new();
        for statement in script.statements() {
            let span = statement.span();
            let words: Vec<&str> = statement.text().split_whitespace().take(4).collect();
            let _ = writeln!(shown, "{}..{} {}", span.start, span.end, words.join(" "));
        }
        shown + &brief(&sources, &findings)
    });
}

/// Syntax errors as people see them.
#[test]
fn errors() {
    check("errors", |input| {
        let text = unescape(input);
        let mut sources = Sources::new();
        let id = sources.add("a.sql", text.as_str());
        let (_, findings) = sql::parse(id, &text);
        diag::render::human(&findings, &sources, diag::render::Style::Plain)
    });
}

/// A history: its findings, and the schema at its end where the input ends in `-- schema`.
/// `-- file` begins another script, `-- no transaction` one that runs without.
#[test]
fn fold() {
    check("fold", |input| {
        let mut sources = Sources::new();
        let mut scripts = Vec::new();
        let mut findings = Vec::new();
        for (at, text) in input.split("-- file\n").enumerate() {
            let id: SourceId = sources.add(format!("{}.sql", at + 1), text);
            let (script, found) = sql::parse(id, text);
            findings.extend(found);
            findings.extend(sql::check_transaction(
                &script,
                !text.contains("no-transaction"),
            ));
            scripts.push(script);
        }
        let (schema, found) = sql::fold(&scripts);
        findings.extend(found);
        let mut shown = brief(&sources, &findings);
        if input.trim_end().ends_with("-- schema") {
            shown += &summary(&schema);
        }
        shown
    });
}

/// A line for each finding.
fn brief(sources: &Sources, findings: &[Diagnostic]) -> String {
    let place = |span: Span| {
        let text = sources.slice(span).lines().next().unwrap_or_default();
        format!("{} `{text}`", sources.place(span))
    };
    let mut shown = String::new();
    for finding in findings {
        let _ = write!(
            shown,
            "{} {}",
            diag::render::word(finding.severity),
            finding.code.name
        );
        if let Some(label) = &finding.primary {
            let _ = write!(shown, " {}", place(label.span));
        }
        let _ = writeln!(shown, ": {}", finding.message);
        for label in &finding.secondary {
            let _ = writeln!(shown, "  {}: {}", place(label.span), label.message);
        }
        for help in &finding.help {
            let _ = writeln!(shown, "  help: {help}");
        }
    }
    shown
}
