//! Objects beside tables, enums and sequences: found by name, compared by what they do.

use std::collections::BTreeMap;

use schema::{Index, Policy, QualifiedName, Rule, Schema, Trigger};

use super::{pairs, same};
use crate::Change;
use crate::object::{Difference, ObjectChange};

pub(super) fn compare<'a>(before: &'a Schema, after: &'a Schema, changes: &mut Vec<Change<'a>>) {
    use ObjectChange as It;
    let found = &mut Found { changes };
    namespaces(before, after, found);
    found.pairs(
        (&before.extensions, &after.extensions),
        same::extension,
        |name, it| It::Extension(name, it),
    );
    found.pairs((&before.domains, &after.domains), same::domain, It::Domain);
    found.pairs(
        (&before.composites, &after.composites),
        same::composite,
        It::Composite,
    );
    found.pairs((&before.ranges, &after.ranges), same::range, It::Range);
    found.pairs(
        (&before.functions, &after.functions),
        same::function,
        It::Function,
    );
    found.pairs((&before.views, &after.views), same::view, It::View);
    of_views(before, after, found);
    of_tables(before, after, found);
    found.pairs(
        (&before.statistics, &after.statistics),
        same::statistics,
        It::Statistics,
    );
    found.pairs(
        (&before.event_triggers, &after.event_triggers),
        same::event_trigger,
        |name, it| It::EventTrigger(name, it),
    );
    found.pairs(
        (&before.publications, &after.publications),
        same::publication,
        |name, it| It::Publication(name, it),
    );
    found.pairs((&before.others, &after.others), same::other, It::Other);
    default_privileges(before, after, found);
}

/// The differences found so far.
struct Found<'a, 'c> {
    changes: &'c mut Vec<Change<'a>>,
}

impl<'a> Found<'a, '_> {
    fn push(&mut self, change: ObjectChange<'a>) {
        self.changes.push(change.into());
    }

    /// Objects of one kind, by name.
    fn pairs<K: Ord, T>(
        &mut self,
        (before, after): (&'a BTreeMap<K, T>, &'a BTreeMap<K, T>),
        same: impl Fn(&T, &T) -> bool,
        change: impl Fn(&'a K, Difference<'a, T>) -> ObjectChange<'a>,
    ) {
        for (name, old, new) in pairs(before, after) {
            let difference = difference(old, new, &same);
            self.changes
                .extend(difference.map(|it| Change::from(change(name, it))));
        }
    }

    /// Objects of one kind that belong to another object, by name.
    fn lists<T>(
        &mut self,
        (before, after): (&'a [T], &'a [T]),
        name: impl Fn(&T) -> &str,
        same: impl Fn(&T, &T) -> bool,
        change: impl Fn(Difference<'a, T>) -> ObjectChange<'a>,
    ) {
        let find = |list: &'a [T], it: &T| list.iter().find(|other| name(other) == name(it));
        for old in before {
            if find(after, old).is_none() {
                self.push(change(Difference::Gone(old)));
            }
        }
        for new in after {
            let difference = difference(find(before, new), Some(new), &same);
            self.changes
                .extend(difference.map(|it| Change::from(change(it))));
        }
    }

    fn triggers(&mut self, table: &'a QualifiedName, lists: (&'a [Trigger], &'a [Trigger])) {
        // What a partition has from its parent comes and goes with the parent's.
        let own = |list: &'a [Trigger]| list.iter().filter(|it| !it.inherited);
        for old in own(lists.0) {
            if own(lists.1).all(|it| it.name != old.name) {
                self.push(ObjectChange::Trigger(table, Difference::Gone(old)));
            }
        }
        for new in own(lists.1) {
            let old = own(lists.0).find(|it| it.name == new.name);
            let difference = difference(old, Some(new), &same::trigger);
            self.changes
                .extend(difference.map(|it| Change::from(ObjectChange::Trigger(table, it))));
        }
    }

    fn rules(&mut self, table: &'a QualifiedName, lists: (&'a [Rule], &'a [Rule])) {
        self.lists(
            lists,
            |it| &it.name,
            same::rule,
            |it| ObjectChange::Rule(table, it),
        );
    }

    fn policies(&mut self, table: &'a QualifiedName, lists: (&'a [Policy], &'a [Policy])) {
        self.lists(
            lists,
            |it| &it.name,
            same::policy,
            |it| ObjectChange::Policy(table, it),
        );
    }

    fn view_indexes(&mut self, view: &'a QualifiedName, lists: (&'a [Index], &'a [Index])) {
        self.lists(
            lists,
            |it| &it.name,
            super::index::same_index,
            |it| ObjectChange::ViewIndex(view, it),
        );
    }
}

fn difference<'a, T>(
    before: Option<&'a T>,
    after: Option<&'a T>,
    same: &impl Fn(&T, &T) -> bool,
) -> Option<Difference<'a, T>> {
    match (before, after) {
        (None, Some(it)) => Some(Difference::Added(it)),
        (Some(it), None) => Some(Difference::Gone(it)),
        (Some(before), Some(after)) if !same(before, after) => {
            Some(Difference::Changed { before, after })
        }
        (Some(_), Some(_)) | (None, None) => None,
    }
}

/// `public` is there in every new database and is neither created nor dropped.
fn namespaces<'a>(before: &'a Schema, after: &'a Schema, found: &mut Found<'a, '_>) {
    for (name, old, new) in pairs(&before.schemas, &after.schemas) {
        if name != "public" {
            let difference = difference(old, new, &|_, _| true);
            found
                .changes
                .extend(difference.map(|it| Change::from(ObjectChange::Schema(name.as_str(), it))));
        }
    }
}

/// What belongs to views. With a view goes all that belongs to it.
fn of_views<'a>(before: &'a Schema, after: &'a Schema, found: &mut Found<'a, '_>) {
    for (name, old, new) in pairs(&before.views, &after.views) {
        if let Some(new) = new {
            // With a view that becomes materialized, or the reverse, nothing is kept.
            let old = old.filter(|old| old.materialized == new.materialized);
            found.view_indexes(name, (old.map_or(&[], |it| &it.indexes), &new.indexes));
            found.triggers(name, (old.map_or(&[], |it| &it.triggers), &new.triggers));
            found.rules(name, (old.map_or(&[], |it| &it.rules), &new.rules));
        }
    }
}

/// What belongs to tables. With a table goes all that belongs to it.
fn of_tables<'a>(before: &'a Schema, after: &'a Schema, found: &mut Found<'a, '_>) {
    for (name, old, new) in pairs(&before.tables, &after.tables) {
        let Some(new) = new else { continue };
        found.triggers(name, (old.map_or(&[], |it| &it.triggers), &new.triggers));
        found.policies(name, (old.map_or(&[], |it| &it.policies), &new.policies));
        found.rules(name, (old.map_or(&[], |it| &it.rules), &new.rules));
    }
}

fn default_privileges<'a>(before: &'a Schema, after: &'a Schema, found: &mut Found<'a, '_>) {
    let (before, after) = (&before.default_privileges, &after.default_privileges);
    for gone in before.difference(after) {
        found.push(ObjectChange::DefaultPrivilege(Difference::Gone(gone)));
    }
    for added in after.difference(before) {
        found.push(ObjectChange::DefaultPrivilege(Difference::Added(added)));
    }
}
