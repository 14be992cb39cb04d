//! Range types.

use schema::{QualifiedName, Range, quote_identifier};

use super::object::joined;
use super::table::collation_name;
use crate::object::Difference;

/// A range type cannot be changed in place.
pub(super) fn of(name: &QualifiedName, difference: Difference<'_, Range>) -> String {
    let drop = difference
        .before()
        .map(|_| format!("DROP TYPE {};", name.sql()));
    let create = difference.after().map(|range| create(name, range));
    joined(drop.into_iter().chain(create))
}

fn create(name: &QualifiedName, range: &Range) -> String {
    let mut options = vec![format!("SUBTYPE = {}", range.subtype.sql())];
    if let Some(opclass) = &range.opclass {
        let opclass = if opclass.contains(['"', '.']) {
            opclass.clone()
        } else {
            quote_identifier(opclass)
        };
        options.push(format!("SUBTYPE_OPCLASS = {opclass}"));
    }
    if let Some(collation) = &range.collation {
        options.push(format!("COLLATION = {}", collation_name(collation)));
    }
    if let Some(function) = &range.canonical {
        options.push(format!("CANONICAL = {}", function.sql()));
    }
    if let Some(function) = &range.subtype_diff {
        options.push(format!("SUBTYPE_DIFF = {}", function.sql()));
    }
    if let Some(multirange) = &range.multirange {
        options.push(format!("MULTIRANGE_TYPE_NAME = {}", multirange.sql()));
    }
    let options = options.join(", ");
    format!("CREATE TYPE {} AS RANGE ({options});", name.sql())
}
