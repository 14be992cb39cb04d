//! From text to the syntax tree: what Prisma's grammar accepts, and findings for the rest.
//!
//! A source is read into its lines (`grammar`, `expression`), which keep everything, and these
//! into declarations (`declarations`), which keep what has a meaning.

pub mod ast;
mod cascade;
mod cursor;
mod declarations;
mod expression;
mod grammar;
mod report;
mod string;
pub(crate) mod tree;
mod words;

use diag::{Diagnostic, SourceId, Sources};

/// Reads the sources into one tree; what is not understood is reported and left out.
///
/// The findings are in the order of the sources, and within one in that of their places.
pub fn parse<'a>(sources: &'a Sources, ids: &[SourceId]) -> (ast::Ast<'a>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let files = ids
        .iter()
        .map(|&id| {
            let text = sources.get(id).text();
            let (tree, mut found) = grammar::read(id, text);
            let file = declarations::file(id, text, tree, &mut found);
            found.sort_by_key(|finding| finding.primary.as_ref().map(|label| label.span.start));
            findings.extend(found);
            file
        })
        .collect();
    (ast::Ast { files }, findings)
}

/// The lines of one source, whose text may differ from what `source` holds.
pub(crate) fn lines(source: SourceId, text: &str) -> tree::Tree<'_> {
    grammar::read(source, text).0
}
