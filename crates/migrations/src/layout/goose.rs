//! goose: `<n>_name.sql` with `-- +goose Up` and `-- +goose Down`, in the order of the numbers.

use std::ops::Range;

use diag::{Diagnostic, Span};

use super::dbmate::no_section;
use super::found::{Entry, Found, Part, Reading, numbered};
use super::refinery::in_code;
use super::section::lines;
use crate::codes;

pub(super) fn read<'a>(entries: &[Entry<'a>], others: &[&'a str]) -> Reading<'a> {
    let mut reading = Reading::default();
    for entry in entries {
        let stem = entry
            .path
            .strip_suffix(".sql")
            .filter(|stem| is_numbered(stem));
        let Some((number, _, name)) = stem.and_then(numbered) else {
            reading.ignored.push(entry.path);
            continue;
        };
        let marks = Marks::read(entry.text);
        let Some(up) = marks.up else {
            reading.findings.push(no_section(*entry, "-- +goose Up"));
            continue;
        };
        let part = |range: Range<usize>| Part {
            source: entry.source,
            range: Some(range),
            transaction: !marks.no_transaction,
        };
        reading
            .findings
            .extend(marks.substitution.map(|(at, line)| {
                let message =
                    "goose's `ENVSUB` is not followed: variables stay as they are written";
                Diagnostic::warning(&codes::PLACEHOLDER, message)
                    .at(Span::new(entry.source, at, at + line.len()), "")
                    .help("write the values in their places")
            }));
        reading.found.push(Found {
            number: Some(number),
            id: number.to_string(),
            name: name.to_owned(),
            stem: entry.path.trim_end_matches(".sql").to_owned(),
            up: part(up),
            down: marks.down.map(part),
            checksums: Vec::new(),
        });
    }
    let is_code = |path: &&&str| {
        let stem = path
            .strip_suffix(".go")
            .filter(|stem| !stem.ends_with("_test"));
        stem.is_some_and(is_numbered)
    };
    let (code, ignored): (Vec<&str>, Vec<&str>) = others.iter().partition(|path| is_code(path));
    reading.ignored.extend(ignored);
    reading
        .findings
        .extend(code.into_iter().map(|path| in_code(path, "Go", None)));
    reading
        .found
        .sort_by(|a, b| (a.number, &a.stem).cmp(&(b.number, &b.stem)));
    reading
}

fn is_numbered(stem: &str) -> bool {
    let number = stem.split_once('_').map(|(number, _)| number);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// The annotations of a file.
#[derive(Default)]
struct Marks<'a> {
    up: Option<Range<usize>>,
    down: Option<Range<usize>>,
    no_transaction: bool,
    substitution: Option<(usize, &'a str)>,
}

impl<'a> Marks<'a> {
    fn read(text: &'a str) -> Self {
        let mut marks = Self::default();
        let mut starts = Vec::new();
        for (at, line) in lines(text) {
            let Some(rest) = line.trim_start_matches('\u{feff}').strip_prefix("--") else {
                continue;
            };
            let mut words = rest.split_whitespace();
            if !words
                .next()
                .is_some_and(|word| word.eq_ignore_ascii_case("+goose"))
            {
                continue;
            }
            let command: Vec<String> = words.map(str::to_ascii_lowercase).collect();
            let command: Vec<&str> = command.iter().map(String::as_str).collect();
            match command.as_slice() {
                ["up", ..] => starts.push((at, true)),
                ["down", ..] => starts.push((at, false)),
                ["no", "transaction", ..] => marks.no_transaction = true,
                ["envsub", "on", ..] => marks.substitution = Some((at, line)),
                _ => {}
            }
        }
        for (index, (start, is_up)) in starts.iter().enumerate() {
            let end = starts.get(index + 1).map_or(text.len(), |(at, _)| *at);
            let slot = if *is_up {
                &mut marks.up
            } else {
                &mut marks.down
            };
            slot.get_or_insert(*start..end);
        }
        marks
    }
}
