//! The formatter: Prisma's layout, to the byte.
//!
//! It prints the lines of a source as they are in the concrete tree, so it works on broken schemas
//! too. When names, types and attributes make sense, it first writes what a relation lacks: the
//! field on the other side, the arguments of `@relation`, the columns.

mod complete;
mod layout;
mod table;
mod value;

use diag::{SourceId, Sources};

/// Formats the sources, in the order of `ids`: all files of one schema, as a field may be missing
/// in one because of another.
pub fn format(sources: &Sources, ids: &[SourceId]) -> Vec<String> {
    let insertions = complete::insertions(sources, ids);
    ids.iter()
        .map(|&id| {
            let text = complete::apply(
                sources.get(id).text(),
                insertions.iter().filter(|at| at.place.source == id),
            );
            layout::print(id, &text)
        })
        .collect()
}
