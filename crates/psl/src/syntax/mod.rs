//! From text to the syntax tree: what Prisma's grammar accepts, and findings for the rest.
//!
//! A source is read into its lines ([`grammar`], [`expression`]), which keep everything, and these
//! into declarations ([`lower`]), which keep what has a meaning.

pub mod ast;
mod cursor;
mod expression;
mod grammar;
mod lower;
mod report;
mod string;
pub(crate) mod tree;

use diag::{Diagnostic, SourceId, Sources};

/// Reads the sources into one tree; what is not understood is reported and left out.
///
/// The findings are in the order of the sources, and within one in that of discovery.
pub fn parse<'a>(sources: &'a Sources, ids: &[SourceId]) -> (ast::Ast<'a>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let files = ids
        .iter()
        .map(|&id| {
            let (tree, escapes, deep) = grammar::read(id, sources.get(id).text());
            findings.extend(escapes);
            findings.extend(deep.into_iter().map(report::nested_too_deep));
            lower::file(sources, id, tree, &mut findings)
        })
        .collect();
    (ast::Ast { files }, findings)
}

/// The lines of one source, whose text may differ from what `source` holds.
pub(crate) fn lines(source: SourceId, text: &str) -> tree::Tree<'_> {
    grammar::read(source, text).0
}
