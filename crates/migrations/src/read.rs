//! From the files of a folder to its migrations, with all findings at once.

use std::collections::{BTreeMap, BTreeSet};

use diag::{Diagnostic, SourceId, Sources, Span};

use crate::directive::{self, Directive, DirectiveKind, directives};
use crate::header::{self, header};
use crate::lock::parse_lock;
use crate::name::{self, FileKind};
use crate::project::{MigrationFile, Project};
use crate::{Checksum, codes, locked, sequence};

/// Reads the files of a migrations folder: migrations, rollbacks and the lock file, told apart by
/// their names.
///
/// Every finding of one run is returned, sorted by file and place. Whether the SQL itself is right
/// is not judged here.
pub fn read(sources: &Sources, files: &[SourceId]) -> (Project, Vec<Diagnostic>) {
    let mut folder = Folder::sort(sources, files);
    let mut findings = std::mem::take(&mut folder.findings);
    let mut project = Project::default();
    for up in &folder.ups {
        let (file, more) = read_migration(sources, up, &folder.downs);
        project.migrations.push(file);
        findings.extend(more);
    }
    findings.extend(folder.downs_without_up(sources));
    findings.extend(check_sequence(sources, &project));
    findings.extend(check_headers(sources, &project));
    match folder.lock {
        Some(id) => {
            let (lock, more) = parse_lock(id, sources.get(id).text());
            findings.extend(more);
            if lock.conflict.is_none() {
                findings.extend(locked::compare(sources, &project, &lock));
            }
            project.lock = Some(lock);
        }
        None if project.migrations.is_empty() => {}
        None => findings.push(locked::missing_lock()),
    }
    Diagnostic::sort(&mut findings, sources);
    (project, findings)
}

/// A file whose name is in order.
struct Named {
    version: i64,
    name: String,
    stem: String,
    source: SourceId,
}

/// The files by kind.
#[derive(Default)]
struct Folder {
    /// By version, then stem.
    ups: Vec<Named>,
    /// By stem.
    downs: BTreeMap<String, Named>,
    lock: Option<SourceId>,
    findings: Vec<Diagnostic>,
}

impl Folder {
    fn sort(sources: &Sources, files: &[SourceId]) -> Self {
        let mut folder = Self::default();
        let mut misnamed = Vec::new();
        for &source in files {
            let base = name::base_name(sources.get(source).name());
            match name::classify(base) {
                FileKind::Up { version, name } => folder.ups.push(Named {
                    version,
                    name,
                    stem: base.trim_end_matches(".sql").to_owned(),
                    source,
                }),
                FileKind::Down { version, name } => {
                    let stem = base.trim_end_matches(".down.sql").to_owned();
                    let named = Named {
                        version,
                        name,
                        stem: stem.clone(),
                        source,
                    };
                    folder.downs.insert(stem, named);
                }
                FileKind::Lock => folder.lock = Some(source),
                FileKind::Ignored => {}
                FileKind::BadName => misnamed.push((source, base)),
                FileKind::Stray => {
                    let finding = name::stray_file(base).at(first_line(sources, source), "");
                    folder.findings.push(finding);
                }
            }
        }
        folder
            .ups
            .sort_by(|a, b| (a.version, &a.stem).cmp(&(b.version, &b.stem)));
        let next = folder
            .ups
            .last()
            .map_or(1, |up| up.version.saturating_add(1));
        let bad_names = misnamed.into_iter().map(|(source, base)| {
            name::bad_file_name(base, next).at(first_line(sources, source), "")
        });
        folder.findings.extend(bad_names);
        folder
    }

    fn downs_without_up(&self, sources: &Sources) -> Vec<Diagnostic> {
        let stems: BTreeSet<&str> = self.ups.iter().map(|up| up.stem.as_str()).collect();
        let orphans = self
            .downs
            .values()
            .filter(|d| !stems.contains(d.stem.as_str()));
        orphans
            .map(|down| {
                let message = format!("the rollback `{0}.down.sql` has no `{0}.sql`", down.stem);
                let finding = Diagnostic::error(&codes::DOWN_WITHOUT_UP, message)
                    .at(first_line(sources, down.source), "");
                let near = self.ups.iter().find(|up| {
                    (up.version == down.version || up.name == down.name)
                        && !self.downs.contains_key(&up.stem)
                });
                match near {
                    Some(up) => finding.help(format!("rename it to `{}.down.sql`", up.stem)),
                    None => finding.help("restore the migration, or delete the rollback"),
                }
            })
            .collect()
    }
}

/// The place of a whole file: its first line.
pub(crate) fn first_line(sources: &Sources, source: SourceId) -> Span {
    let text = sources.get(source).text();
    let line = text.lines().next().unwrap_or_default();
    let start = line.len() - line.trim_start_matches('\u{feff}').len();
    Span::new(source, start, line.trim_end().len().max(start))
}

/// Whether a text contains anything that the server would run.
pub(crate) fn has_statement(sql: &str) -> bool {
    lexer::tokens(sql).any(|t| !t.kind.is_trivia() && t.kind != lexer::Kind::Symbol(b';'))
}

