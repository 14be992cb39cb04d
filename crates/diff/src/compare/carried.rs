//! What every object can carry: comments and privileges. Both are differences of their own, so that
//! a changed comment makes nothing anew.

use std::collections::BTreeMap;

use schema::{
    Domain, Index, Policy, Privileges, QualifiedName, Rule, Schema, Table, Trigger, View,
};

use crate::Change;
use crate::object::{Object, ObjectChange, routine_object, view_object};

/// An object with its comment and its privileges; kinds that have no privileges have none.
pub(super) type Carrier<'a> = (Object<'a>, Option<&'a str>, Option<&'a Privileges>);

/// Compares comments and privileges of all objects that stand afterwards. Those of an object that
/// goes go with it.
pub(super) fn compare<'a>(before: &'a Schema, after: &'a Schema, changes: &mut Vec<Change<'a>>) {
    let old: BTreeMap<Object<'a>, Carrier<'a>> = carriers(before)
        .into_iter()
        .filter(|(_, comment, privileges)| comment.is_some() || !is_default(*privileges))
        .map(|carrier| (carrier.0, carrier))
        .collect();
    for (on, comment, privileges) in carriers(after) {
        let known = old.get(&on).copied();
        let (_, old_comment, old_privileges) = known.unwrap_or((on, None, None));
        if old_comment != comment {
            changes.push(Change::from(ObjectChange::Comment {
                on,
                before: old_comment,
                after: comment,
            }));
        }
        let both_default = is_default(old_privileges) && is_default(privileges);
        if !both_default && old_privileges != privileges {
            changes.push(Change::from(ObjectChange::Privileges {
                on,
                before: old_privileges,
                after: privileges,
            }));
        }
    }
}

fn is_default(privileges: Option<&Privileges>) -> bool {
    privileges.is_none_or(Privileges::is_default)
}

/// The comment and the privileges of what a difference makes.
macro_rules! carrier {
    ($difference:expr) => {
        ($difference.after()?.comment.as_deref(), None)
    };
    ($difference:expr, privileges) => {{
        let it = $difference.after()?;
        (it.comment.as_deref(), Some(&it.privileges))
    }};
}

/// All that can carry a comment or privileges.
fn carriers(schema: &Schema) -> Vec<Carrier<'_>> {
    let mut list = Vec::new();
    for (name, it) in &schema.schemas {
        list.push((
            Object::Schema(name),
            it.comment.as_deref(),
            Some(&it.privileges),
        ));
    }
    types(schema, &mut list);
    for (name, it) in &schema.sequences {
        list.push((
            Object::Sequence(name),
            it.comment.as_deref(),
            Some(&it.privileges),
        ));
    }
    for (name, table) in &schema.tables {
        of_table(name, table, &mut list);
    }
    for (name, view) in &schema.views {
        of_view(name, view, &mut list);
    }
    for (key, it) in &schema.functions {
        let on = routine_object(key, it);
        list.push((on, it.comment.as_deref(), Some(&it.privileges)));
    }
    rest(schema, &mut list);
    list
}

fn types<'a>(schema: &'a Schema, list: &mut Vec<Carrier<'a>>) {
    for (name, it) in &schema.enums {
        list.push((
            Object::Enum(name),
            it.comment.as_deref(),
            Some(&it.privileges),
        ));
    }
    for (name, it) in &schema.domains {
        of_domain(name, it, list);
    }
    for (name, it) in &schema.composites {
        list.push((
            Object::Composite(name),
            it.comment.as_deref(),
            Some(&it.privileges),
        ));
    }
    for (name, it) in &schema.ranges {
        list.push((
            Object::Range(name),
            it.comment.as_deref(),
            Some(&it.privileges),
        ));
    }
}

/// A domain and its checks.
pub(super) fn of_domain<'a>(
    name: &'a QualifiedName,
    domain: &'a Domain,
    list: &mut Vec<Carrier<'a>>,
) {
    list.push((
        Object::Domain(name),
        domain.comment.as_deref(),
        Some(&domain.privileges),
    ));
    for check in &domain.checks {
        let on = Object::DomainConstraint(name, &check.name);
        list.push((on, check.comment.as_deref(), None));
    }
}

