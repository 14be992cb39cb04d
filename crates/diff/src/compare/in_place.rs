//! What the server can change without dropping it.

use schema::{
    Argument, ArgumentMode, Composite, EventTrigger, Function, Policy, Statistics, Trigger, View,
};

use super::same;
use crate::object::{Difference, ObjectChange};

/// Whether a change can be made in place. What appears or goes can.
pub(super) fn can(change: ObjectChange<'_>) -> bool {
    use ObjectChange as It;
    match change {
        It::Domain(_, it) => changed(it, |before, after| {
            before.base == after.base && before.collation == after.collation
        }),
        It::Composite(_, it) => changed(it, composite),
        It::View(_, it) => changed(it, view),
        It::Function(_, it) => changed(it, function),
        It::Trigger(_, it) => changed(it, |before, after| {
            let aligned = Trigger {
                enabled: after.enabled,
                ..before.clone()
            };
            same::trigger(&aligned, after)
        }),
        It::Policy(_, it) => changed(it, policy),
        It::EventTrigger(_, it) => changed(it, |before, after| {
            let aligned = EventTrigger {
                enabled: after.enabled,
                ..before.clone()
            };
            same::event_trigger(&aligned, after)
        }),
        It::Statistics(_, it) => changed(it, |before, after| {
            let aligned = Statistics {
                target: after.target,
                ..before.clone()
            };
            same::statistics(&aligned, after)
        }),
        It::Publication(_, it) => changed(it, |before, after| {
            !before.all_tables && !after.all_tables || before.all_tables == after.all_tables
        }),
        It::ViewIndex(_, it) => changed(it, |_, _| false),
        It::Range(_, it) => changed(it, |_, _| false),
        It::Other(_, it) => changed(it, |_, _| false),
        It::Schema(..)
        | It::Extension(..)
        | It::Rule(..)
        | It::DefaultPrivilege(_)
        | It::Comment { .. }
        | It::Privileges { .. } => true,
    }
}

fn changed<T>(difference: Difference<'_, T>, can: impl Fn(&T, &T) -> bool) -> bool {
    match difference {
        Difference::Changed { before, after } => can(before, after),
        Difference::Added(_) | Difference::Gone(_) => true,
    }
}

/// Attributes go from anywhere and come at the end; the rest keep their order.
fn composite(before: &Composite, after: &Composite) -> bool {
    let in_both = |one: &Composite, other: &Composite| -> Vec<String> {
        let names = one.attributes.iter().map(|it| it.name.clone());
        let known = |name: &String| other.attributes.iter().any(|it| it.name == *name);
        names.filter(known).collect()
    };
    let kept = in_both(before, after);
    let first = after.attributes.iter().take(kept.len());
    first.map(|it| &it.name).eq(&kept)
}

/// A view can be replaced while its columns stay as they are and new ones come at the end; of a
/// materialized view nothing but the storage.
fn view(before: &View, after: &View) -> bool {
    if before.materialized || after.materialized {
        let aligned = View {
            options: after.options.clone(),
            ..before.clone()
        };
        return same::view(&aligned, after);
    }
    let mut pairs = before.columns.iter().zip(&after.columns);
    !before.columns.is_empty()
        && before.columns.len() <= after.columns.len()
        && pairs.all(|(a, b)| a.name == b.name && a.ty.is_some() && a.ty == b.ty)
}

/// A function can be replaced while it returns the same, no argument gets another name and no
/// default goes.
fn function(before: &Function, after: &Function) -> bool {
    let out = |function: &Function| -> Vec<Argument> {
        let outgoing = function.arguments.iter().filter(|it| {
            matches!(
                it.mode,
                ArgumentMode::Out | ArgumentMode::InOut | ArgumentMode::Table
            )
        });
        outgoing.cloned().collect()
    };
    let argument = |a: &Argument, b: &Argument| {
        (a.name.is_none() || a.name == b.name) && (a.default.is_none() || b.default.is_some())
    };
    let mut pairs = before.arguments.iter().zip(&after.arguments);
    before.kind == after.kind
        && same::returns(before, after)
        && out(before) == out(after)
        && before.arguments.len() == after.arguments.len()
        && pairs.all(|(a, b)| argument(a, b))
}

/// The roles and expressions of a policy can be others, but none can be taken away.
fn policy(before: &Policy, after: &Policy) -> bool {
    before.command == after.command
        && before.restrictive == after.restrictive
        && before.using.is_some() <= after.using.is_some()
        && before.check.is_some() <= after.check.is_some()
}
