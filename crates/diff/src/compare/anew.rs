//! Objects that are dropped and made again: those that cannot be changed in place, and those that
//! stand on something that goes or becomes another.

use std::collections::BTreeSet;

use schema::{Expression, Function, Policy, QualifiedName, Rule, Trigger, Type, View};

use super::{carried, in_place};
use crate::Change;
use crate::object::{Difference, Object, ObjectChange};
use crate::task::{self, Context};
use crate::thing::Thing;

/// Puts a drop and a creation in the place of changes that cannot be made in place, and adds them
/// for what stands on something that moves. What is there already is not added again.
pub(crate) fn add<'a>(ctx: &Context<'a>, changes: &mut Vec<Change<'a>>) {
    let impossible = changes.iter().filter_map(|change| {
        let Change::Object(it) = change else {
            return None;
        };
        split(*it).filter(|_| !in_place::can(*it))
    });
    for [gone, added] in impossible.collect::<Vec<_>>() {
        replace(gone, added, changes);
    }
    let moved = Moved(ctx, task::moved(ctx, changes));
    if moved.1.is_empty() {
        return;
    }
    for [gone, added] in moved.objects() {
        if !changes.contains(&Change::Object(gone)) {
            replace(gone, added, changes);
        }
    }
}

/// The drop and the creation that a change in place stands for.
fn split(change: ObjectChange<'_>) -> Option<[ObjectChange<'_>; 2]> {
    use ObjectChange as It;
    Some(match change {
        It::Domain(name, it) => halves(it)?.map(|it| It::Domain(name, it)),
        It::Composite(name, it) => halves(it)?.map(|it| It::Composite(name, it)),
        It::Range(name, it) => halves(it)?.map(|it| It::Range(name, it)),
        It::View(name, it) => halves(it)?.map(|it| It::View(name, it)),
        It::ViewIndex(name, it) => halves(it)?.map(|it| It::ViewIndex(name, it)),
        It::Function(key, it) => halves(it)?.map(|it| It::Function(key, it)),
        It::Trigger(table, it) => halves(it)?.map(|it| It::Trigger(table, it)),
        It::Policy(table, it) => halves(it)?.map(|it| It::Policy(table, it)),
        It::Rule(table, it) => halves(it)?.map(|it| It::Rule(table, it)),
        It::EventTrigger(name, it) => halves(it)?.map(|it| It::EventTrigger(name, it)),
        It::Statistics(name, it) => halves(it)?.map(|it| It::Statistics(name, it)),
        It::Publication(name, it) => halves(it)?.map(|it| It::Publication(name, it)),
        It::Other(key, it) => halves(it)?.map(|it| It::Other(key, it)),
        It::Schema(..)
        | It::Extension(..)
        | It::DefaultPrivilege(_)
        | It::Comment { .. }
        | It::Privileges { .. } => return None,
    })
}

fn halves<T>(difference: Difference<'_, T>) -> Option<[Difference<'_, T>; 2]> {
    match difference {
        Difference::Changed { before, after } => {
            Some([Difference::Gone(before), Difference::Added(after)])
        }
        Difference::Added(_) | Difference::Gone(_) => None,
    }
}

/// Drops an object and makes it again with all that goes along: comments, privileges, indexes,
/// triggers and rules.
fn replace<'a>(gone: ObjectChange<'a>, added: ObjectChange<'a>, changes: &mut Vec<Change<'a>>) {
    let (old, new) = (gone.object(), added.object());
    changes.retain(|change| {
        let Change::Object(it) = change else {
            return true;
        };
        let on = it.object();
        on != old && on != new && !belongs(on, old) && !belongs(on, new)
    });
    changes.extend([gone, added].map(Change::Object));
    changes.extend(along(added).into_iter().map(Change::Object));
}

/// Whether an object goes with another.
fn belongs(part: Object<'_>, whole: Object<'_>) -> bool {
    match (part, whole) {
        (
            Object::Column(table, _)
            | Object::Index(table, _)
            | Object::Trigger(table, _)
            | Object::Rule(table, _),
            Object::View(view) | Object::MaterializedView(view),
        ) => table == view,
        (Object::DomainConstraint(part, _), Object::Domain(domain)) => part == domain,
        _ => false,
    }
}

