//! A folder, arranged: each migration with a text for each direction.

use std::collections::BTreeMap;

use diag::{Diagnostic, Severity, SourceId, Sources};

use super::block::{Control, control, needs_no_transaction};
use super::found::{Entry, Found, Part, Reading};
use super::{Layout, dbmate, diesel, flyway, golang, goose, prisma, refinery, section, sqlx};
use crate::project::{MigrationFile, Project};
use crate::read::{first_line, has_statement};
use crate::{Checksum, codes, directives, header};

/// How many names a finding lists before it counts the rest.
const NAMED: usize = 8;

/// A folder of migrations.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    /// Whose layout it is.
    pub layout: Layout,
    /// Its files as they are on disk, by name: all texts that belong to migrations.
    pub files: Vec<SourceId>,
    arranged: Vec<Arranged>,
    findings: Vec<Diagnostic>,
}

/// What another tool knows of a migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// By what the tool's history tells it from others: its version, or Prisma's folder name.
    pub id: String,
    /// The checksums that the tool would have recorded; none where it records none.
    pub checksums: Vec<String>,
    /// The file that applies it, as it is on disk.
    pub file: SourceId,
    /// Whether the tool runs it again when its text changes, after all others.
    pub repeatable: bool,
    /// Whether it applies in a transaction.
    pub transaction: bool,
    /// Whether it is undone in a transaction.
    pub down_transaction: bool,
}

/// A migration with its texts.
#[derive(Debug, Clone)]
struct Arranged {
    version: i64,
    name: String,
    stem: String,
    up: SourceId,
    down: Option<SourceId>,
    foreign: Foreign,
}

impl Folder {
    /// A folder of ours.
    pub fn own(files: Vec<SourceId>) -> Self {
        Self {
            files,
            ..Self::default()
        }
    }

    /// Arranges the files of a foreign folder. Each comes with its path relative to the folder;
    /// `others` are the paths of what is neither SQL nor configuration. Adds the texts that are only
    /// parts of files to `sources`.
    pub fn arrange(
        layout: Layout,
        sources: &mut Sources,
        files: &[(String, SourceId)],
        others: &[String],
    ) -> Self {
        let texts: Vec<String> = files
            .iter()
            .map(|(_, id)| sources.get(*id).text().to_owned())
            .collect();
        let entries: Vec<Entry<'_>> = files
            .iter()
            .zip(&texts)
            .map(|((path, source), text)| Entry {
                path,
                text,
                source: *source,
            })
            .collect();
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        let reading = match layout {
            Layout::Prismoid => Reading::default(),
            Layout::Prisma => prisma::read(&entries, &others),
            Layout::Sqlx => sqlx::read(&entries, &others),
            Layout::Diesel => diesel::read(&entries, &others),
            Layout::Refinery => refinery::read(&entries, &others),
            Layout::Flyway => flyway::read(&entries, &others),
            Layout::GolangMigrate => golang::read(&entries, &others),
            Layout::Dbmate => dbmate::read(&entries, &others),
            Layout::Goose => goose::read(&entries, &others),
        };
        let mut findings = reading.findings;
        findings.extend(duplicates(sources, layout, &reading.found));
        findings.extend(ignored(layout, reading.ignored));
        let mut arranged: Vec<Arranged> = Vec::new();
        for found in reading.found {
            let before = arranged.last().map_or(0, |before| before.version);
            arranged.push(Arranged::new(layout, sources, found, before));
        }
        Self {
            layout,
            files: files.iter().map(|(_, id)| *id).collect(),
            arranged,
            findings,
        }
    }

    /// Its migrations, with all findings at once.
    pub fn read(&self, sources: &Sources) -> (Project, Vec<Diagnostic>) {
        if self.layout.is_own() {
            return crate::read(sources, &self.files);
        }
        let mut findings = self.findings.clone();
        let mut project = Project {
            layout: self.layout,
            ..Project::default()
        };
        for arranged in &self.arranged {
            project
                .migrations
                .push(arranged.read(sources, &mut findings));
        }
        Diagnostic::sort(&mut findings, sources);
        (project, findings)
    }
}

