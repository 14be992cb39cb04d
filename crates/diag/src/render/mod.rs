//! The forms in which findings are shown: for people as rustc does, and for machines.

#[cfg(feature = "render")]
mod github;
mod human;
#[cfg(feature = "render")]
mod json;
#[cfg(feature = "render")]
mod markdown;
#[cfg(feature = "render")]
mod sarif;

#[cfg(feature = "render")]
pub use github::github;
pub use human::{Style, human};
#[cfg(feature = "render")]
pub use json::json;
#[cfg(feature = "render")]
pub use markdown::markdown;
#[cfg(feature = "render")]
pub use sarif::sarif;

#[cfg(feature = "render")]
use crate::Severity;
use crate::Span;

/// The word for a severity, the same in every form for machines.
#[cfg(feature = "render")]
pub fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A range of bytes that is safe to slice `text` with: inside it, and on character boundaries.
fn clamp(text: &str, span: Span) -> std::ops::Range<usize> {
    let floor = |offset: usize| {
        let mut at = offset.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (floor(span.start as usize), floor(span.end as usize));
    start..end.max(start)
}
