//! Views that select `*`.

use diag::Diagnostic;
use sql::Command;

use crate::rule::rule;
use crate::{Context, Example};

rule! {
    /// A view selects all columns with a star.
    ///
    /// The server writes the columns down when the view is created: columns that the table gets later are not in it, and on a database
    /// where they came earlier they are. Columns cannot be dropped or retyped either without the view. Name those that are meant.
    "star-in-view", Warn, Design, Statement(check),
    [Example {
        before: "CREATE TABLE orders (id bigint PRIMARY KEY, state text);",
        bad: "CREATE VIEW all_orders AS SELECT * FROM orders;",
        good: &["CREATE VIEW all_orders AS SELECT id, state FROM orders;", "CREATE VIEW number AS SELECT count(*) FROM orders;"],
    }]
}

fn check(ctx: &Context<'_>) -> Vec<Diagnostic> {
    let (name, query) = match ctx.command {
        Command::CreateView(view) => (&view.name, view.query),
        Command::TableAs(view) if view.materialized => (&view.name, view.query),
        _ => return Vec::new(),
    };
    let words: Vec<&str> = query.text().split_whitespace().collect();
    let plain = words.windows(2).any(|pair| {
        let star = pair[1].trim_end_matches(',');
        (pair[0].eq_ignore_ascii_case("select") || pair[0].ends_with(','))
            && (star == "*" || star.ends_with(".*"))
    });
    if !plain {
        return Vec::new();
    }
    let message = format!(
        "`{}` has the columns that its tables happen to have today",
        name.name
    );
    vec![
        RULE.at(name.span, message, "selects `*`")
            .help("name the columns"),
    ]
}
