//! The configuration: `datasource` and `generator` blocks. It stands beside the stages, and a schema
//! with errors keeps what is read here.

mod datasource;
mod extensions;
mod generator;
mod preview;
mod value;

use super::context::Context;
use crate::syntax::ast::Top;

/// Reads all configuration blocks.
pub(super) fn read(ctx: &mut Context<'_>) {
    let ast = ctx.ast;
    let mut datasources = Vec::new();
    for top in ast.tops() {
        if let Top::Datasource(block) = top {
            datasources.push(block);
        }
    }
    datasource::read_all(ctx, &datasources);
    for top in ast.tops() {
        if let Top::Generator(block) = top
            && let Some(generator) = generator::read(ctx, block)
        {
            ctx.datamodel.generators.push(generator);
        }
    }
}
