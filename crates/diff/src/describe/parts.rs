//! What of an object is another than it was, in words.

use std::fmt::Display;

use schema::{
    Composite, DefaultPrivilege, Domain, EventTrigger, Expression, Extension, Firing, Function,
    Grant, Policy, Publication, Rule, Statistics, Trigger, View,
};

use crate::expression::same;

/// The parts that differ: each with what to say of it.
#[derive(Default)]
struct Parts(Vec<String>);

impl Parts {
    /// A part of which nothing is said but that it changes.
    fn other(&mut self, differs: bool, what: &str) -> &mut Self {
        self.0
            .extend(differs.then(|| format!("its {what} changes")));
        self
    }

    /// A part with its value before and after.
    fn value<T: PartialEq + Display + ?Sized>(
        &mut self,
        what: &str,
        before: &T,
        after: &T,
    ) -> &mut Self {
        if before != after {
            self.0
                .push(format!("its {what} changes from {before} to {after}"));
        }
        self
    }

    /// An expression that may be absent.
    fn expression(
        &mut self,
        what: &str,
        before: Option<&Expression>,
        after: Option<&Expression>,
    ) -> &mut Self {
        if !same(before, after) {
            let text = |it: Option<&Expression>| it.map_or_else(|| "none".to_owned(), shown);
            let (before, after) = (text(before), text(after));
            self.0
                .push(format!("its {what} changes from {before} to {after}"));
        }
        self
    }

    fn list(&mut self) -> Vec<String> {
        std::mem::take(&mut self.0)
    }
}

fn shown(expression: &Expression) -> String {
    format!("`{}`", expression.sql)
}

fn or_none(text: Option<&String>) -> &str {
    text.map_or("none", String::as_str)
}

pub(super) fn extension(before: &Extension, after: &Extension) -> Vec<String> {
    let mut parts = Parts::default();
    let known = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some();
    if known(&before.version, &after.version) {
        let (a, b) = (&before.version, &after.version);
        parts.value("version", or_none(a.as_ref()), or_none(b.as_ref()));
    }
    if known(&before.schema, &after.schema) {
        let (a, b) = (&before.schema, &after.schema);
        parts.value("schema", or_none(a.as_ref()), or_none(b.as_ref()));
    }
    parts.list()
}

pub(super) fn domain(before: &Domain, after: &Domain) -> Vec<String> {
    let mut parts = Parts::default();
    parts
        .value("type", &before.base.to_string(), &after.base.to_string())
        .other(before.collation != after.collation, "collation")
        .expression("default", before.default.as_ref(), after.default.as_ref());
    if before.not_null != after.not_null {
        let verb = if after.not_null { "refuses" } else { "takes" };
        parts.0.push(format!("it {verb} nulls"));
    }
    for check in &before.checks {
        match after.checks.iter().find(|it| it.name == check.name) {
            None => parts.0.push(format!("check `{}` goes", check.name)),
            Some(other) if !same(Some(&check.expression), Some(&other.expression)) => {
                let what = format!("check `{}`", check.name);
                let (old, new) = (&check.expression, &other.expression);
                parts.expression(&what, Some(old), Some(new));
            }
            Some(other) if other.validated != check.validated => {
                let not = if other.validated { "" } else { "no longer " };
                let text = format!("check `{}` is {not}validated", check.name);
                parts.0.push(text);
            }
            Some(_) => {}
        }
    }
    for check in &after.checks {
        if before.checks.iter().all(|it| it.name != check.name) {
            let text = format!("check `{}` is added", check.name);
            parts.0.push(text);
        }
    }
    parts.list()
}

pub(super) fn composite(before: &Composite, after: &Composite) -> Vec<String> {
    let mut parts = Parts::default();
    for old in &before.attributes {
        match after.attributes.iter().find(|it| it.name == old.name) {
            None => parts.0.push(format!("attribute `{}` goes", old.name)),
            Some(new) if new.ty != old.ty => {
                parts
                    .0
                    .push(format!("attribute `{}` becomes {}", old.name, new.ty));
            }
            Some(_) => {}
        }
    }
    for new in &after.attributes {
        if before.attributes.iter().all(|it| it.name != new.name) {
            parts
                .0
                .push(format!("attribute `{}` is added ({})", new.name, new.ty));
        }
    }
    parts.list()
}

pub(super) fn view(before: &View, after: &View) -> Vec<String> {
    let query = !same(Some(&before.query), Some(&after.query));
    let kind = |view: &View| {
        if view.materialized {
            "materialized"
        } else {
            "a plain view"
        }
    };
    let mut parts = Parts::default();
    if before.materialized != after.materialized {
        parts.0.push(format!("it becomes {}", kind(after)));
    }
    parts
        .other(query, "query")
        .other(before.options != after.options, "options")
        .list()
}

pub(super) fn function(before: &Function, after: &Function) -> Vec<String> {
    let returns = |it: &Function| it.returns.clone().unwrap_or_else(|| "nothing".to_owned());
    let volatility = |it: &Function| match it.volatility {
        'i' => "immutable",
        's' => "stable",
        _ => "volatile",
    };
    let mut parts = Parts::default();
    if !crate::compare::same_returns(before, after) {
        parts.value("return type", &returns(before), &returns(after));
    }
    parts
        .other(before.arguments != after.arguments, "list of arguments")
        .value("language", &before.language, &after.language)
        .value("volatility", volatility(before), volatility(after))
        .other(before.strict != after.strict, "handling of nulls")
        .other(
            before.security_definer != after.security_definer,
            "security (definer or invoker)",
        )
        .other(
            before.configuration != after.configuration,
            "list of settings",
        )
        .other(before.parallel != after.parallel, "parallel safety")
        .other(before.leakproof != after.leakproof, "leakproofness")
        .other(
            (&before.cost, &before.rows) != (&after.cost, &after.rows),
            "estimated cost",
        )
        .other(before.body != after.body, "body")
        .list()
}

