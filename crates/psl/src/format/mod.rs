//! The formatter: Prisma's layout, to the byte.
//!
//! It prints the lines of a source as they are in the concrete tree, so it works on broken schemas
//! too. Prisma's formatter may change its own output once more (an empty line at the beginning of a
//! block, for one); ours prints what comes out in the end, so that formatting twice changes nothing.
//! When names, types and attributes make sense, it first writes what a relation lacks: the
//! field on the other side, the arguments of `@relation`, the columns. A schema whose mistakes the
//! layout mends (`name :Type`) only makes sense in the run after, as with Prisma.

mod complete;
mod inflect;
mod layout;
mod relation;
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
            settled(layout::print(id, &text), |text| layout::print(id, text))
        })
        .collect()
}

/// Applies a layout until it changes nothing any more, in practice once.
fn settled(mut text: String, layout: impl Fn(&str) -> String) -> String {
    /// More than any text needs, so that no text can keep it going.
    const ROUNDS: usize = 4;
    for _ in 0..ROUNDS {
        let next = layout(&text);
        if next == text {
            break;
        }
        text = next;
    }
    text
}
