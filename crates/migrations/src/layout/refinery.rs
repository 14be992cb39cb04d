//! refinery: `V<n>__name.sql` and, free of order, `U<n>__name.sql`.

use diag::{Diagnostic, Span};

use super::checksum;
use super::found::{Entry, Found, Part, Reading};
use crate::codes;

pub(super) fn read<'a>(entries: &[Entry<'a>], others: &[&'a str]) -> Reading<'a> {
    let mut reading = Reading::default();
    for entry in entries {
        match name(entry.path.strip_suffix(".sql").unwrap_or_default()) {
            Some((number, name)) => reading.found.push(Found {
                number: Some(number),
                id: number.to_string(),
                name: name.to_owned(),
                stem: entry.path.trim_end_matches(".sql").to_owned(),
                up: Part::whole(*entry),
                down: None,
                checksums: checksum::refinery(name, number, entry.text),
            }),
            None => reading.ignored.push(entry.path),
        }
    }
    let is_code = |path: &&&str| {
        path.strip_suffix(".rs")
            .is_some_and(|stem| name(stem).is_some())
    };
    let (code, ignored): (Vec<&str>, Vec<&str>) = others.iter().partition(|path| is_code(path));
    reading.ignored.extend(ignored);
    reading
        .findings
        .extend(code.into_iter().map(|path| in_code(path, "Rust", None)));
    reading
        .found
        .sort_by(|a, b| (a.number, &a.stem).cmp(&(b.number, &b.stem)));
    reading
}

/// A migration that is a program.
pub(super) fn in_code(path: &str, language: &str, place: Option<Span>) -> Diagnostic {
    let message = format!("the migration `{path}` is written in {language}, which is not read");
    let finding = Diagnostic::error(&codes::MIGRATION_IN_CODE, message)
        .note("what it builds is unknown, so that what follows it may be judged wrongly")
        .help("write its SQL into a migration of SQL");
    match place {
        Some(place) => finding.at(place, ""),
        None => finding,
    }
}

fn name(stem: &str) -> Option<(i64, &str)> {
    let stem = stem.rsplit('/').next().unwrap_or(stem);
    let rest = stem.strip_prefix(['V', 'U'])?;
    let (number, name) = rest.split_once("__")?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let number = number.parse().ok().filter(|number| *number >= 0)?;
    is_name.then_some((number, name))
}