fn firing(firing: Firing) -> &'static str {
    match firing {
        Firing::Origin => "enabled",
        Firing::Disabled => "disabled",
        Firing::Replica => "enabled for replication alone",
        Firing::Always => "always enabled",
    }
}

/// Where something fires, as a part of its own.
fn enabled(parts: &mut Parts, before: Firing, after: Firing) {
    if before != after {
        parts.0.push(format!("it is {}", firing(after)));
    }
}

pub(super) fn trigger(before: &Trigger, after: &Trigger) -> Vec<String> {
    let events = |it: &Trigger| {
        (
            (it.on_insert, it.on_update, it.on_delete, it.on_truncate),
            it.update_columns.clone(),
        )
    };
    let mut parts = Parts::default();
    parts
        .other(before.timing != after.timing, "timing")
        .other(events(before) != events(after), "list of events")
        .other(
            before.for_each_row != after.for_each_row,
            "level (row or statement)",
        )
        .expression(
            "condition",
            before.condition.as_ref(),
            after.condition.as_ref(),
        )
        .value(
            "function",
            &before.function.to_string(),
            &after.function.to_string(),
        )
        .other(before.arguments != after.arguments, "list of arguments")
        .other(before.constraint != after.constraint, "deferral");
    enabled(&mut parts, before.enabled, after.enabled);
    parts.list()
}

pub(super) fn policy(before: &Policy, after: &Policy) -> Vec<String> {
    let roles = |it: &Policy| {
        if it.roles.is_empty() {
            "PUBLIC".to_owned()
        } else {
            it.roles.join(", ")
        }
    };
    let kind = |it: &Policy| {
        if it.restrictive {
            "restrictive"
        } else {
            "permissive"
        }
    };
    let mut parts = Parts::default();
    parts
        .value("kind", kind(before), kind(after))
        .value("command", before.command.sql(), after.command.sql())
        .value("list of roles", &roles(before), &roles(after))
        .expression("condition", before.using.as_ref(), after.using.as_ref())
        .expression("check", before.check.as_ref(), after.check.as_ref())
        .list()
}

pub(super) fn rule(before: &Rule, after: &Rule) -> Vec<String> {
    let mut parts = Parts::default();
    let differs = !same(Some(&before.definition), Some(&after.definition));
    parts.other(differs, "definition");
    enabled(&mut parts, before.enabled, after.enabled);
    parts.list()
}

pub(super) fn event_trigger(before: &EventTrigger, after: &EventTrigger) -> Vec<String> {
    let mut parts = Parts::default();
    parts
        .value("event", &before.event, &after.event)
        .other(before.tags != after.tags, "list of tags")
        .value(
            "function",
            &before.function.to_string(),
            &after.function.to_string(),
        );
    enabled(&mut parts, before.enabled, after.enabled);
    parts.list()
}

pub(super) fn statistics(before: &Statistics, after: &Statistics) -> Vec<String> {
    let target = |it: &Statistics| {
        it.target
            .map_or_else(|| "default".to_owned(), |it| it.to_string())
    };
    let covers = |it: &Statistics| (it.table.clone(), it.columns.clone(), it.expressions.clone());
    Parts::default()
        .value(
            "list of kinds",
            &before.kinds.join(", "),
            &after.kinds.join(", "),
        )
        .other(covers(before) != covers(after), "list of columns")
        .value("target", &target(before), &target(after))
        .list()
}

pub(super) fn publication(before: &Publication, after: &Publication) -> Vec<String> {
    let tables = |it: &Publication| (it.all_tables, it.tables.clone(), it.schemas.clone());
    Parts::default()
        .other(tables(before) != tables(after), "list of tables")
        .value(
            "list of operations",
            &before.operations.join(", "),
            &after.operations.join(", "),
        )
        .other(
            before.via_root != after.via_root,
            "way of publishing partitions",
        )
        .list()
}

/// "SELECT (email) for `app`"
pub(super) fn grant(grant: &Grant) -> String {
    let column = grant.column.as_ref();
    let column = column.map_or_else(String::new, |it| format!(" ({it})"));
    let to = match &grant.grantee {
        Some(role) => format!("`{role}`"),
        None => "PUBLIC".to_owned(),
    };
    let option = if grant.grantable {
        " with grant option"
    } else {
        ""
    };
    format!("{}{column} for {to}{option}", grant.privilege)
}

/// "GRANT SELECT ON TABLES TO app IN SCHEMA s"
pub(super) fn default_privilege(it: &DefaultPrivilege) -> String {
    let (verb, to) = if it.revoked {
        ("REVOKE", "FROM")
    } else {
        ("GRANT", "TO")
    };
    let grantee = it.grant.grantee.as_deref().unwrap_or("PUBLIC");
    let (privilege, objects) = (&it.grant.privilege, &it.objects);
    let mut text = format!("{verb} {privilege} ON {objects} {to} {grantee}");
    if let Some(schema) = &it.schema {
        text.push_str(" IN SCHEMA ");
        text.push_str(schema);
    }
    text
}
