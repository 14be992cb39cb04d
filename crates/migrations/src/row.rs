//! The rows of a manifest in code, checked against each other and against their files.

use diag::Diagnostic;

use crate::locked::{edited, missing_file};
use crate::name::{self, FileKind};
use crate::{Checksum, codes, sequence, squash};

/// A row as it is written; paths are relative to the crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// The version.
    pub version: i64,
    /// The name without the version.
    pub name: &'a str,
    /// The checksum that the row was made with, as 64 digits.
    pub checksum: &'a str,
    /// The file that applies it.
    pub up: &'a str,
    /// The file that undoes it.
    pub down: Option<&'a str>,
}

/// A part of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowPart {
    /// The number.
    Version,
    /// The name.
    Name,
    /// The checksum.
    Checksum,
    /// The path after `up:`.
    Up,
    /// The path after `down:`.
    Down,
}

/// Something wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The row, as an index.
    pub row: usize,
    /// The part at fault.
    pub part: RowPart,
    /// What to say there beside the message; may be empty.
    pub label: &'static str,
    /// The finding, without places.
    pub diagnostic: Diagnostic,
}

/// All that is wrong with the rows of a manifest; `read` gives the text behind a path, where there
/// is one. The faults come in the order of the rows; two rows with one version are said at both.
pub fn check_rows(rows: &[Row<'_>], read: impl Fn(&str) -> Option<String>) -> Vec<RowFault> {
    let mut faults = Vec::new();
    let versions: Vec<i64> = rows.iter().map(|row| row.version).collect();
    let first = rows
        .first()
        .and_then(|row| Some((row.version, read(row.up)?)));
    let may_be_first = first.is_some_and(|(version, text)| squash::may_be_first(version, &text));
    for fault in sequence(&versions) {
        if may_be_first && fault.is_late_start() {
            continue;
        }
        let mut push = |row, label| {
            faults.push(RowFault {
                row,
                part: RowPart::Version,
                label,
                diagnostic: fault.diagnostic.clone(),
            });
        };
        // Of two that carry one version, either may be the one to move.
        if let Some(earlier) = fault.earlier
            && fault.diagnostic.code == &codes::DUPLICATE_VERSION
        {
            push(earlier, fault.earlier_label);
        }
        push(fault.index, fault.label);
    }
    for (index, row) in rows.iter().enumerate() {
        let mut push = |part, diagnostic| {
            faults.push(RowFault {
                row: index,
                part,
                label: "",
                diagnostic,
            });
        };
        if name::is_migration_name(row.name) {
            if let Some(finding) = check_path(row) {
                push(RowPart::Up, finding);
            }
        } else {
            push(RowPart::Name, name::bad_migration_name(row.name));
        }
        match (row.checksum.parse::<Checksum>(), read(row.up)) {
            (_, None) => push(RowPart::Up, missing_file(row.up)),
            (Err(problem), Some(_)) => {
                let finding = Diagnostic::error(&codes::MALFORMED_ROW, problem.to_string())
                    .help("run `cargo xtask codegen`");
                push(RowPart::Checksum, finding);
            }
            (Ok(before), Some(text)) => {
                let now = Checksum::of_sql(&text);
                if now != before {
                    let finding = edited(row.up, before, now);
                    push(RowPart::Checksum, finding);
                }
            }
        }
        if let Some(down) = row.down.filter(|down| read(down).is_none()) {
            push(RowPart::Down, missing_file(down));
        }
    }
    faults.sort_by_key(|fault| fault.row);
    faults
}

/// The file that a row names is called as the row says.
fn check_path(row: &Row<'_>) -> Option<Diagnostic> {
    let expected = FileKind::Up {
        version: row.version,
        name: row.name.to_owned(),
    };
    let base = name::base_name(row.up);
    if name::classify(base) == expected || row.version < 1 {
        return None;
    }
    let stem = name::stem(row.version, row.name);
    let message = format!("the row is `{stem}`, but its file is `{base}`");
    Some(Diagnostic::error(&codes::MALFORMED_ROW, message).help("run `cargo xtask codegen`"))
}
