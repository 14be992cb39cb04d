//! Renames: the state before as it is once they are followed, and those that look likely.

mod apply;
mod expressions;
mod likely;
mod text;

pub(crate) use apply::apply;
pub(crate) use likely::likely_renames;
