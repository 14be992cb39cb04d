//! The lock file: which SQL each version stands for, in a chain.
//!
//! ```text
//! # comment
//! 1 initial_schema <checksum> <chain>
//! 2 add_user_preferences <checksum> <chain>
//! ```

use std::fmt::Write as _;

use diag::{Diagnostic, SourceId, Span};

use crate::{Checksum, codes, name, sequence};

const COMMENT: &str = "\
# What each migration's SQL was when it was taken in: version, name, checksum, chain.
# Written by `cargo xtask codegen`; commit it, and leave it as it is.
# Two branches that both add a migration collide here: run `cargo xtask migrate renumber`.
";

/// A line of the lock file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedMigration {
    /// The version.
    pub version: i64,
    /// The name without the version.
    pub name: String,
    /// SHA-256 over the tokens of its SQL.
    pub checksum: Checksum,
}

/// A lock file that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    /// The lines that could be read, in order, each with the place of its version and name.
    pub lines: Vec<(LockedMigration, Span)>,
    /// The two sides of a merge that was left unresolved in it; `lines` then has both.
    pub conflict: Option<Conflict>,
}

/// The two sides of an unresolved merge.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conflict {
    /// Between `<<<<<<<` and `=======`: this branch's in a merge, the other one's in a rebase.
    pub upper: Vec<LockedMigration>,
    /// Between `=======` and `>>>>>>>`.
    pub lower: Vec<LockedMigration>,
}

/// The text of the lock file for these migrations, in order.
pub fn print_lock<'a>(migrations: impl IntoIterator<Item = &'a LockedMigration>) -> String {
    let mut text = COMMENT.to_owned();
    let mut before = None;
    for LockedMigration {
        version,
        name,
        checksum,
    } in migrations
    {
        let chain = Checksum::chained(before, *version, name, *checksum);
        // Writing into a text cannot fail.
        let _ = writeln!(text, "{version} {name} {checksum} {chain}");
        before = Some(chain);
    }
    text
}

/// Reads a lock file.
pub fn parse_lock(source: SourceId, text: &str) -> (Lock, Vec<Diagnostic>) {
    let mut lock = Lock::default();
    let mut findings = Vec::new();
    let mut links = Vec::new();
    let mut markers = Vec::new();
    let mut conflict = Conflict::default();
    let mut side = '>';
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        let span = Span::new(source, offset, offset + content.len());
        offset += line.len();
        let content = content.trim_start_matches('\u{feff}');
        if let Some(marker) = marker(content) {
            markers.push(span);
            side = marker;
        } else if !content.trim().is_empty() && !content.starts_with('#') {
            match parse_line(content) {
                Some((migration, chain)) => {
                    match side {
                        '<' => conflict.upper.push(migration.clone()),
                        '=' => conflict.lower.push(migration.clone()),
                        _ => {}
                    }
                    let shown = format!("{} {}", migration.version, migration.name).len();
                    let end = (span.start as usize + shown).min(span.end as usize);
                    let name_span = Span::new(source, span.start as usize, end);
                    lock.lines.push((migration, name_span));
                    links.push(chain);
                }
                None => findings.push(malformed_line(content).at(first_chars(span), "")),
            }
        }
    }
    if let Some(first) = markers.first() {
        lock.conflict = Some(conflict);
        let finding = markers[1..]
            .iter()
            .fold(merge_conflict().at(*first, ""), |f, s| f.also(*s, ""));
        return (lock, vec![finding]);
    }
    check_lines(&lock, &links, &mut findings);
    (lock, findings)
}

/// The start of a line: enough to find it, since a line of the lock file is long.
fn first_chars(line: Span) -> Span {
    Span {
        end: line.end.min(line.start + 24),
        ..line
    }
}

/// The character of a line with which version control marks an unresolved merge.
fn marker(line: &str) -> Option<char> {
    let of_seven = |c: char| line.starts_with(&c.to_string().repeat(7));
    ['<', '|', '=', '>'].into_iter().find(|c| of_seven(*c))
}

fn parse_line(line: &str) -> Option<(LockedMigration, Checksum)> {
    let mut parts = line.split_whitespace();
    let migration = LockedMigration {
        version: parts.next()?.parse().ok()?,
        name: parts
            .next()
            .filter(|n| name::is_migration_name(n))?
            .to_owned(),
        checksum: parts.next()?.parse().ok()?,
    };
    let chain = parts.next()?.parse().ok()?;
    parts.next().is_none().then_some((migration, chain))
}

/// The order of the lines, and that each continues the one before it; a gap is left to the files.
fn check_lines(lock: &Lock, links: &[Checksum], findings: &mut Vec<Diagnostic>) {
    let versions: Vec<i64> = lock.lines.iter().map(|(m, _)| m.version).collect();
    for fault in sequence(&versions) {
        if fault.diagnostic.code == &codes::VERSION_GAP {
            continue;
        }
        let mut finding = fault.diagnostic.at(lock.lines[fault.index].1, fault.label);
        if let Some(earlier) = fault.earlier {
            finding = finding.also(lock.lines[earlier].1, fault.earlier_label);
        }
        findings.push(finding);
    }
    let mut before = None;
    for ((migration, span), chain) in lock.lines.iter().zip(links) {
        let LockedMigration {
            version,
            name,
            checksum,
        } = migration;
        if Checksum::chained(before, *version, name, *checksum) != *chain {
            findings.push(broken_chain(*version).at(*span, ""));
        }
        before = Some(*chain);
    }
}

fn merge_conflict() -> Diagnostic {
    let message = "the lock file holds an unresolved merge";
    Diagnostic::error(&codes::MERGE_CONFLICT, message)
        .note("two branches each took in a migration")
        .help("run `cargo xtask migrate renumber` to move yours after theirs")
}

fn malformed_line(line: &str) -> Diagnostic {
    let message = "this line of the lock file cannot be read";
    let finding = Diagnostic::error(&codes::MALFORMED_LOCK_LINE, message)
        .note("a line is `<version> <name> <checksum> <chain>`");
    let (parts, expected) = (line.split_whitespace().count(), 4);
    if parts == expected {
        finding.help("restore the file from version control")
    } else {
        finding
            .note(format!("it has {parts} of {expected} parts"))
            .help("restore the file from version control")
    }
}

fn broken_chain(version: i64) -> Diagnostic {
    let message =
        format!("the line of migration {version} does not continue the lock file's chain");
    Diagnostic::error(&codes::BROKEN_CHAIN, message)
        .note("this line or the one before it was changed, moved or removed")
        .help("restore the file from version control")
        .help("run `cargo xtask codegen --relock` if the files are right and the lock file is not")
}
