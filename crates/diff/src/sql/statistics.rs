//! Extended statistics.

use schema::{QualifiedName, Statistics, quote_identifier};

use super::object::joined;
use crate::object::Difference;

pub(super) fn of(name: &QualifiedName, difference: Difference<'_, Statistics>) -> String {
    match difference {
        Difference::Added(statistics) => {
            let target = statistics.target.map(|it| target(name, it));
            joined([create(name, statistics)].into_iter().chain(target))
        }
        Difference::Changed { after, .. } => target(name, after.target.unwrap_or(-1)),
        Difference::Gone(_) => format!("DROP STATISTICS {};", name.sql()),
    }
}

/// -1 is the server's own choice.
fn target(name: &QualifiedName, target: i32) -> String {
    format!("ALTER STATISTICS {} SET STATISTICS {target};", name.sql())
}

fn create(name: &QualifiedName, statistics: &Statistics) -> String {
    let columns = statistics.columns.iter().map(|it| quote_identifier(it));
    let expressions = statistics.expressions.iter();
    let expressions = expressions.map(|it| format!("({})", it.sql));
    let on: Vec<String> = columns.chain(expressions).collect();
    // All kinds are what is meant where none is named.
    let kinds = match statistics.kinds.len() {
        0 | 3 => String::new(),
        _ => format!(" ({})", statistics.kinds.join(", ")),
    };
    format!(
        "CREATE STATISTICS {}{kinds} ON {} FROM {};",
        name.sql(),
        on.join(", "),
        statistics.table.sql()
    )
}