/// What an object carries that is made by a change and has no parts.
pub(super) fn of(change: ObjectChange<'_>) -> Option<Carrier<'_>> {
    use ObjectChange as It;
    let on = change.object();
    let (comment, privileges) = match change {
        It::Schema(_, it) => carrier!(it, privileges),
        It::Domain(_, it) => carrier!(it, privileges),
        It::Composite(_, it) => carrier!(it, privileges),
        It::Range(_, it) => carrier!(it, privileges),
        It::View(_, it) => carrier!(it, privileges),
        It::Function(_, it) => carrier!(it, privileges),
        It::Other(_, it) => carrier!(it, privileges),
        It::ViewIndex(_, it) => carrier!(it),
        It::Trigger(_, it) => carrier!(it),
        It::Policy(_, it) => carrier!(it),
        It::Rule(_, it) => carrier!(it),
        It::EventTrigger(_, it) => carrier!(it),
        It::Statistics(_, it) => carrier!(it),
        It::Publication(_, it) => carrier!(it),
        It::Extension(..)
        | It::DefaultPrivilege(_)
        | It::Comment { .. }
        | It::Privileges { .. } => {
            return None;
        }
    };
    Some((on, comment, privileges))
}

fn rest<'a>(schema: &'a Schema, list: &mut Vec<Carrier<'a>>) {
    for (name, it) in &schema.statistics {
        list.push((Object::Statistics(name), it.comment.as_deref(), None));
    }
    for (name, it) in &schema.event_triggers {
        list.push((Object::EventTrigger(name), it.comment.as_deref(), None));
    }
    for (name, it) in &schema.publications {
        list.push((Object::Publication(name), it.comment.as_deref(), None));
    }
    for ((kind, identity), it) in &schema.others {
        let on = Object::Other(kind, identity);
        list.push((on, it.comment.as_deref(), Some(&it.privileges)));
    }
}

fn of_table<'a>(name: &'a QualifiedName, table: &'a Table, list: &mut Vec<Carrier<'a>>) {
    let on = match table.foreign {
        Some(_) => Object::ForeignTable(name),
        None => Object::Table(name),
    };
    list.push((on, table.comment.as_deref(), Some(&table.privileges)));
    for it in &table.columns {
        list.push((Object::Column(name, &it.name), it.comment.as_deref(), None));
    }
    for it in &table.constraints {
        let on = Object::Constraint(name, it.name());
        list.push((on, it.comment(), None));
    }
    indexes(name, &table.indexes, list);
    triggers(name, &table.triggers, list);
    for Policy {
        name: it, comment, ..
    } in &table.policies
    {
        list.push((Object::Policy(name, it), comment.as_deref(), None));
    }
    rules(name, &table.rules, list);
}

/// A view and all that belongs to it.
pub(super) fn of_view<'a>(name: &'a QualifiedName, view: &'a View, list: &mut Vec<Carrier<'a>>) {
    list.push((
        view_object(name, view),
        view.comment.as_deref(),
        Some(&view.privileges),
    ));
    for it in &view.columns {
        list.push((Object::Column(name, &it.name), it.comment.as_deref(), None));
    }
    indexes(name, &view.indexes, list);
    triggers(name, &view.triggers, list);
    rules(name, &view.rules, list);
}

fn indexes<'a>(table: &'a QualifiedName, indexes: &'a [Index], list: &mut Vec<Carrier<'a>>) {
    for it in indexes {
        list.push((Object::Index(table, &it.name), it.comment.as_deref(), None));
    }
}

fn triggers<'a>(table: &'a QualifiedName, triggers: &'a [Trigger], list: &mut Vec<Carrier<'a>>) {
    for it in triggers.iter().filter(|it| !it.inherited) {
        let on = Object::Trigger(table, &it.name);
        list.push((on, it.comment.as_deref(), None));
    }
}

fn rules<'a>(table: &'a QualifiedName, rules: &'a [Rule], list: &mut Vec<Carrier<'a>>) {
    for it in rules {
        list.push((Object::Rule(table, &it.name), it.comment.as_deref(), None));
    }
}
