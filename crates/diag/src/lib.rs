//! What a tool says about a text: sources, spans, diagnostics, and how they are shown.
//!
//! This crate knows nothing of SQL, of schemas or of files on disk. Everything that reads text
//! returns what it understood and a list of [`Diagnostic`]s; everything that shows findings to a
//! person or a machine goes through [`render`].

mod code;
mod diagnostic;
#[cfg(feature = "human")]
pub mod render;
mod source;

pub use code::Code;
pub use diagnostic::{Diagnostic, Edit, Fix, Label, Severity};
pub use source::{LineColumn, Source, SourceId, Sources, Span};