/// What is made along with an object that is made.
fn along(added: ObjectChange<'_>) -> Vec<ObjectChange<'_>> {
    let mut list = Vec::new();
    let mut carriers = Vec::new();
    if let ObjectChange::View(name, Difference::Added(view)) = added {
        let indexes = view.indexes.iter().map(Difference::Added);
        list.extend(indexes.map(|it| ObjectChange::ViewIndex(name, it)));
        let triggers = view.triggers.iter().map(Difference::Added);
        list.extend(triggers.map(|it| ObjectChange::Trigger(name, it)));
        let rules = view.rules.iter().map(Difference::Added);
        list.extend(rules.map(|it| ObjectChange::Rule(name, it)));
        carried::of_view(name, view, &mut carriers);
    } else if let ObjectChange::Domain(name, Difference::Added(domain)) = added {
        carried::of_domain(name, domain, &mut carriers);
    } else {
        carriers.extend(carried::of(added));
    }
    for (on, comment, privileges) in carriers {
        if comment.is_some() {
            list.push(ObjectChange::Comment {
                on,
                before: None,
                after: comment,
            });
        }
        if privileges.is_some_and(|it| !it.is_default()) {
            list.push(ObjectChange::Privileges {
                on,
                before: None,
                after: privileges,
            });
        }
    }
    list
}

/// What moves, and whatever stands on it.
struct Moved<'c, 'a>(&'c Context<'a>, BTreeSet<Thing>);

impl<'a> Moved<'_, 'a> {
    /// The objects that are there before and after and stand on something that moves.
    fn objects(&self) -> Vec<[ObjectChange<'a>; 2]> {
        let (before, after) = (self.0.before, self.0.after);
        let mut list = Vec::new();
        for (key, old) in &before.functions {
            let new = after.functions.get_key_value(key);
            if let Some((key, new)) = new.filter(|_| self.under_function(old)) {
                let pair = [Difference::Gone(old), Difference::Added(new)];
                list.push(pair.map(|it| ObjectChange::Function(key, it)));
            }
        }
        for (name, old) in &before.views {
            let Some(new) = after.views.get(name) else {
                continue;
            };
            if self.under_view(name, old) {
                let pair = [Difference::Gone(old), Difference::Added(new)];
                list.push(pair.map(|it| ObjectChange::View(name, it)));
            }
            self.parts(name, (&old.triggers, &new.triggers), (&[], &[]), &mut list);
            self.rules(name, (&old.rules, &new.rules), &mut list);
        }
        for (name, old) in &before.tables {
            if let Some(new) = after.tables.get(name) {
                let policies = (old.policies.as_slice(), new.policies.as_slice());
                self.parts(name, (&old.triggers, &new.triggers), policies, &mut list);
                self.rules(name, (&old.rules, &new.rules), &mut list);
            }
        }
        list
    }

    fn parts(
        &self,
        table: &'a QualifiedName,
        triggers: (&'a [Trigger], &'a [Trigger]),
        policies: (&'a [Policy], &'a [Policy]),
        list: &mut Vec<[ObjectChange<'a>; 2]>,
    ) {
        if self.1.contains(&Thing::Relation(table.clone())) {
            return;
        }
        for old in triggers.0.iter().filter(|it| !it.inherited) {
            let new = triggers.1.iter().find(|it| it.name == old.name);
            if let Some(new) = new.filter(|_| self.under_trigger(table, old)) {
                let pair = [Difference::Gone(old), Difference::Added(new)];
                list.push(pair.map(|it| ObjectChange::Trigger(table, it)));
            }
        }
        for old in policies.0 {
            let new = policies.1.iter().find(|it| it.name == old.name);
            let mut expressions = old.using.iter().chain(&old.check);
            let under = expressions.any(|it| self.under(Some(table), it));
            if let Some(new) = new.filter(|_| under) {
                let pair = [Difference::Gone(old), Difference::Added(new)];
                list.push(pair.map(|it| ObjectChange::Policy(table, it)));
            }
        }
    }

    fn rules(
        &self,
        table: &'a QualifiedName,
        rules: (&'a [Rule], &'a [Rule]),
        list: &mut Vec<[ObjectChange<'a>; 2]>,
    ) {
        if self.1.contains(&Thing::Relation(table.clone())) {
            return;
        }
        for old in rules.0 {
            let new = rules.1.iter().find(|it| it.name == old.name);
            if let Some(new) = new.filter(|_| self.under(Some(table), &old.definition)) {
                let pair = [Difference::Gone(old), Difference::Added(new)];
                list.push(pair.map(|it| ObjectChange::Rule(table, it)));
            }
        }
    }

    fn under_view(&self, name: &QualifiedName, view: &View) -> bool {
        // A view that goes for another reason is among what moves itself.
        !self.1.contains(&Thing::Relation(name.clone())) && self.under(None, &view.query)
    }

    /// Nothing but types holds a function whose body is a text.
    fn under_function(&self, function: &Function) -> bool {
        let argument = |ty: &Type| Thing::of_type(ty).is_some_and(|it| self.has(&it));
        let returns = function.returns.as_deref().unwrap_or_default();
        let mut returned = self.0.uses_of(&[], returns).into_iter();
        function.arguments.iter().any(|it| argument(&it.ty))
            || returned.any(|it| self.has(&it))
            || function.sql_body && {
                let mut uses = self.0.uses_of(&function.uses, &function.body).into_iter();
                uses.any(|it| self.has(&it))
            }
    }

    fn under_trigger(&self, table: &QualifiedName, trigger: &Trigger) -> bool {
        let mut columns = trigger.update_columns.iter();
        self.1.contains(&Thing::Function(trigger.function.clone()))
            || columns.any(|it| self.1.contains(&Thing::column(table, it)))
            || trigger
                .condition
                .iter()
                .any(|it| self.under(Some(table), it))
    }

    /// Whether an expression, of a table or not, stands on something that moves.
    fn under(&self, table: Option<&QualifiedName>, expression: &Expression) -> bool {
        let known = !expression.uses.is_empty();
        let mut uses = self.0.uses(expression).into_iter();
        uses.any(|it| self.has(&it) || !known && self.has_column_of(&it))
            || !known && table.is_some_and(|table| self.names_column(table, expression))
    }

    fn has(&self, thing: &Thing) -> bool {
        self.1.contains(thing)
            || matches!(thing, Thing::Column(table, _)
                if self.1.contains(&Thing::Relation(table.clone())))
    }

    /// Whether some column moves of a relation of which nothing but the name is known.
    fn has_column_of(&self, relation: &Thing) -> bool {
        let Thing::Relation(name) = relation else {
            return false;
        };
        let mut moved = self.1.iter();
        moved.any(|it| matches!(it, Thing::Column(table, _) if table == name))
    }

    fn names_column(&self, table: &QualifiedName, expression: &Expression) -> bool {
        let mut moved = self.1.iter();
        moved.any(|it| {
            matches!(it, Thing::Column(other, column)
                if other == table && expression.sql.contains(column.as_str()))
        })
    }
}
