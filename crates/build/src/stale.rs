//! Generated files that are not what the schema and the migrations ask for.

use std::collections::{BTreeMap, BTreeSet};

use diag::{Diagnostic, Sources, Span};
use emit::File;

use crate::codes;

/// How many files a finding names before it counts the rest.
const NAMED: usize = 8;

/// Compares what should stand in the generated crate with what does; `None` where they agree.
///
/// One finding for all files, since one command settles it; it shows the first line that differs.
/// `folder` is the crate's path as it is shown. Line ends do not count, since version control may
/// change them.
pub fn stale(
    expected: &[File],
    actual: &[File],
    folder: &str,
    sources: &mut Sources,
) -> Option<Diagnostic> {
    let expected: BTreeMap<&str, &str> = by_path(expected);
    let actual: BTreeMap<&str, &str> = by_path(actual);
    let paths: BTreeSet<&str> = expected.keys().chain(actual.keys()).copied().collect();
    let mut notes = Vec::new();
    let mut place = None;
    for path in paths {
        let shown = format!("{folder}/{path}");
        match (expected.get(path), actual.get(path)) {
            (Some(wanted), Some(found)) => {
                let Some(line) = first_difference(wanted, found) else {
                    continue;
                };
                notes.push(format!("`{shown}` differs from line {} on", line + 1));
                if place.is_none() {
                    place = Some(difference(sources, shown, found, wanted, line));
                }
            }
            (Some(_), None) => notes.push(format!("`{shown}` is missing")),
            (None, _) => notes.push(format!("`{shown}` belongs to nothing in the schema")),
        }
    }
    if notes.is_empty() {
        return None;
    }
    let message = "the generated code is not what the schema and the migrations ask for";
    let mut finding = Diagnostic::error(&codes::STALE_GENERATED_CODE, message);
    if let Some((span, label)) = place {
        finding = finding.at(span, label);
    }
    let rest = notes.len().saturating_sub(NAMED);
    finding = notes
        .into_iter()
        .take(NAMED)
        .fold(finding, Diagnostic::note);
    if rest > 0 {
        finding = finding.note(format!("and {rest} more files"));
    }
    Some(finding.help("run `cargo xtask codegen`"))
}

fn by_path(files: &[File]) -> BTreeMap<&str, &str> {
    files
        .iter()
        .map(|file| (file.path.as_str(), file.text.as_str()))
        .collect()
}

/// The first line that differs, from 0.
fn first_difference(wanted: &str, found: &str) -> Option<usize> {
    let mut pairs = wanted.lines().zip(found.lines());
    let counts = [wanted, found].map(|text| text.lines().count());
    let longer = counts[0] != counts[1];
    let differs = pairs.position(|(a, b)| a != b);
    differs.or_else(|| longer.then(|| counts[0].min(counts[1])))
}

/// The place of a line that differs, and what should stand there.
fn difference(
    sources: &mut Sources,
    shown: String,
    found: &str,
    wanted: &str,
    line: usize,
) -> (Span, String) {
    let start: usize = found.split_inclusive('\n').take(line).map(str::len).sum();
    let text = found.lines().nth(line).unwrap_or_default();
    let indent = text.len() - text.trim_start().len();
    let id = sources.add(shown, found);
    let mut rest = wanted.lines().skip(line).map(str::trim);
    let label = match rest.find(|line| !line.is_empty()) {
        Some(wanted) => format!("should be `{wanted}`"),
        None => "should not be here".to_owned(),
    };
    let place = Span::new(
        id,
        start + indent,
        start + text.trim_end().len().max(indent),
    );
    (place, label)
}
