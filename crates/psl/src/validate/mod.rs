//! What the declarations of all files mean together: from the syntax tree to the datamodel.
//!
//! It goes in stages, each of which relies on what the one before has settled: names, types,
//! attributes, and then, when all of that, the configuration and the syntax are free of errors,
//! relations and the rules that look at the whole. So no finding merely follows from another one.

mod attributes;
mod check;
mod config;
mod context;
mod expression;
mod names;
mod relations;
mod suggest;
mod types;

pub(crate) use attributes::OPERATOR_CLASSES;
pub(crate) use names::RESERVED;

use diag::{Diagnostic, Sources};

use crate::datamodel::Datamodel;
use crate::syntax::ast::Ast;
use context::Context;

/// Resolves and checks a syntax tree. `syntax_errors` says whether there are findings about the
/// syntax: what was understood is then still checked, except for the rules that need all of it.
///
/// A schema with errors gives its configuration only. Findings are sorted by place.
pub(crate) fn validate(
    sources: &Sources,
    ast: &Ast<'_>,
    syntax_errors: bool,
) -> (Datamodel, Vec<Diagnostic>) {
    let mut ctx = Context::new(sources, ast);
    names::resolve(&mut ctx);
    config::read(&mut ctx);
    types::resolve(&mut ctx);
    attributes::resolve(&mut ctx);
    if !syntax_errors && !ctx.has_errors() {
        relations::infer(&mut ctx);
        check::check(&mut ctx);
        relations::complete(&mut ctx);
    }
    ctx.finish(syntax_errors)
}

/// Whether names, types and attributes resolve without errors. The configuration and the rules
/// that look at the whole do not count.
pub(crate) fn resolves(sources: &Sources, ast: &Ast<'_>) -> bool {
    let mut ctx = Context::new(sources, ast);
    names::resolve(&mut ctx);
    types::resolve(&mut ctx);
    attributes::resolve(&mut ctx);
    !ctx.has_errors()
}
