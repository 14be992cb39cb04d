//! Two schemas object by object, down to the last field.

use std::collections::BTreeMap;
use std::fmt::Debug;

use schema::{Schema, Table, View};

/// What differs, a paragraph for each object: `-` is what the first has, `+` what the second has.
pub(crate) fn differences(first: &Schema, second: &Schema) -> Vec<String> {
    let mut found = Vec::new();
    maps("schema", &first.schemas, &second.schemas, &mut found);
    let (mut one, mut other) = (first.extensions.clone(), second.extensions.clone());
    // A history need not say which version or schema it gets.
    for (name, extension) in &mut one {
        if let Some(known) = other.get_mut(name) {
            agree(&mut extension.version, &mut known.version);
            agree(&mut extension.schema, &mut known.schema);
        }
    }
    maps("extension", &one, &other, &mut found);
    maps("enum", &first.enums, &second.enums, &mut found);
    maps("domain", &first.domains, &second.domains, &mut found);
    maps(
        "composite",
        &first.composites,
        &second.composites,
        &mut found,
    );
    maps("range", &first.ranges, &second.ranges, &mut found);
    maps("sequence", &first.sequences, &second.sequences, &mut found);
    let (mut one, mut other) = (first.functions.clone(), second.functions.clone());
    for (name, function) in &mut one {
        // The server prints a body that it reads as SQL in its own way.
        if let Some(known) = other.get_mut(name)
            && known.sql_body
            && function.sql_body
            && without_layout(&known.body) == without_layout(&function.body)
        {
            function.body.clone_from(&known.body);
        }
    }
    maps("function", &one, &other, &mut found);
    maps(
        "event trigger",
        &first.event_triggers,
        &second.event_triggers,
        &mut found,
    );
    maps(
        "statistics",
        &first.statistics,
        &second.statistics,
        &mut found,
    );
    maps(
        "publication",
        &first.publications,
        &second.publications,
        &mut found,
    );
    maps("other", &first.others, &second.others, &mut found);
    if first.default_privileges != second.default_privileges {
        found.push(paragraph(
            "default privileges",
            &first.default_privileges,
            &second.default_privileges,
        ));
    }
    tables(first, second, &mut found);
    views(first, second, &mut found);
    found
}

/// Of two values of which one is not said neither counts.
fn agree(one: &mut Option<String>, other: &mut Option<String>) {
    if one.is_none() || other.is_none() {
        (*one, *other) = (None, None);
    }
}

/// Without spaces and parentheses.
fn without_layout(sql: &str) -> String {
    sql.replace(['(', ')', ' ', '\n'], "")
}

fn maps<K: Ord + Debug, V: PartialEq + Debug>(
    kind: &str,
    first: &BTreeMap<K, V>,
    second: &BTreeMap<K, V>,
    found: &mut Vec<String>,
) {
    for (key, one) in first {
        match second.get(key) {
            Some(other) if one == other => {}
            Some(other) => found.push(paragraph(&format!("{kind} {}", name(key)), one, other)),
            None => found.push(format!("- {kind} {}", name(key))),
        }
    }
    for key in second.keys().filter(|key| !first.contains_key(key)) {
        found.push(format!("+ {kind} {}", name(key)));
    }
}

fn name(key: &impl Debug) -> String {
    let text = format!("{key:?}");
    let text = text
        .replace("QualifiedName { schema: ", "")
        .replace("\", name: \"", ".");
    text.replace([' ', '"', '}', '{'], "")
}

fn tables(first: &Schema, second: &Schema, found: &mut Vec<String>) {
    for (key, one) in &first.tables {
        match second.tables.get(key) {
            Some(other) => table(&key.to_string(), one, other, found),
            None => found.push(format!("- table {key}")),
        }
    }
    for key in second.tables.keys() {
        if !first.tables.contains_key(key) {
            found.push(format!("+ table {key}"));
        }
    }
}

