//! From a text to its statements.

mod check;
mod driver;
mod explain;
mod filter;

use diag::{Diagnostic, SourceId, Span};
use lexer::{Kind, Token};

use crate::codes::{COPY_FROM_STDIN, PSQL_COMMAND};
use crate::statement::{Script, Statement};
use crate::tree::{Place, Tree};

/// Reads a script.
///
/// The findings are syntax errors, at the place where the server reports them, and what no server
/// understands: psql's commands and the data of `COPY … FROM stdin`. A statement with an error is
/// left out of the script; reading goes on behind its semicolon.
pub fn parse(source: SourceId, text: &str) -> (Script, Vec<Diagnostic>) {
    let mut tree = Tree::new(source, text);
    let outcome = driver::run(&mut tree, text);
    let problems = outcome.problems.iter();
    let mut findings: Vec<Diagnostic> = problems
        .map(|problem| explain::problem(source, text, problem))
        .collect();
    let of_kind = |kind| outcome.aside.iter().filter(move |token| token.kind == kind);
    findings.extend(of_kind(Kind::Command).map(|token| refuse_command(source, text, *token)));
    let script = Script::new(tree, outcome.statements, !findings.is_empty());
    let copies = script.statements().filter(Statement::reads_stdin);
    findings.extend(copies.map(|statement| {
        let span = statement.span();
        let data = of_kind(Kind::CopyData).find(|token| token.start >= span.end);
        let finding = Diagnostic::error(
            &COPY_FROM_STDIN,
            "`COPY … FROM stdin` has nobody to read rows from",
        )
        .at(span, "waits for rows from the client")
        .help("write the rows as `INSERT` statements; `pg_dump --inserts` makes them");
        match data {
            Some(token) => finding.also(first_line(source, text, *token), "these rows are not SQL"),
            None => finding,
        }
    }));
    findings.sort_by_key(|finding| finding.primary.as_ref().map(|label| label.span.start));
    (script, findings)
}

/// Reads the statements of a part of a source; `None` where they are not all understood.
pub(crate) fn parse_part(source: SourceId, text: &str, place: Place) -> Option<Script> {
    let mut tree = Tree::new(source, text);
    let outcome = driver::run(&mut tree, text);
    let understood = outcome.problems.is_empty() && outcome.aside.is_empty();
    understood.then(|| Script::new(tree.at(place), outcome.statements, false))
}

fn first_line(source: SourceId, text: &str, token: Token) -> Span {
    let line = token.text(text).lines().next().unwrap_or_default();
    let start = token.start as usize;
    Span::new(source, start, start + line.trim_end().len())
}

fn refuse_command(source: SourceId, text: &str, token: Token) -> Diagnostic {
    let span = first_line(source, text, token);
    let command = token
        .text(text)
        .split_ascii_whitespace()
        .next()
        .unwrap_or_default();
    Diagnostic::error(
        &PSQL_COMMAND,
        format!("`{command}` is a command of psql, not SQL"),
    )
    .at(span, "the server does not know it")
    .help(command_help(command))
}

fn command_help(command: &str) -> &'static str {
    match command {
        "\\i" | "\\ir" | "\\include" | "\\include_relative" => {
            "copy the other file's statements into this one"
        }
        "\\c" | "\\connect" => "remove it: a migration runs on the database it is applied to",
        "\\copy" => "write the rows as `INSERT` statements",
        "\\restrict" | "\\unrestrict" => "remove it: only psql needs it, when it restores a dump",
        "\\." => "remove it: it ends the data of a `COPY … FROM stdin`",
        _ => "remove the line, or write what it does as SQL",
    }
}
