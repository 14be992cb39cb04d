//! Views and materialized views.

use std::collections::BTreeMap;

use schema::{QualifiedName, View, quote_identifier, quote_literal};

use super::columns;
use super::object::joined;
use crate::object::Difference;

pub(super) fn of(name: &QualifiedName, difference: Difference<'_, View>) -> String {
    match difference {
        Difference::Added(view) => {
            let defaults = defaults(name, None, view);
            joined([create("CREATE", name, view)].into_iter().chain(defaults))
        }
        Difference::Changed { before, after } if after.materialized => {
            let options = option_changes(&before.options, &after.options);
            let options = options.into_iter();
            joined(options.map(|it| format!("ALTER MATERIALIZED VIEW {} {it};", name.sql())))
        }
        Difference::Changed { before, after } => {
            let defaults = defaults(name, Some(before), after);
            let replace = create("CREATE OR REPLACE", name, after);
            joined([replace].into_iter().chain(defaults))
        }
        Difference::Gone(view) => format!("DROP {} {};", kind(view), name.sql()),
    }
}

fn kind(view: &View) -> &'static str {
    if view.materialized {
        "MATERIALIZED VIEW"
    } else {
        "VIEW"
    }
}

fn create(verb: &str, name: &QualifiedName, view: &View) -> String {
    let query = view.query.sql.trim().trim_end_matches(';').trim_end();
    let names = columns(view.columns.iter().map(|column| &column.name));
    let names = if names.is_empty() {
        names
    } else {
        format!(" ({names})")
    };
    let options = with_options(&view.options);
    let kind = kind(view);
    format!("{verb} {kind} {}{names}{options} AS\n{query};", name.sql())
}

/// What the columns hold for inserts that leave them out.
fn defaults<'a>(
    name: &'a QualifiedName,
    before: Option<&'a View>,
    after: &'a View,
) -> impl Iterator<Item = String> {
    after.columns.iter().filter_map(move |column| {
        let old = before.and_then(|view| view.columns.iter().find(|it| it.name == column.name));
        let old = old.and_then(|column| column.default.as_ref());
        if old == column.default.as_ref() {
            return None;
        }
        let action = match &column.default {
            Some(default) => format!("SET DEFAULT {}", default.sql),
            None => "DROP DEFAULT".to_owned(),
        };
        let column = quote_identifier(&column.name);
        Some(format!(
            "ALTER VIEW {} ALTER COLUMN {column} {action};",
            name.sql()
        ))
    })
}

/// ` WITH (security_barrier = 'true')`, or nothing.
fn with_options(options: &BTreeMap<String, String>) -> String {
    let options: Vec<String> = options.iter().map(option).collect();
    if options.is_empty() {
        return String::new();
    }
    format!(" WITH ({})", options.join(", "))
}

fn option((name, value): (&String, &String)) -> String {
    format!("{name} = {}", quote_literal(value))
}

/// `SET (…)` and `RESET (…)`, as they are needed.
fn option_changes(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
) -> Vec<String> {
    let is_new = |(name, value): &(&String, &String)| before.get(*name) != Some(*value);
    let set: Vec<String> = after.iter().filter(is_new).map(option).collect();
    let gone = before.keys().filter(|name| !after.contains_key(*name));
    let reset: Vec<String> = gone.cloned().collect();
    let mut actions = Vec::new();
    if !set.is_empty() {
        actions.push(format!("SET ({})", set.join(", ")));
    }
    if !reset.is_empty() {
        actions.push(format!("RESET ({})", reset.join(", ")));
    }
    actions
}
