//! What relations lack: fields on the other side, arguments of `@relation`, columns.

use diag::{SourceId, Sources, Span};

/// A text to be inserted.
pub(super) struct Insertion {
    /// Where: an empty span.
    pub(super) place: Span,
    /// What.
    pub(super) text: String,
}

/// All that is missing, in the order of the places in each source.
pub(super) fn insertions(sources: &Sources, ids: &[SourceId]) -> Vec<Insertion> {
    let _ = (sources, ids);
    Vec::new()
}

/// The text with the insertions made.
pub(super) fn apply<'t>(text: &'t str, insertions: impl Iterator<Item = &'t Insertion>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for insertion in insertions {
        let place = insertion.place.start as usize;
        out.push_str(&text[done..place]);
        out.push_str(&insertion.text);
        done = place;
    }
    out.push_str(&text[done..]);
    out
}