impl Arranged {
    /// The version is the tool's number; where that does not grow with the tool's order, the next
    /// one that does.
    fn new(layout: Layout, sources: &mut Sources, found: Found, before: i64) -> Self {
        let next = before.saturating_add(1);
        let file = found.up.source;
        let (up, transaction) = direction(layout, sources, &found.up);
        let down = found.down.map(|down| direction(layout, sources, &down));
        let down = down.filter(|(down, _)| has_statement(sources.get(*down).text()));
        Self {
            version: found.number.map_or(next, |number| number.max(next)),
            name: found.name,
            stem: found.stem,
            up,
            down: down.map(|(down, _)| down),
            foreign: Foreign {
                repeatable: found.id.is_empty(),
                id: found.id,
                checksums: found.checksums,
                file,
                transaction,
                down_transaction: down.is_none_or(|(_, transaction)| transaction),
            },
        }
    }

    fn read(&self, sources: &Sources, findings: &mut Vec<Diagnostic>) -> MigrationFile {
        let mut marks = |id: SourceId| {
            let (list, more) = directives(id, sources.get(id).text());
            findings.extend(more);
            list
        };
        let text = sources.get(self.up).text();
        MigrationFile {
            version: self.version,
            name: self.name.clone(),
            stem: self.stem.clone(),
            up: self.up,
            down: self.down,
            checksum: Checksum::of_sql(text),
            header: header::header(self.up, text),
            directives: marks(self.up),
            down_directives: self.down.map(marks).unwrap_or_default(),
            foreign: Some(self.foreign.clone()),
        }
    }
}

/// The text of a direction, and whether it runs in a transaction. Transactions that the file itself
/// has become a part of the one in which we run it, wherever that makes no difference.
fn direction(layout: Layout, sources: &mut Sources, part: &Part) -> (SourceId, bool) {
    let source = sources.get(part.source);
    let (name, text) = (source.name().to_owned(), source.text());
    let cut = part
        .range
        .clone()
        .map(|range| section::only(text, &[range]));
    let text = cut.as_deref().unwrap_or(text);
    let alone = layout.runs_files_as_they_are() && needs_no_transaction(text);
    let (text, transaction) = match control(text) {
        Control::None | Control::Odd => (cut, part.transaction && !alone),
        Control::Mergeable(words) => (Some(section::without(text, &words)), true),
        Control::Apart => (cut, false),
    };
    let id = match text {
        Some(text) => sources.add(name, text),
        None => part.source,
    };
    (id, transaction)
}

/// Two migrations that the tool's history could not tell apart.
fn duplicates(sources: &Sources, layout: Layout, found: &[Found]) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<&str, &Found> = BTreeMap::new();
    let mut findings = Vec::new();
    for migration in found.iter().filter(|found| !found.id.is_empty()) {
        let Some(earlier) = seen.insert(&migration.id, migration) else {
            continue;
        };
        let message = format!("version {} is declared twice", migration.id);
        findings.push(
            Diagnostic::error(&codes::DUPLICATE_VERSION, message)
                .at(
                    first_line(sources, migration.up.source),
                    "declared again here",
                )
                .also(
                    first_line(sources, earlier.up.source),
                    "first declared here",
                )
                .note(format!("{} would run only one of them", layout.tool()))
                .help("give one of them a later version"),
        );
    }
    findings
}

/// One finding for all files that the tool passes over.
fn ignored(layout: Layout, paths: Vec<&str>) -> Option<Diagnostic> {
    let is_note = |path: &&str| {
        let base = crate::name::base_name(path).to_ascii_lowercase();
        let known = [
            ".md", ".toml", ".conf", ".json", ".lock", ".txt", ".rs", ".go",
        ];
        base.starts_with('.') || known.iter().any(|end| base.ends_with(end))
    };
    let paths: Vec<&str> = paths.into_iter().filter(|path| !is_note(path)).collect();
    let first = paths.first()?;
    let message = match paths.len() {
        1 => format!("`{first}` is no migration of {}", layout.tool()),
        count => format!("{count} files are no migrations of {}", layout.tool()),
    };
    let mut finding = Diagnostic::new(Severity::Note, &codes::IGNORED_FILE, message);
    if paths.len() > 1 {
        let names: Vec<String> = paths.iter().take(NAMED).map(|p| format!("`{p}`")).collect();
        let more = paths.len().saturating_sub(NAMED);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        finding = finding.note(format!("{}{more}", names.join(", ")));
    }
    Some(finding.note("it is not read, as the tool would not read it"))
}
