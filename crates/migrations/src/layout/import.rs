//! Migrations of another layout, written as ours.

use std::ops::Range;

use diag::Sources;
use lexer::{Kind, Statement};

use super::Layout;
use super::block::{Word, alone, needs_no_transaction, sets_transaction, with_semicolon, word};
use super::record::imported_line;
use crate::create::File;
use crate::project::{MigrationFile, Project};
use crate::read::has_statement;
use crate::{directives, name};

/// A migration of ours that was made from one of another layout, or from a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The version: one more than that of the one before.
    pub version: i64,
    /// The name in snake case.
    pub name: String,
    /// What it was made from, as its tool names it.
    pub from: String,
    /// The lines of the header that tell it to `migrate adopt`.
    marks: String,
    /// When it was written: from its tool's version, where that is a date.
    date: Option<String>,
    /// The SQL that applies it.
    pub up: String,
    /// The SQL that undoes it, where the whole file has some.
    pub down: Option<String>,
    /// Whether it runs in a transaction.
    pub transaction: bool,
    /// Whether `down` runs in a transaction.
    pub down_transaction: bool,
}

/// How an imported migration is undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WayBack {
    /// By this SQL.
    Sql {
        /// The SQL.
        sql: String,
        /// Whether it runs in a transaction.
        transaction: bool,
    },
    /// Not at all, for this reason.
    Irreversible(String),
}

/// The migrations of a project as ours, and in words what is not as it was.
pub fn import(project: &Project, sources: &Sources) -> (Vec<Imported>, Vec<String>) {
    let layout = project.layout;
    let mut list: Vec<Imported> = Vec::new();
    let mut notes = Vec::new();
    // What is not in any file of ours is told by the next one, or by the last.
    let mut marks = String::new();
    for file in &project.migrations {
        let text = sources.get(file.up).text();
        marks += &mark(layout, file);
        if !has_statement(text) {
            notes.push(format!("`{}` has no statement: it is left out", file.stem));
            continue;
        }
        let parts = pieces(text, file.transaction());
        let count = parts.len();
        note(&mut notes, sources, file, count);
        for (index, piece) in parts.into_iter().enumerate() {
            let down = file.down.filter(|_| count == 1);
            list.push(Imported {
                version: i64::try_from(list.len())
                    .unwrap_or(i64::MAX)
                    .saturating_add(1),
                name: part_name(&file.name, index, count),
                from: file.stem.clone(),
                marks: marks.clone(),
                date: date(file.version),
                up: clean(layout, &piece.text),
                down: down.map(|down| clean(layout, sources.get(down).text())),
                transaction: piece.transaction,
                down_transaction: file.down_transaction()
                    && down.is_none_or(|down| !needs_no_transaction(sources.get(down).text())),
            });
        }
        marks.clear();
    }
    if let Some(last) = list.last_mut() {
        last.marks += &marks;
    }
    (list, notes)
}

impl Imported {
    /// The file name without `.sql`.
    pub fn stem(&self) -> String {
        name::stem(self.version, &self.name)
    }

    /// Its files, after the migration with this stem.
    pub fn files(
        &self,
        before: Option<&str>,
        author: &str,
        today: &str,
        back: &WayBack,
    ) -> Vec<File> {
        let stem = self.stem();
        let date = self.date.as_deref().unwrap_or(today);
        let before = before.unwrap_or("none");
        let header = |description: &str| {
            format!(
                "-- Migration: {stem}\n-- Description: {description}\n-- Author: {author}\n\
                 -- Date: {date}\n-- Depends on: {before}\n"
            )
        };
        let no_transaction = |transaction: bool| {
            if transaction {
                ""
            } else {
                "-- prismoid: no-transaction\n"
            }
        };
        let described = crate::create::sentence(&self.name);
        let mut up = header(&described) + &self.marks + no_transaction(self.transaction);
        let mut files = Vec::new();
        match back {
            WayBack::Sql { sql, transaction } => files.push(File {
                path: format!("{stem}.down.sql"),
                text: format!(
                    "{}{}\n{}\n",
                    header(&format!("Undoes: {described}")),
                    no_transaction(*transaction),
                    sql.trim()
                ),
            }),
            WayBack::Irreversible(reason) => {
                up.extend(["-- prismoid: irreversible ", reason, "\n"]);
            }
        }
        files.insert(
            0,
            File {
                path: format!("{stem}.sql"),
                text: format!("{up}\n{}\n", self.up.trim()),
            },
        );
        files
    }
}

