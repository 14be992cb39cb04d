//! The files against the lock file: new, edited, renamed, missing.

use std::collections::BTreeMap;

use diag::{Code, Diagnostic, Sources, Span};

use crate::lock::{Lock, LockedMigration};
use crate::project::{MigrationFile, Project};
use crate::read::first_line;
use crate::{Checksum, codes, name};

/// Whether writing the generated files and the lock file settles a finding, so that the command
/// which does it need not stop for it. With `relock`, the files are taken as they are.
pub fn is_settled_by_codegen(code: &Code, relock: bool) -> bool {
    let always = [&codes::NOT_LOCKED, &codes::MISSING_LOCK];
    let relocked = [
        &codes::EDITED_AFTER_LOCKING,
        &codes::RENAMED_AFTER_LOCKING,
        &codes::LOCKED_FILE_MISSING,
        &codes::BROKEN_CHAIN,
        &codes::MALFORMED_LOCK_LINE,
    ];
    always.contains(&code) || relock && relocked.contains(&code)
}

pub(crate) fn missing_lock() -> Diagnostic {
    let message = format!("there are migrations, but no `{}`", name::LOCK_FILE);
    Diagnostic::error(&codes::MISSING_LOCK, message)
        .help("restore it from version control; for a new project, run `cargo xtask codegen`")
}

/// Compares each migration with its line, and each line with its file.
pub(crate) fn compare(sources: &Sources, project: &Project, lock: &Lock) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    // The first of two lines with one version counts; the other is a finding already.
    let lines: BTreeMap<i64, &(LockedMigration, Span)> = lock
        .lines
        .iter()
        .rev()
        .map(|line| (line.0.version, line))
        .collect();
    let mut files: BTreeMap<i64, usize> = BTreeMap::new();
    for file in &project.migrations {
        *files.entry(file.version).or_default() += 1;
    }
    for file in &project.migrations {
        let place = first_line(sources, file.up);
        let twin = files[&file.version] > 1;
        match lines.get(&file.version) {
            None => findings.push(not_locked(file).at(place, "")),
            Some((line, _)) if line.name != file.name && twin => {}
            Some((line, span)) if line.name != file.name => {
                let finding = renamed(file, line).at(place, "");
                findings.push(finding.also(*span, "locked under this name"));
            }
            Some((line, span)) if line.checksum != file.checksum => {
                let finding = edited(&format!("{}.sql", file.stem), line.checksum, file.checksum)
                    .at(place, "");
                findings.push(finding.also(*span, "locked here"));
            }
            Some(_) => {}
        }
    }
    for (line, span) in &lock.lines {
        if !files.contains_key(&line.version) {
            findings.push(locked_file_missing(line).at(*span, ""));
        }
    }
    findings
}

fn not_locked(file: &MigrationFile) -> Diagnostic {
    let message = format!(
        "the migration `{}` is new: the generated code does not know it yet",
        file.stem
    );
    Diagnostic::error(&codes::NOT_LOCKED, message).help("run `cargo xtask codegen` to take it in")
}

/// The SQL of a file is not the text that was locked.
pub(crate) fn edited(file: &str, before: Checksum, now: Checksum) -> Diagnostic {
    let message = format!("the SQL of `{file}` was edited after it was locked");
    Diagnostic::error(&codes::EDITED_AFTER_LOCKING, message)
        .note(checksums(before, now))
        .help("restore its SQL and write a new migration for the change")
        .help("run `cargo xtask codegen --relock` if no database has run it yet")
}

fn checksums(locked: Checksum, now: Checksum) -> String {
    format!("checksum locked: {}, now: {}", locked.short(), now.short())
}

fn renamed(file: &MigrationFile, line: &LockedMigration) -> Diagnostic {
    let (version, old, new) = (file.version, &line.name, &file.name);
    if line.checksum == file.checksum {
        let message =
            format!("migration {version} is locked as `{old}`, and its file is called `{new}`");
        Diagnostic::error(&codes::RENAMED_AFTER_LOCKING, message)
            .help(format!(
                "rename the file back to `{}.sql`",
                name::stem(version, old)
            ))
            .help("run `cargo xtask codegen --relock` if no database has run it yet")
    } else {
        let message =
            format!("migration {version} is locked as `{old}`, but its file is another: `{new}`");
        Diagnostic::error(&codes::RENAMED_AFTER_LOCKING, message)
            .note(checksums(line.checksum, file.checksum))
            .help(format!(
                "restore `{}.sql` from version control",
                name::stem(version, old)
            ))
            .help("run `cargo xtask migrate renumber` to move the other one to the end")
    }
}

fn locked_file_missing(line: &LockedMigration) -> Diagnostic {
    let stem = name::stem(line.version, &line.name);
    let message = format!("the migration `{stem}` is locked, but `{stem}.sql` is missing");
    Diagnostic::error(&codes::LOCKED_FILE_MISSING, message)
        .help("restore it from version control")
        .help("run `cargo xtask codegen --relock` if no database has run it yet")
}

/// The manifest's row names a file that cannot be read.
pub(crate) fn missing_file(path: &str) -> Diagnostic {
    let message = format!("`{path}` is missing");
    Diagnostic::error(&codes::MISSING_FILE, message)
        .help("restore it from version control")
        .help("run `cargo xtask codegen` if it was removed on purpose")
}
