//! The one rule of versions: from 1, ascending, none twice, none left out.
//!
//! The same function judges the files of a folder, the rows of a manifest in a macro and the lines
//! of the lock file, so that all three say the same sentences.

use std::collections::{BTreeMap, BTreeSet};

use diag::Diagnostic;

use crate::codes;

/// Something wrong with one member of a list of versions.
///
/// The finding has no places yet; the caller knows where its list stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The member at fault, as an index into the list.
    pub index: usize,
    /// What to say at the member at fault.
    pub label: &'static str,
    /// The earlier member that it conflicts with.
    pub earlier: Option<usize>,
    /// What to say at the earlier member.
    pub earlier_label: &'static str,
    /// The finding, without places.
    pub diagnostic: Diagnostic,
}

impl Fault {
    fn new(index: usize, label: &'static str, diagnostic: Diagnostic) -> Self {
        Self {
            index,
            label,
            earlier: None,
            earlier_label: "",
            diagnostic,
        }
    }

    /// Whether all that is wrong is that the first version is not 1.
    pub(crate) fn is_late_start(&self) -> bool {
        self.index == 0 && *self.diagnostic.code == codes::VERSION_GAP
    }

    fn against(mut self, earlier: usize, label: &'static str) -> Self {
        self.earlier = Some(earlier);
        self.earlier_label = label;
        self
    }
}

/// Judges versions in the order in which they are listed; the faults come in that order too.
pub fn sequence(versions: &[i64]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut first = BTreeMap::new();
    let mut last: Option<(i64, usize)> = None;
    let known: BTreeSet<i64> = versions.iter().copied().collect();
    for (index, &version) in versions.iter().enumerate() {
        if version < 1 {
            faults.push(Fault::new(index, "", version_out_of_range(version)));
            continue;
        }
        if let Some(&earlier) = first.get(&version) {
            let fault = Fault::new(index, "declared again here", duplicate_version(version));
            faults.push(fault.against(earlier, "first declared here"));
            continue;
        }
        first.insert(version, index);
        match last {
            Some((before, earlier)) if before > version => {
                let fault = Fault::new(index, "belongs further up", out_of_order(version, before));
                faults.push(fault.against(earlier, "stands before it"));
            }
            Some(_) | None => last = Some((version, index)),
        }
        if version > 1 && !known.contains(&(version - 1)) {
            let before = known.range(..version).next_back().copied();
            let diagnostic = version_gap(before.filter(|v| *v >= 1), version);
            faults.push(Fault::new(index, "", diagnostic));
        }
    }
    faults
}

fn version_out_of_range(version: i64) -> Diagnostic {
    let message = format!("{version} cannot be the version of a migration");
    Diagnostic::error(&codes::VERSION_OUT_OF_RANGE, message).help("count versions from 1")
}

fn duplicate_version(version: i64) -> Diagnostic {
    let message = format!("migration {version} is declared twice");
    Diagnostic::error(&codes::DUPLICATE_VERSION, message)
        .help("run `cargo xtask migrate renumber` to move one after the other")
}

fn out_of_order(version: i64, before: i64) -> Diagnostic {
    let message = format!("migration {version} stands after migration {before}");
    Diagnostic::error(&codes::OUT_OF_ORDER, message)
        .help("list migrations by ascending version: that is the order in which they run")
}

fn version_gap(before: Option<i64>, version: i64) -> Diagnostic {
    let missing = before.map_or(1, |v| v + 1)..=version - 1;
    let missing = match (missing.start(), missing.end()) {
        (one, other) if one == other => format!("migration {one} is missing"),
        (first, last) => format!("migrations {first} to {last} are missing"),
    };
    let message = match before {
        Some(before) => format!("{missing} between {before} and {version}"),
        None => format!("{missing}: the first one here is {version}"),
    };
    Diagnostic::error(&codes::VERSION_GAP, message)
        .help("restore the file from version control if it was lost")
        .help("run `cargo xtask migrate renumber` to close the gap if no database has run the later ones")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_every_fault_of_a_list() {
        let cases: &[(&[i64], &[&str])] = &[
            (&[], &[]),
            (&[1], &[]),
            (&[1, 2, 3], &[]),
            (
                &[2],
                &["0: migration 1 is missing: the first one here is 2"],
            ),
            (
                &[3],
                &["0: migrations 1 to 2 are missing: the first one here is 3"],
            ),
            (&[1, 3], &["1: migration 2 is missing between 1 and 3"]),
            (
                &[1, 9],
                &["1: migrations 2 to 8 are missing between 1 and 9"],
            ),
            (&[1, 2, 2], &["2: migration 2 is declared twice (1)"]),
            (
                &[1, 1, 1],
                &[
                    "1: migration 1 is declared twice (0)",
                    "2: migration 1 is declared twice (0)",
                ],
            ),
            (&[2, 1], &["1: migration 1 stands after migration 2 (0)"]),
            (
                &[1, 3, 2, 4],
                &["2: migration 2 stands after migration 3 (1)"],
            ),
            (
                &[0, 1, -5],
                &[
                    "0: 0 cannot be the version of a migration",
                    "2: -5 cannot be the version of a migration",
                ],
            ),
            (
                &[i64::MAX],
                &[
                    "0: migrations 1 to 9223372036854775806 are missing: the first one here is 9223372036854775807",
                ],
            ),
        ];
        for (versions, expected) in cases {
            let faults: Vec<String> = sequence(versions)
                .into_iter()
                .map(|f| {
                    let earlier = f.earlier.map(|e| format!(" ({e})")).unwrap_or_default();
                    format!("{}: {}{earlier}", f.index, f.diagnostic.message)
                })
                .collect();
            assert_eq!(faults, *expected, "{versions:?}");
        }
    }
}