fn mark(layout: Layout, file: &MigrationFile) -> String {
    let foreign = file.foreign.as_ref().filter(|foreign| !foreign.repeatable);
    let line = foreign.map(|it| imported_line(layout, &it.id, &it.checksums));
    line.unwrap_or_default()
}

/// The name in snake case; a part of several has its number behind it.
fn part_name(text: &str, index: usize, count: usize) -> String {
    let base = name::snake_case(text).unwrap_or_else(|| "migration".to_owned());
    if count == 1 {
        base
    } else {
        format!("{base}_part_{}", index + 1)
    }
}

/// `2024-01-31` of `20240131120000`.
fn date(version: i64) -> Option<String> {
    let text = version.to_string();
    let is_moment = text.len() == 14 && (text.starts_with("19") || text.starts_with("20"));
    is_moment.then(|| format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..8]))
}

/// Says what is not as it was, beside the names.
fn note(notes: &mut Vec<String>, sources: &Sources, file: &MigrationFile, parts: usize) {
    if parts > 1 {
        notes.push(format!(
            "`{}` becomes {parts} migrations: not all of it can run in one transaction",
            file.stem
        ));
    }
    if sets_transaction(sources.get(file.up).text()) {
        notes.push(format!(
            "`{}` loses its SET TRANSACTION: the transaction has begun when it would be run",
            file.stem
        ));
    }
    let Some(foreign) = &file.foreign else { return };
    let whole = sources.get(foreign.file).text();
    let is_control = |text: &str| {
        let statements = lexer::statements(text);
        statements
            .iter()
            .any(|it| matches!(word(text, it), Word::Begin | Word::Commit))
    };
    if parts == 1 && is_control(whole) && !is_control(sources.get(file.up).text()) {
        notes.push(format!(
            "`{}` loses its BEGIN and COMMIT: it runs in one transaction with its entry in the history",
            file.stem
        ));
    }
    if foreign.repeatable {
        notes.push(format!(
            "`{}` runs once, after all others: here, nothing is run again when it changes",
            file.stem
        ));
    }
    let (marks, _) = directives(file.up, sources.get(file.up).text());
    if marks
        .iter()
        .any(|it| it.in_header && it.kind == crate::DirectiveKind::NoTransaction)
    {
        notes.push(format!("`{}` names `no-transaction` itself", file.stem));
    }
}

/// A text that becomes a migration of its own.
struct Piece {
    text: String,
    transaction: bool,
}

/// What a statement needs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    /// The transaction of a block, by its number.
    Block(usize),
    /// None at all.
    Alone,
    /// Whatever there is.
    Any,
}

/// Splits a text where statements that cannot run in a transaction, and transactions of its own,
/// begin and end.
fn pieces(text: &str, transaction: bool) -> Vec<Piece> {
    if transaction {
        let text = text.to_owned();
        return vec![Piece { text, transaction }];
    }
    let statements = lexer::statements(text);
    let wanted = needs(text, &statements);
    let runs: Vec<&[(usize, Need)]> = wanted.chunk_by(|a, b| a.1 == b.1).collect();
    // Nothing in it needs to be without a transaction: its author wants it so.
    if let [run] = runs.as_slice()
        && run.iter().all(|(_, need)| !matches!(need, Need::Block(_)))
    {
        let text = text.to_owned();
        return vec![Piece { text, transaction }];
    }
    let mut parts: Vec<Piece> = Vec::new();
    let mut at = 0;
    for run in runs {
        let (Some((first, kind)), Some((last, _))) = (run.first(), run.last()) else {
            continue;
        };
        let end = with_semicolon(text, &statements[*last]).end;
        let mut piece = String::new();
        if let (Need::Block(_), Some(begin)) = (kind, first.checked_sub(1)) {
            // The comments before BEGIN, then what is in the block.
            let begin = with_semicolon(text, &statements[begin]);
            let properties = with_semicolon(text, &statements[*first]);
            let sets = sets_transaction(&text[properties.clone()]);
            let from = if sets { properties.end } else { begin.end };
            piece.push_str(&text[at..begin.start]);
            piece.push_str(&text[from..end]);
            let commit = statements.get(last + 1);
            at = commit.map_or(end, |commit| with_semicolon(text, commit).end);
        } else {
            piece.push_str(&text[at..end]);
            at = end;
        }
        parts.push(Piece {
            text: piece,
            transaction: *kind != Need::Alone,
        });
    }
    if let Some(end) = parts.last_mut() {
        end.text.push_str(&text[at..]);
    }
    parts
}

