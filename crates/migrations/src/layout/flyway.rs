//! Flyway: `V<version>__name.sql` in the order of the versions' parts, `U…` to undo them, `R__name.sql`
//! after all others, `B<version>__name.sql` in place of what came before.

use std::collections::BTreeMap;

use diag::{Diagnostic, Span};

use super::checksum;
use super::found::{Entry, Found, Part, Reading};
use crate::codes;

/// The parts of a version: `1.10`, or `1_10`, is later than `1.9`.
type Version = Vec<u64>;

#[derive(Default)]
struct Folder<'a> {
    versioned: Vec<(Version, &'a str, Entry<'a>)>,
    undo: BTreeMap<Version, Entry<'a>>,
    baselines: Vec<(Version, &'a str, Entry<'a>)>,
    repeatable: Vec<(&'a str, Entry<'a>)>,
    /// Of scripts that are to run without a transaction: their paths.
    without_transaction: Vec<&'a str>,
}

pub(super) fn read<'a>(entries: &[Entry<'a>], others: &[&'a str]) -> Reading<'a> {
    let mut reading = Reading::default();
    let mut folder = Folder::default();
    for entry in entries {
        if !folder.take(*entry) {
            reading.ignored.push(entry.path);
        }
    }
    reading.ignored.extend(others);
    for list in [&mut folder.versioned, &mut folder.baselines] {
        list.sort_by(|a, b| (&a.0, a.2.path).cmp(&(&b.0, b.2.path)));
    }
    // Where the scripts that a baseline replaces are still there, they build the same.
    let last = folder.baselines.pop();
    reading
        .ignored
        .extend(folder.baselines.iter().map(|(.., entry)| entry.path));
    if let Some(baseline) = last {
        if folder
            .versioned
            .iter()
            .any(|(version, ..)| *version <= baseline.0)
        {
            reading.ignored.push(baseline.2.path);
        } else {
            folder.versioned.insert(0, baseline);
        }
    }
    for (version, name, entry) in std::mem::take(&mut folder.versioned) {
        let undo = folder.undo.remove(&version);
        reading
            .found
            .push(folder.migration(&version, name, entry, undo));
        reading.findings.extend(placeholder(entry));
    }
    folder.repeatable.sort_by_key(|(name, _)| *name);
    for (name, entry) in std::mem::take(&mut folder.repeatable) {
        reading.found.push(Found {
            number: None,
            id: String::new(),
            ..folder.migration(&Vec::new(), name, entry, None)
        });
        reading.findings.extend(placeholder(entry));
    }
    reading
        .ignored
        .extend(folder.undo.values().map(|entry| entry.path));
    reading
}

impl<'a> Folder<'a> {
    /// Takes a file by its name; `false` for one that is nothing to Flyway.
    fn take(&mut self, entry: Entry<'a>) -> bool {
        let base = entry.path.rsplit('/').next().unwrap_or(entry.path);
        if let Some(script) = entry.path.strip_suffix(".conf") {
            let says = entry.text.replace(' ', "");
            if says.contains("executeInTransaction=false") {
                self.without_transaction.push(script);
            }
            return true;
        }
        let Some((prefix, name)) = base
            .strip_suffix(".sql")
            .and_then(|stem| stem.split_once("__"))
        else {
            return false;
        };
        if prefix == "R" {
            self.repeatable.push((name, entry));
            return true;
        }
        let version = prefix.get(1..).and_then(version);
        match (prefix.as_bytes().first(), version) {
            (Some(b'V'), Some(version)) => self.versioned.push((version, name, entry)),
            (Some(b'B'), Some(version)) => self.baselines.push((version, name, entry)),
            (Some(b'U'), Some(version)) => drop(self.undo.insert(version, entry)),
            _ => return false,
        }
        true
    }

    fn migration(
        &self,
        version: &Version,
        name: &str,
        entry: Entry<'_>,
        undo: Option<Entry<'_>>,
    ) -> Found {
        let transaction = |entry: &Entry<'_>| !self.without_transaction.contains(&entry.path);
        let part = |entry: Entry<'_>| Part {
            transaction: transaction(&entry),
            ..Part::whole(entry)
        };
        let parts: Vec<String> = version.iter().map(ToString::to_string).collect();
        let base = entry.path.rsplit('/').next().unwrap_or(entry.path);
        Found {
            number: version.first().and_then(|first| i64::try_from(*first).ok()),
            id: parts.join("."),
            name: name.to_owned(),
            stem: base.trim_end_matches(".sql").to_owned(),
            up: part(entry),
            down: undo.map(part),
            checksums: vec![checksum::flyway(entry.text)],
        }
    }
}

/// Reads `1`, `1.10`, `2024_01_01`; zeros at the end do not count.
pub(super) fn version(text: &str) -> Option<Version> {
    let parts: Option<Version> = text
        .split(['.', '_'])
        .map(|part| part.parse().ok())
        .collect();
    let mut parts = parts?;
    while parts.len() > 1 && parts.last() == Some(&0) {
        parts.pop();
    }
    Some(parts)
}

fn placeholder(entry: Entry<'_>) -> Option<Diagnostic> {
    let token = lexer::tokens(entry.text)
        .filter(|token| !token.kind.is_comment())
        .find(|token| token.text(entry.text).contains("${"));
    let start = match token {
        Some(token) => token.start as usize + token.text(entry.text).find("${")?,
        None => dollar_brace(entry.text)?,
    };
    let end = start + entry.text[start..].find('}')? + 1;
    let message = format!(
        "Flyway's placeholder `{}` is not replaced",
        &entry.text[start..end]
    );
    let finding = Diagnostic::warning(&codes::PLACEHOLDER, message)
        .at(Span::new(entry.source, start, end), "")
        .help("write its value in its place");
    Some(finding)
}

/// `${` outside of comments, where the scanner takes it apart.
fn dollar_brace(text: &str) -> Option<usize> {
    let mut comments = lexer::tokens(text).filter(|token| token.kind.is_comment());
    let at = text.find("${")?;
    let inside = comments.any(|token| token.range().contains(&at));
    (!inside).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_parts() {
        let parsed = |text: &str| version(text).unwrap();
        assert!(parsed("1_10") > parsed("1_9"));
        assert!(parsed("2") > parsed("1.9.9"));
        assert_eq!(parsed("1.0"), parsed("1"));
        assert_eq!(version("1.a"), None);
    }
}
