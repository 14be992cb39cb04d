//! The report: for people grouped by object, for monitors as JSON.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Items;
use super::item::{Ahead, Item};
use super::states::States;
use crate::context::Context;
use crate::outcome::Outcome;
use crate::terminal::{BOLD, paint, plural};

/// Shows what differs; the exit code says whether something does.
pub(super) fn report(ctx: &Context, states: States, items: &Items) -> Outcome {
    let proof = match (&states.proved, &states.unproved) {
        (Some(_), _) => "server",
        (None, Some(_)) => "none",
        (None, None) => "not-needed",
    };
    for (ahead, items) in grouped(items) {
        let heading = format!(
            "{}: {}",
            ahead.sentence(),
            plural(items.len(), "difference")
        );
        ctx.terminal.line(paint(BOLD, heading));
        let mut object = String::new();
        for item in items {
            let group = item.table.as_ref().unwrap_or(&item.name);
            if object != *group {
                object.clone_from(group);
                ctx.terminal.line(format!("  {group}"));
            }
            ctx.terminal.line(format!("    {}", line(item, &states)));
        }
        ctx.terminal.line(format!("  {}\n", ahead.action()));
    }
    let open: Vec<&Item> = items.database.iter().filter(|it| !it.is_certain).collect();
    if !open.is_empty() {
        ctx.terminal.line(paint(BOLD, "cannot tell:"));
        for item in &open {
            ctx.terminal.line(format!("    {}", line(item, &states)));
        }
        let why = states.unproved.as_deref().unwrap_or("no server was asked");
        ctx.terminal
            .line(format!("  both may mean the same, and {why}\n"));
    }
    names(ctx, items);
    summary(ctx, &states, items);
    let pending: Vec<Value> = states
        .pending
        .iter()
        .map(|row| json!({ "version": row.version, "name": row.name }))
        .collect();
    let all = items.database.iter().chain(&items.schema);
    let list: Vec<Value> = all.map(|item| value(item, &states)).collect();
    let value = json!({
        "database": states.address.to_string(),
        "drift": items.is_drift(),
        "proof": proof,
        "unproved_because": states.unproved,
        "differences": list,
        "pending": pending,
    });
    let findings = [states.checked.findings, states.schema_findings].concat();
    let outcome = Outcome::of(value).with(findings, states.inputs.sources);
    if items.is_drift() {
        outcome.no()
    } else {
        outcome
    }
}

/// What differs in nothing but its name: the least of all differences, so that long lists are cut.
fn names(ctx: &Context, items: &Items) {
    const MOST: usize = 20;
    let all = items.database.iter().chain(&items.schema);
    let list: Vec<&Item> = all.filter(|it| it.is_name).collect();
    if list.is_empty() {
        return;
    }
    let differ = match list.len() {
        1 => "1 name differs".to_owned(),
        count => format!("{count} names differ"),
    };
    ctx.terminal
        .line(paint(BOLD, format!("{differ}, and nothing else of these:")));
    for item in list.iter().take(MOST) {
        ctx.terminal.line(format!("    {}", item.change));
    }
    if let Some(more @ 1..) = list.len().checked_sub(MOST) {
        ctx.terminal
            .line(format!("    … {more} more, with `--format json` all"));
    }
    let mut actions: Vec<&str> = list.iter().map(|it| it.ahead.action()).collect();
    actions.dedup();
    ctx.terminal.line(format!("  {}\n", actions.join("; ")));
}

/// What is certain and more than a name, by who is ahead.
fn grouped(items: &Items) -> Vec<(Ahead, Vec<&Item>)> {
    let order = [
        Ahead::Database,
        Ahead::DatabaseAndPending,
        Ahead::DatabaseAndSchema,
        Ahead::Schema,
    ];
    let all = || items.database.iter().chain(&items.schema);
    let mut groups = Vec::new();
    for ahead in order {
        let of_group = all().filter(|it| it.is_certain && !it.is_name && it.ahead == ahead);
        let mut by_object: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
        for item in of_group {
            let object = item.table.as_ref().unwrap_or(&item.name);
            by_object.entry(object).or_default().push(item);
        }
        let list: Vec<&Item> = by_object.into_values().flatten().collect();
        if !list.is_empty() {
            groups.push((ahead, list));
        }
    }
    groups
}

/// What is different, and where the other side declares it.
fn line(item: &Item, states: &States) -> String {
    // The table stands above already.
    let table = item.table.as_ref().unwrap_or(&item.name);
    let prefix = format!("table `{table}`: ");
    let change = item.change.strip_prefix(&prefix).unwrap_or(&item.change);
    match place(item, states) {
        Some(place) => format!("{change}  ({place})"),
        None => change.to_owned(),
    }
}

fn place(item: &Item, states: &States) -> Option<String> {
    let span = item.origin.0?;
    Some(states.inputs.sources.place(span))
}

fn value(item: &Item, states: &States) -> Value {
    json!({
        "kind": item.kind,
        "name": item.name,
        "table": item.table,
        "change": item.change,
        "ahead": item.ahead.word(),
        "action": item.ahead.action(),
        "certain": item.is_certain,
        "name_only": item.is_name,
        "place": place(item, states),
    })
}

fn summary(ctx: &Context, states: &States, items: &Items) {
    let address = &states.address;
    let pending = states.pending.len();
    let waiting = if pending == 0 {
        String::new()
    } else {
        let next = &states.pending[0];
        format!(
            "; {} pending, next {} {}: cargo xtask migrate",
            plural(pending, "migration"),
            next.version,
            next.name
        )
    };
    let count = items.database.iter().chain(&items.schema);
    let count = count.filter(|it| it.is_certain).count();
    let schema = if states.wanted.is_some() {
        " and the schema asks for"
    } else if states.schema_findings.is_empty() {
        ""
    } else {
        "; the schema was not compared, since it is not in order"
    };
    let text = if count == 0 {
        format!("{address} is what its migrations build{schema}{waiting}")
    } else {
        format!("{}: {}{waiting}", address, plural(count, "difference"))
    };
    ctx.terminal.line(text);
}
