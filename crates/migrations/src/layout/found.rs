//! What a tool's module finds in a folder.

use std::ops::Range;

use diag::{Diagnostic, SourceId};

/// A file of the folder.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry<'a> {
    /// Relative to the folder, with forward slashes.
    pub(super) path: &'a str,
    /// Its whole text.
    pub(super) text: &'a str,
    pub(super) source: SourceId,
}

/// A text that leads into one direction: a file, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) source: SourceId,
    /// Which bytes of it; all where there is none.
    pub(super) range: Option<Range<usize>>,
    /// Whether the tool runs it in a transaction.
    pub(super) transaction: bool,
}

impl Part {
    /// A whole file in a transaction.
    pub(super) fn whole(entry: Entry<'_>) -> Self {
        Self {
            source: entry.source,
            range: None,
            transaction: true,
        }
    }
}

/// A migration as its tool knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The version, where it is a number or begins with one.
    pub(super) number: Option<i64>,
    /// By what the tool's history tells it from others.
    pub(super) id: String,
    /// Without the version.
    pub(super) name: String,
    /// What the file or folder is called, without an extension.
    pub(super) stem: String,
    pub(super) up: Part,
    pub(super) down: Option<Part>,
    /// The checksums that the tool would have recorded for these bytes.
    pub(super) checksums: Vec<String>,
}

/// What was found in a folder, in the tool's order.
#[derive(Debug, Default)]
pub(super) struct Reading<'a> {
    pub(super) found: Vec<Found>,
    /// Files that the tool passes over.
    pub(super) ignored: Vec<&'a str>,
    pub(super) findings: Vec<Diagnostic>,
}

/// Splits `123_name` into its number and the name; the name may be empty or missing.
pub(super) fn numbered(stem: &str) -> Option<(i64, &str, &str)> {
    let digits = stem.bytes().take_while(u8::is_ascii_digit).count();
    let (version, rest) = stem.split_at(digits);
    let number = version.parse().ok()?;
    Some((number, version, rest.trim_start_matches('_')))
}