fn read_migration(
    sources: &Sources,
    up: &Named,
    downs: &BTreeMap<String, Named>,
) -> (MigrationFile, Vec<Diagnostic>) {
    let text = sources.get(up.source).text();
    let (up_directives, mut findings) = directives(up.source, text);
    let down = downs.get(&up.stem).map(|d| d.source);
    let down_directives = match down {
        Some(id) => {
            let (list, more) = directives(id, sources.get(id).text());
            findings.extend(more);
            list
        }
        None => Vec::new(),
    };
    let file = MigrationFile {
        version: up.version,
        name: up.name.clone(),
        stem: up.stem.clone(),
        up: up.source,
        down,
        checksum: Checksum::of_sql(text),
        header: header(up.source, text),
        directives: up_directives,
        down_directives,
        foreign: None,
    };
    if !has_statement(text) {
        let message = format!("the migration `{}` contains no statement", file.stem);
        findings.push(
            Diagnostic::error(&codes::EMPTY_MIGRATION, message)
                .at(first_line(sources, up.source), "")
                .help("write its SQL, or delete it"),
        );
    }
    findings.extend(check_down(sources, &file));
    findings.extend(check_places(&file));
    (file, findings)
}

fn check_down(sources: &Sources, file: &MigrationFile) -> Option<Diagnostic> {
    let stem = &file.stem;
    let directive = file
        .directives
        .iter()
        .find(|d| matches!(d.kind, DirectiveKind::Irreversible { .. }));
    match (file.down, directive) {
        (None, None) => {
            let message = format!("the migration `{stem}` has no rollback");
            Some(
                Diagnostic::error(&codes::MISSING_DOWN, message)
                    .at(first_line(sources, file.up), "")
                    .help(format!("write `{stem}.down.sql` with the SQL that leads back"))
                    .help("say why nothing leads back: `-- prismoid: irreversible <reason>` in the header"),
            )
        }
        (Some(down), Some(directive)) => {
            let message = format!("`{stem}` says that it is irreversible, but has a rollback");
            Some(
                Diagnostic::error(&codes::IRREVERSIBLE_WITH_DOWN, message)
                    .at(directive.span, "")
                    .also(first_line(sources, down), "the rollback")
                    .help("delete the directive or the rollback"),
            )
        }
        (Some(down), None) if !has_statement(sources.get(down).text()) => {
            let message = format!("the rollback of `{stem}` contains no statement");
            Some(
                Diagnostic::error(&codes::EMPTY_DOWN, message)
                    .at(first_line(sources, down), "")
                    .help("write the SQL that leads back")
                    .help(format!(
                        "delete it and put `-- prismoid: irreversible <reason>` into the header of `{stem}.sql`"
                    )),
            )
        }
        (Some(_), None) | (None, Some(_)) => None,
    }
}

/// Directives that speak for the whole file stand in its header.
fn check_places(file: &MigrationFile) -> Vec<Diagnostic> {
    let late = |d: &&Directive| !d.in_header;
    let word = |d: &Directive| match d.kind {
        DirectiveKind::NoTransaction => Some("no-transaction"),
        DirectiveKind::Irreversible { .. } => Some("irreversible"),
        DirectiveKind::Allow { .. } => None,
    };
    let both = file.directives.iter().chain(&file.down_directives);
    let mut findings: Vec<Diagnostic> = both
        .filter(late)
        .filter_map(|d| Some((word(d)?, d.span)))
        .map(|(word, span)| directive::misplaced(word, "before the first statement").at(span, ""))
        .collect();
    let in_down = file.down_directives.iter().filter(|d| d.in_header);
    findings.extend(
        in_down
            .filter(|d| matches!(d.kind, DirectiveKind::Irreversible { .. }))
            .map(|d| {
                let place = format!("to the header of `{}.sql` and delete this file", file.stem);
                directive::misplaced("irreversible", &place).at(d.span, "")
            }),
    );
    findings
}

fn check_sequence(sources: &Sources, project: &Project) -> Vec<Diagnostic> {
    let versions: Vec<i64> = project.migrations.iter().map(|m| m.version).collect();
    let place = |index: usize| first_line(sources, project.migrations[index].up);
    let may_be_first = project.migrations.first().is_some_and(|first| {
        crate::squash::may_be_first(first.version, sources.get(first.up).text())
    });
    sequence(&versions)
        .into_iter()
        .filter(|fault| !(may_be_first && fault.is_late_start()))
        .map(|fault| {
            let finding = fault.diagnostic.at(place(fault.index), fault.label);
            match fault.earlier {
                Some(earlier) => finding.also(place(earlier), fault.earlier_label),
                None => finding,
            }
        })
        .collect()
}

fn check_headers(sources: &Sources, project: &Project) -> Vec<Diagnostic> {
    let migrations = &project.migrations;
    let all: Vec<(i64, String)> = migrations
        .iter()
        .map(|m| (m.version, m.stem.clone()))
        .collect();
    migrations
        .iter()
        .flat_map(|m| header::check(&m.header, first_line(sources, m.up), &m.stem, &all))
        .collect()
}