/// The statements that are no BEGIN and no COMMIT, each with what it needs.
fn needs(text: &str, statements: &[Statement]) -> Vec<(usize, Need)> {
    let mut list = Vec::new();
    let mut open = None;
    for (index, statement) in statements.iter().enumerate() {
        match word(text, statement) {
            Word::Begin => open = Some(index),
            Word::Commit => open = None,
            Word::Other | Word::Rollback => {
                let outside = if alone(text, statement) {
                    Need::Alone
                } else {
                    Need::Any
                };
                list.push((index, open.map_or(outside, Need::Block)));
            }
        }
    }
    list
}

/// The text without the marks of its tool, and without what was cut out of it.
fn clean(layout: Layout, text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut result = String::with_capacity(text.len());
    for token in lexer::tokens(text) {
        let part = token.text(text);
        if token.kind == Kind::LineComment {
            if !is_mark(layout, part) {
                result.push_str(part.trim_end());
            }
        } else if part.trim().is_empty() {
            space(&mut result, part);
        } else {
            result.push_str(part);
        }
    }
    result.trim().to_owned()
}

/// White space, with at most one blank line and no spaces before the end of a line.
fn space(result: &mut String, space: &str) {
    let lines = space.bytes().filter(|b| *b == b'\n').count();
    if lines == 0 {
        result.push_str(space);
        return;
    }
    let present = result.len() - result.trim_end_matches('\n').len();
    let Range { start, end } = present..lines.min(2).max(present);
    result.extend((start..end).map(|_| '\n'));
    let indent = space.rsplit('\n').next().unwrap_or_default();
    result.push_str(indent.trim_end_matches('\r'));
}

/// Whether a comment speaks to its tool.
fn is_mark(layout: Layout, comment: &str) -> bool {
    let body = comment.trim_start_matches('-').trim_start();
    match layout {
        Layout::Goose => body.to_ascii_lowercase().starts_with("+goose"),
        Layout::Dbmate => body.starts_with("migrate:"),
        Layout::Sqlx => body.trim_end() == "no-transaction",
        Layout::Prismoid
        | Layout::Prisma
        | Layout::Diesel
        | Layout::Refinery
        | Layout::Flyway
        | Layout::GolangMigrate => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, bool)]) {
        let found: Vec<(String, bool)> = pieces(text, false)
            .into_iter()
            .map(|piece| (clean(Layout::Sqlx, &piece.text), piece.transaction))
            .collect();
        let expected: Vec<(String, bool)> = expected
            .iter()
            .map(|(text, transaction)| ((*text).to_owned(), *transaction))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn splits_where_transactions_begin_and_end() {
        check(
            "-- no-transaction\nCREATE INDEX CONCURRENTLY i ON t (a);",
            &[("CREATE INDEX CONCURRENTLY i ON t (a);", false)],
        );
        check("UPDATE t SET a = 1;", &[("UPDATE t SET a = 1;", false)]);
        check(
            "-- one\nCREATE TABLE t (a int);\n-- two\nCREATE INDEX CONCURRENTLY i ON t (a);\nSELECT 1 -- end",
            &[
                ("-- one\nCREATE TABLE t (a int);", true),
                ("-- two\nCREATE INDEX CONCURRENTLY i ON t (a);", false),
                ("SELECT 1 -- end", true),
            ],
        );
        check(
            "-- one\nBEGIN;\nSET TRANSACTION READ ONLY;\nSELECT 1;\nCOMMIT;\n\n\n\nSELECT 2;",
            &[("-- one\n\nSELECT 1;", true), ("SELECT 2;", true)],
        );
    }

    #[test]
    fn leaves_texts_inside_of_quotes_as_they_are() {
        let sql = "SELECT 'a  \n\n\n  b',   $$ \n\n\n -- migrate:up $$;";
        assert_eq!(clean(Layout::Dbmate, sql), sql);
        let marked = "-- migrate:up transaction:false\n   \n\n  SELECT 1;  \n   ";
        assert_eq!(clean(Layout::Dbmate, marked), "SELECT 1;");
    }
}
