//! From text to the syntax tree: what Prisma's grammar accepts, and findings for the rest.

pub mod ast;

use diag::{Diagnostic, SourceId, Sources};

/// Reads the sources into one tree; what is not understood is reported and left out.
pub fn parse<'a>(sources: &'a Sources, ids: &[SourceId]) -> (ast::Ast<'a>, Vec<Diagnostic>) {
    let _ = (sources, ids);
    (ast::Ast::default(), Vec::new())
}
