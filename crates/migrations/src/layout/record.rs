//! Another tool's history of a database, against the migrations that are here.

use std::collections::{BTreeMap, BTreeSet};

use diag::{Diagnostic, Sources, Span};

use super::Layout;
use crate::codes;
use crate::project::{MigrationFile, Project};
use crate::read::first_line;

/// The comment with which an imported migration names what it was made from.
const IMPORTED: &str = "Imported";

/// What another tool's history says of a migration.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// By what the tool tells it from others: its version, or Prisma's folder name.
    pub id: String,
    /// The name, where the history has one.
    pub name: String,
    /// The checksum, where the history has one.
    pub checksum: Option<String>,
    /// Whether it began and did not end; otherwise it was applied.
    pub failed: bool,
    /// Whether it stands for all earlier ones as well.
    pub covers_earlier: bool,
    /// When it was applied: ISO 8601, UTC.
    pub applied_at: Option<String>,
    /// How long it took.
    pub execution_ms: u64,
    /// Who applied it.
    pub applied_by: Option<String>,
}

/// A migration that our history can take over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adopted {
    /// The version here.
    pub version: i64,
    /// The name here.
    pub name: String,
    /// What the tool recorded.
    pub record: Record,
}

/// What keeps a migration from being taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// The tool recorded a failure.
    Failed,
    /// The file is not what the tool applied.
    Edited,
    /// There is no such file.
    Missing,
}

impl Doubt {
    /// As it is written in a command.
    pub fn name(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Edited => "edited",
            Self::Missing => "missing",
        }
    }
}

/// A record about which something is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubtful {
    /// What is wrong.
    pub doubt: Doubt,
    /// The version here, where there is such a migration.
    pub version: Option<i64>,
    /// What the tool recorded.
    pub record: Record,
    /// The finding.
    pub finding: Diagnostic,
}

/// What comes of another tool's history.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Adoption {
    /// What is applied without a doubt, and what is only edited, by version.
    pub adopted: Vec<Adopted>,
    /// What is wrong, by record.
    pub doubts: Vec<Doubtful>,
}

/// A migration by the tool's own names.
struct Candidate<'a> {
    file: &'a MigrationFile,
    id: String,
    checksums: Vec<String>,
}

/// Compares the records of a tool with the migrations of a project: with the files in that tool's
/// layout, or with ours that were imported from them.
pub fn adoption(
    layout: Layout,
    sources: &Sources,
    project: &Project,
    records: &[Record],
) -> Adoption {
    let candidates = candidates(layout, sources, project);
    let mut by_id: BTreeMap<&str, Vec<&Candidate<'_>>> = BTreeMap::new();
    for candidate in &candidates {
        by_id.entry(&candidate.id).or_default().push(candidate);
    }
    let mut adoption = Adoption::default();
    let mut taken = BTreeSet::new();
    for record in records {
        let id = normal(layout, &record.id);
        let Some(found) = by_id.get(id.as_str()) else {
            // A baseline of Flyway need not be a file.
            if !record.covers_earlier || layout != Layout::Flyway {
                adoption.doubt(Doubt::Missing, None, record, missing(layout, record));
            }
            continue;
        };
        for candidate in found {
            let place = first_line(sources, candidate.file.up);
            let version = candidate.file.version;
            if record.failed {
                let finding = failed(layout, record, place);
                adoption.doubt(Doubt::Failed, Some(version), record, finding);
                continue;
            }
            let same = |sum: &String| candidate.checksums.contains(sum);
            let known = record
                .checksum
                .as_ref()
                .filter(|_| !candidate.checksums.is_empty());
            if known.is_some_and(|sum| !same(sum)) {
                let finding = edited(layout, record, candidate.file, place);
                adoption.doubt(Doubt::Edited, Some(version), record, finding);
            }
            if taken.insert(version) {
                adoption.adopted.push(taken_over(candidate.file, record));
            }
        }
    }
    for record in records.iter().filter(|record| record.covers_earlier) {
        let Some(last) = number(&record.id) else {
            continue;
        };
        for candidate in &candidates {
            let is_earlier = number(&candidate.id)
                .is_some_and(|number| number < last || number == last && !record.failed);
            if is_earlier && taken.insert(candidate.file.version) {
                adoption.adopted.push(taken_over(candidate.file, record));
            }
        }
    }
    adoption.adopted.sort_by_key(|adopted| adopted.version);
    adoption
}

impl Adoption {
    fn doubt(&mut self, doubt: Doubt, version: Option<i64>, record: &Record, finding: Diagnostic) {
        self.doubts.push(Doubtful {
            doubt,
            version,
            record: record.clone(),
            finding,
        });
    }
}