fn table(name: &str, one: &Table, other: &Table, found: &mut Vec<String>) {
    let order =
        |table: &Table| -> Vec<String> { table.columns.iter().map(|it| it.name.clone()).collect() };
    if order(one) != order(other) {
        found.push(paragraph(
            &format!("columns of {name}"),
            &order(one),
            &order(other),
        ));
    }
    lists(
        &format!("column of {name}"),
        &one.columns,
        &other.columns,
        |it| &it.name,
        found,
    );
    lists(
        &format!("constraint of {name}"),
        &one.constraints,
        &other.constraints,
        |it| it.name(),
        found,
    );
    lists(
        &format!("index of {name}"),
        &one.indexes,
        &other.indexes,
        |it| &it.name,
        found,
    );
    lists(
        &format!("trigger of {name}"),
        &one.triggers,
        &other.triggers,
        |it| &it.name,
        found,
    );
    lists(
        &format!("policy of {name}"),
        &one.policies,
        &other.policies,
        |it| &it.name,
        found,
    );
    lists(
        &format!("rule of {name}"),
        &one.rules,
        &other.rules,
        |it| &it.name,
        found,
    );
    let rest = |table: &Table| Table {
        columns: Vec::new(),
        constraints: Vec::new(),
        indexes: Vec::new(),
        triggers: Vec::new(),
        policies: Vec::new(),
        rules: Vec::new(),
        ..table.clone()
    };
    let (one, other) = (rest(one), rest(other));
    if one != other {
        found.push(paragraph(&format!("table {name}"), &one, &other));
    }
}

fn views(first: &Schema, second: &Schema, found: &mut Vec<String>) {
    for (key, one) in &first.views {
        match second.views.get(key) {
            Some(other) => view(&key.to_string(), one, other, found),
            None => found.push(format!("- view {key}")),
        }
    }
    for key in second.views.keys() {
        if !first.views.contains_key(key) {
            found.push(format!("+ view {key}"));
        }
    }
}

fn view(name: &str, one: &View, other: &View, found: &mut Vec<String>) {
    lists(
        &format!("column of {name}"),
        &one.columns,
        &other.columns,
        |it| &it.name,
        found,
    );
    lists(
        &format!("index of {name}"),
        &one.indexes,
        &other.indexes,
        |it| &it.name,
        found,
    );
    lists(
        &format!("trigger of {name}"),
        &one.triggers,
        &other.triggers,
        |it| &it.name,
        found,
    );
    lists(
        &format!("rule of {name}"),
        &one.rules,
        &other.rules,
        |it| &it.name,
        found,
    );
    let rest = |view: &View| View {
        columns: Vec::new(),
        indexes: Vec::new(),
        triggers: Vec::new(),
        rules: Vec::new(),
        ..view.clone()
    };
    let (one, other) = (rest(one), rest(other));
    if one != other {
        found.push(paragraph(&format!("view {name}"), &one, &other));
    }
}

fn lists<T: PartialEq + Debug>(
    kind: &str,
    first: &[T],
    second: &[T],
    name: impl Fn(&T) -> &str,
    found: &mut Vec<String>,
) {
    for one in first {
        match second.iter().find(|other| name(other) == name(one)) {
            Some(other) if one == other => {}
            Some(other) => found.push(paragraph(&format!("{kind}: {}", name(one)), one, other)),
            None => found.push(format!("- {kind}: {}", name(one))),
        }
    }
    for other in second {
        if !first.iter().any(|one| name(one) == name(other)) {
            found.push(format!("+ {kind}: {}", name(other)));
        }
    }
}

/// The lines of two values that are not in the other.
fn paragraph(title: &str, one: &impl Debug, other: &impl Debug) -> String {
    let (one, other) = (lines(one), lines(other));
    let mut text = title.to_owned();
    for line in one.iter().filter(|line| !other.contains(line)) {
        text.extend(["\n    - ", line]);
    }
    for line in other.iter().filter(|line| !one.contains(line)) {
        text.extend(["\n    + ", line]);
    }
    text
}

/// A value's fields, a line for each leaf; places of declaration are left out, and of an expression
/// there is one text.
fn lines(value: &impl Debug) -> Vec<String> {
    let text = format!("{value:#?}");
    let mut lines = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut sql = None;
    for line in text.lines() {
        let line = line.trim();
        let content = line.trim_end_matches(',');
        if content.ends_with(['{', '[', '(']) {
            let label = content.trim_end_matches(['{', '[', '(', ' ']);
            path.push(
                label
                    .split(':')
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .to_owned(),
            );
        } else if matches!(content, "}" | "]" | ")" | "})" | "])") {
            path.pop();
        } else {
            let place = path.join(" ");
            if place.contains("origin") || place.contains("uses") || content == "uses: []" {
                continue;
            }
            if content.starts_with("sql: ") {
                sql = Some(content.to_owned());
            } else if content.starts_with("canonical: None") {
                lines.extend(sql.take().map(|sql| format!("{place} {sql}")));
            } else if place.ends_with("canonical") {
                lines.push(format!("{place} {content}"));
            } else {
                lines.push(format!("{place} {content}").trim().to_owned());
            }
        }
    }
    lines
}
