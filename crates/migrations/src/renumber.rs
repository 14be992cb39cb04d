//! After a merge: my migrations move behind theirs.

use std::collections::{BTreeMap, BTreeSet};

use diag::{SourceId, Sources};

use crate::header::{Field, header};
use crate::lock::{LockedMigration, print_lock};
use crate::project::{MigrationFile, Project};
use crate::{File, name};

/// What to do to the migrations folder; nothing for a folder that is in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renumbering {
    /// Files to rename, as (from, to); carried out together, since one may take another's old name.
    pub renames: Vec<(String, String)>,
    /// Files whose header names a migration that moved, under their new names.
    pub rewrites: Vec<File>,
    /// The stems of migrations that move although they are locked: databases may know them under
    /// their old version, so ask first.
    pub locked: Vec<String>,
    /// The lock file's new text.
    pub lock: String,
}

/// The stems of the migrations that are this branch's own, as far as the folder shows.
///
/// In a lock file with an unresolved merge these are one side's: the upper one in a merge, the
/// lower one in a rebase. Without one, they are all that are not locked, if one of them stands at
/// or before a locked version.
pub fn mine(project: &Project, rebasing: bool) -> Vec<String> {
    let Some(lock) = &project.lock else {
        return duplicates(project);
    };
    if let Some(conflict) = &lock.conflict {
        let side = if rebasing {
            &conflict.lower
        } else {
            &conflict.upper
        };
        return stems_of(project, side);
    }
    let last = lock.lines.iter().map(|(m, _)| m.version).max().unwrap_or(0);
    let unlocked = project.migrations.iter().filter(|m| !is_locked(project, m));
    let unlocked: Vec<&MigrationFile> = unlocked.collect();
    if unlocked.iter().any(|m| m.version <= last) {
        unlocked.iter().map(|m| m.stem.clone()).collect()
    } else {
        duplicates(project)
    }
}

/// All but the first of each version.
fn duplicates(project: &Project) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let later = project
        .migrations
        .iter()
        .filter(|m| !seen.insert(m.version));
    later.map(|m| m.stem.clone()).collect()
}

fn stems_of(project: &Project, side: &[LockedMigration]) -> Vec<String> {
    let matching = project.migrations.iter().filter(|file| {
        side.iter()
            .any(|line| line.version == file.version && line.name == file.name)
    });
    matching.map(|m| m.stem.clone()).collect()
}

fn line_of<'a>(project: &'a Project, file: &MigrationFile) -> Option<&'a LockedMigration> {
    let lines = &project.lock.as_ref()?.lines;
    let same = |line: &LockedMigration| line.version == file.version && line.name == file.name;
    lines.iter().map(|(line, _)| line).find(|line| same(line))
}

fn is_locked(project: &Project, file: &MigrationFile) -> bool {
    line_of(project, file).is_some()
}

/// Numbers the migrations from 1 without gaps: first all others in their order, then `mine` in
/// theirs.
pub fn renumber(project: &Project, sources: &Sources, mine: &[String]) -> Renumbering {
    let (last, first): (Vec<&MigrationFile>, Vec<&MigrationFile>) = project
        .migrations
        .iter()
        .partition(|m| mine.contains(&m.stem));
    let numbered: Vec<(i64, &MigrationFile)> = (1..).zip(first.into_iter().chain(last)).collect();
    let new_stems: BTreeMap<&str, String> = numbered
        .iter()
        .map(|(version, m)| (m.stem.as_str(), new_stem(*version, m)))
        .collect();
    let mut plan = Renumbering::default();
    let mut lines = Vec::new();
    for (version, file) in &numbered {
        let stem = &new_stems[file.stem.as_str()];
        if let Some(line) = line_of(project, file) {
            lines.push(LockedMigration {
                version: *version,
                ..line.clone()
            });
            let is_mine = mine.contains(&file.stem);
            if file.version != *version && !is_mine {
                plan.locked.push(file.stem.clone());
            }
        }
        for (source, extension) in [(Some(file.up), ".sql"), (file.down, ".down.sql")] {
            let Some(source) = source else { continue };
            let path = format!("{stem}{extension}");
            if *stem != file.stem {
                plan.renames
                    .push((format!("{}{extension}", file.stem), path.clone()));
            }
            let text = rewritten(sources, source, &new_stems, project);
            if text != sources.get(source).text() {
                plan.rewrites.push(File { path, text });
            }
        }
    }
    plan.lock = print_lock(&lines);
    plan
}

fn new_stem(version: i64, file: &MigrationFile) -> String {
    if version == file.version {
        file.stem.clone()
    } else {
        name::stem(version, &file.name)
    }
}

/// A file's text with the names of moved migrations in its header replaced.
fn rewritten(
    sources: &Sources,
    source: SourceId,
    new_stems: &BTreeMap<&str, String>,
    project: &Project,
) -> String {
    let text = sources.get(source).text();
    let header = header(source, text);
    let mut fields: Vec<Field> = header.dependencies();
    fields.extend(header.migration.clone());
    fields.sort_by_key(|field| std::cmp::Reverse(field.span.start));
    let mut text = text.to_owned();
    for field in fields {
        let by_number = field.value.parse::<i64>().ok().and_then(|version| {
            let mut same = project.migrations.iter().filter(|m| m.version == version);
            same.next().map(|m| m.stem.as_str())
        });
        let stem = by_number.unwrap_or(&field.value);
        if let Some(new) = new_stems.get(stem).filter(|new| new.as_str() != stem) {
            text.replace_range(field.span.range(), new);
        }
    }
    text
}
