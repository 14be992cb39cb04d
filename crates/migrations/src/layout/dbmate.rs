//! dbmate: `<version>_name.sql` with `-- migrate:up` and `-- migrate:down`, in the order of the names.

use std::ops::Range;

use diag::{Diagnostic, Span};

use super::found::{Entry, Found, Part, Reading, numbered};
use super::section::lines;
use crate::codes;

pub(super) fn read<'a>(entries: &[Entry<'a>], others: &[&'a str]) -> Reading<'a> {
    let mut reading = Reading::default();
    for entry in entries {
        let stem = entry
            .path
            .strip_suffix(".sql")
            .filter(|stem| !stem.contains('/'));
        let Some((number, version, name)) = stem.and_then(numbered) else {
            reading.ignored.push(entry.path);
            continue;
        };
        let (up, down) = sections(entry.text);
        let Some(up) = up else {
            reading.findings.push(no_section(*entry, "-- migrate:up"));
            continue;
        };
        let part = |section: Section| Part {
            source: entry.source,
            range: Some(section.range),
            transaction: section.transaction,
        };
        reading.found.push(Found {
            number: Some(number),
            id: version.to_owned(),
            name: if name.is_empty() { version } else { name }.to_owned(),
            stem: entry.path.trim_end_matches(".sql").to_owned(),
            up: part(up),
            down: down.map(part),
            checksums: Vec::new(),
        });
    }
    reading.ignored.extend(others);
    reading.found.sort_by(|a, b| a.stem.cmp(&b.stem));
    reading
}

/// A file without the marker that its tool looks for.
pub(super) fn no_section(entry: Entry<'_>, marker: &str) -> Diagnostic {
    let message = format!("`{}` has no line `{marker}`", entry.path);
    let first = entry.text.lines().next().unwrap_or_default();
    Diagnostic::error(&codes::MISSING_SECTION, message)
        .at(Span::new(entry.source, 0, first.trim_end().len()), "")
        .help(format!("put `{marker}` before the SQL that applies it"))
}

struct Section {
    range: Range<usize>,
    transaction: bool,
}

/// What follows `-- migrate:up` and what follows `-- migrate:down`.
fn sections(text: &str) -> (Option<Section>, Option<Section>) {
    let mut marks: Vec<(usize, bool, bool)> = Vec::new();
    for (at, line) in lines(text) {
        let Some(rest) = line.strip_prefix("--").map(str::trim_start) else {
            continue;
        };
        let words = |marker| rest.strip_prefix(marker);
        let mark = words("migrate:up").map(|rest| (rest, true));
        if let Some((rest, is_up)) =
            mark.or_else(|| words("migrate:down").map(|rest| (rest, false)))
        {
            marks.push((at, is_up, !rest.contains("transaction:false")));
        }
    }
    let section = |wanted: bool| {
        let index = marks.iter().position(|(_, is_up, _)| *is_up == wanted)?;
        let (start, _, transaction) = marks[index];
        let end = marks.get(index + 1).map_or(text.len(), |(at, ..)| *at);
        Some(Section {
            range: start..end,
            transaction,
        })
    };
    (section(true), section(false))
}