fn taken_over(file: &MigrationFile, record: &Record) -> Adopted {
    Adopted {
        version: file.version,
        name: file.name.clone(),
        record: record.clone(),
    }
}

fn candidates<'a>(layout: Layout, sources: &Sources, project: &'a Project) -> Vec<Candidate<'a>> {
    let mut list = Vec::new();
    for file in &project.migrations {
        if let Some(foreign) = &file.foreign {
            list.push(Candidate {
                file,
                id: normal(layout, &foreign.id),
                checksums: foreign.checksums.clone(),
            });
            continue;
        }
        for (id, checksums) in imported(sources.get(file.up).text(), layout) {
            let id = normal(layout, &id);
            list.push(Candidate {
                file,
                id,
                checksums,
            });
        }
    }
    list
}

/// What a text of ours was imported from: `-- Imported: <layout> <id> [<checksum>…]` before its
/// first statement, a line for each.
pub fn imported(text: &str, layout: Layout) -> Vec<(String, Vec<String>)> {
    let comments = lexer::tokens(text).take_while(|token| token.kind.is_trivia());
    comments
        .filter_map(|token| {
            let line = token.text(text).strip_prefix("--")?.trim();
            let (key, value) = line.split_once(':')?;
            let mut words = value.split(' ').filter(|word| !word.is_empty());
            if key != IMPORTED || words.next() != Some(layout.name()) {
                return None;
            }
            let id = words.next()?.replace("%20", " ");
            Some((id, words.map(str::to_owned).collect()))
        })
        .collect()
}

/// The line that [`imported`] reads.
pub(super) fn imported_line(layout: Layout, id: &str, checksums: &[String]) -> String {
    let mut words = vec![layout.name().to_owned(), id.replace(' ', "%20")];
    words.extend(checksums.iter().cloned());
    format!("-- {IMPORTED}: {}\n", words.join(" "))
}

/// An identity as it is compared: zeros before a number do not count.
fn normal(layout: Layout, id: &str) -> String {
    match layout {
        Layout::Prisma | Layout::Dbmate | Layout::Diesel => id.to_owned(),
        Layout::Flyway => {
            let version = super::flyway::version(id).unwrap_or_default();
            let parts: Vec<String> = version.iter().map(ToString::to_string).collect();
            parts.join(".")
        }
        Layout::Prismoid
        | Layout::Sqlx
        | Layout::Refinery
        | Layout::GolangMigrate
        | Layout::Goose => number(id).map_or_else(|| id.to_owned(), |number| number[0].to_string()),
    }
}

/// The parts of a version.
fn number(id: &str) -> Option<Vec<u64>> {
    super::flyway::version(id)
}

fn called(record: &Record) -> String {
    if record.name.is_empty() || record.id.contains(&record.name) {
        format!("`{}`", record.id)
    } else {
        format!("`{} {}`", record.id, record.name)
    }
}

fn missing(layout: Layout, record: &Record) -> Diagnostic {
    let message = format!(
        "{} has applied {}, which is not here",
        layout.tool(),
        called(record)
    );
    let at = record.applied_at.as_ref();
    let finding = Diagnostic::error(&codes::RECORDED_FILE_MISSING, message);
    match at {
        Some(at) => finding.note(format!("it was applied on {at}")),
        None => finding,
    }
    .help("bring its file back, or take over the rest by `cargo xtask migrate adopt --accept missing`")
}

fn failed(layout: Layout, record: &Record, place: Span) -> Diagnostic {
    let message = format!(
        "{} has recorded that {} failed",
        layout.tool(),
        called(record)
    );
    Diagnostic::error(&codes::RECORDED_FAILURE, message)
        .at(place, "")
        .note("a part of it may be in the database")
        .help(format!("resolve it with {}", layout.tool()))
        .help("make the database as it was before it, then run `cargo xtask migrate adopt --accept failed`")
}

fn edited(layout: Layout, record: &Record, file: &MigrationFile, place: Span) -> Diagnostic {
    let message = format!(
        "`{}` is not the text that {} has applied",
        file.stem,
        layout.tool()
    );
    let at = record.applied_at.as_ref();
    let finding = Diagnostic::error(&codes::EDITED_SINCE_RECORDED, message).at(place, "");
    match at {
        Some(at) => finding.note(format!(
            "its checksum is not that of what was applied on {at}"
        )),
        None => finding,
    }
    .help("restore its text and write a new migration for the change")
    .help("run `cargo xtask migrate adopt --accept edited` if the database agrees with it")
}
