//! Triggers of tables and views.

use diag::{Diagnostic, Span};
use schema::{Deferral, Origin, QualifiedName, Trigger, TriggerTiming};

use super::column::expression;
use super::{Class, Fold};
use crate::codes::{UNKNOWN_OBJECT, UNKNOWN_TABLE};
use crate::grammar::symbol as s;
use crate::name::{Name, identifier, string};
use crate::tree::Node;

impl Fold {
    pub(super) fn create_trigger(&mut self, node: Node<'_>) {
        let (Some(on), Some(name_node)) = (
            node.find(s::QUALIFIED_NAME).map(Name::read),
            node.after(s::TRIGGER).next(),
        ) else {
            return;
        };
        let Some(table) = self.need_rows(&on, false) else {
            return;
        };
        let trigger = self.read_trigger(&table, node, identifier(name_node));
        let name = trigger.name.clone();
        let existing = self.trigger_origin(&table, &name);
        if let Some(first) = existing
            && !node.has(s::OPT_OR_REPLACE)
        {
            let name = format!("{name} on {table}");
            self.duplicate("trigger", &name, name_node.span(), first);
            return;
        }
        self.dropped
            .remove(&(Class::Trigger, table.clone(), name.clone()));
        let row = trigger.for_each_row;
        self.put_trigger(&table, trigger.clone());
        // Of a partitioned table the triggers for rows are those of every partition too.
        for partition in self.partitions_below(&table) {
            if row {
                let inherited = true;
                let copy = Trigger {
                    inherited,
                    ..trigger.clone()
                };
                self.put_trigger(&partition, copy);
            }
        }
    }

    /// Adds a trigger; one of the same name is replaced where it stands, and keeps its comment.
    fn put_trigger(&mut self, table: &QualifiedName, mut trigger: Trigger) {
        let Some(triggers) = self.triggers_mut(table) else {
            return;
        };
        match triggers.iter_mut().find(|known| known.name == trigger.name) {
            Some(known) => {
                trigger.comment = known.comment.take();
                *known = trigger;
            }
            None => triggers.push(trigger),
        }
    }

    /// The partitions of a table, theirs included.
    pub(super) fn partitions_below(&self, table: &QualifiedName) -> Vec<QualifiedName> {
        let mut found = vec![table.clone()];
        let mut at = 0;
        while let Some(parent) = found.get(at).cloned() {
            let children = self.schema.tables.iter().filter(|(name, table)| {
                let of = table.partition_of.as_ref();
                of.is_some_and(|of| of.parent == parent) && !found.contains(name)
            });
            let children: Vec<QualifiedName> = children.map(|(name, _)| name.clone()).collect();
            found.extend(children);
            at += 1;
        }
        found.remove(0);
        found
    }

    fn read_trigger(&self, table: &QualifiedName, node: Node<'_>, name: String) -> Trigger {
        let events = |symbol| {
            let events = node.find(s::TRIGGER_EVENTS);
            events
                .into_iter()
                .flat_map(Node::elements)
                .any(|event| event.child(0).is_some_and(|word| word.is(symbol)))
        };
        let transition = |symbol| {
            node.descendants()
                .filter(|part| part.is(s::TRIGGER_TRANSITION))
                .find(|part| part.tokens().any(|token| token.is(symbol)))
                .and_then(|part| part.tokens().last())
                .map(identifier)
        };
        let timing = node
            .find(s::TRIGGER_ACTION_TIME)
            .and_then(Node::first_token);
        let arguments = node.find(s::TRIGGER_FUNC_ARGS).into_iter();
        let other = node
            .find(s::OPT_CONSTR_FROM_TABLE)
            .and_then(|from| from.find(s::QUALIFIED_NAME))
            .map(Name::read);
        Trigger {
            name,
            timing: match timing.map(Node::symbol) {
                Some(s::BEFORE) => TriggerTiming::Before,
                Some(s::INSTEAD) => TriggerTiming::InsteadOf,
                Some(_) | None => TriggerTiming::After,
            },
            on_insert: events(s::INSERT),
            on_update: events(s::UPDATE),
            on_delete: events(s::DELETE_P),
            on_truncate: events(s::TRUNCATE),
            update_columns: self.update_columns(table, node),
            for_each_row: node.has(s::ROW)
                || node
                    .descend(s::TRIGGER_FOR_TYPE)
                    .is_some_and(|ty| ty.has(s::ROW)),
            old_table: transition(s::OLD),
            new_table: transition(s::NEW),
            condition: node
                .find(s::TRIGGER_WHEN)
                .and_then(|when| when.after(s::LEFT_PAREN).next())
                .map(|condition| {
                    let mut condition = expression(condition);
                    self.resolve_in_trigger(table, &mut condition);
                    condition
                }),
            function: node
                .find(s::FUNC_NAME)
                .map(|name| self.routine_name(&Name::read(name)))
                .unwrap_or_default(),
            arguments: arguments
                .flat_map(Node::elements)
                .filter_map(Node::first_token)
                .map(constant)
                .collect(),
            constraint: node
                .has(s::CONSTRAINT)
                .then(|| deferral(node.find(s::CONSTRAINT_ATTRIBUTE_SPEC))),
            constraint_table: other.map(|name| {
                self.find_table(&name)
                    .unwrap_or_else(|| self.created(&name))
            }),
            origin: node.span().into(),
            ..Trigger::default()
        }
    }

    /// `UPDATE OF`, in the order of the table.
    fn update_columns(&self, table: &QualifiedName, node: Node<'_>) -> Vec<String> {
        let lists = node
            .find(s::TRIGGER_EVENTS)
            .into_iter()
            .flat_map(Node::descendants)
            .filter(|part| part.is(s::COLUMN_LIST));
        let mut columns: Vec<String> = lists.flat_map(Node::elements).map(identifier).collect();
        self.sort_columns(table, &mut columns);
        columns
    }

    /// Puts names of columns into the order of their table or view.
    pub(super) fn sort_columns(&self, table: &QualifiedName, columns: &mut Vec<String>) {
        let known = self.schema.tables.get(table);
        let viewed = self.schema.views.get(table);
        columns.sort_by_cached_key(|column| {
            let at = known.map(|table| table.columns.iter().position(|it| it.name == *column));
            let other = viewed.map(|view| view.columns.iter().position(|it| it.name == *column));
            at.or(other).flatten().unwrap_or(usize::MAX)
        });
        columns.dedup();
    }

    /// The function that is meant, whatever its arguments.
    pub(super) fn routine_name(&self, name: &Name) -> QualifiedName {
        self.found(name, |name| self.has_function(name))
            .unwrap_or_else(|| self.created(name))
    }

    /// The table or view that a statement needs. Where there is none, that is said, unless it may
    /// exist all the same.
    pub(super) fn need_rows(&mut self, name: &Name, missing_ok: bool) -> Option<QualifiedName> {
        let found = self.found(name, |name| {
            self.schema.tables.contains_key(name) || self.schema.views.contains_key(name)
        });
        if found.is_none() && !missing_ok && self.find_relation(name).is_none() {
            self.unknown_relation(name, "table", &UNKNOWN_TABLE);
        }
        found
    }

    fn triggers(&self, table: &QualifiedName) -> &[Trigger] {
        let of_table = self.schema.tables.get(table).map(|table| &table.triggers);
        let of_view = self.schema.views.get(table).map(|view| &view.triggers);
        of_table.or(of_view).map_or(&[], Vec::as_slice)
    }

    pub(super) fn triggers_mut(&mut self, table: &QualifiedName) -> Option<&mut Vec<Trigger>> {
        if let Some(table) = self.schema.tables.get_mut(table) {
            return Some(&mut table.triggers);
        }
        let view = self.schema.views.get_mut(table)?;
        Some(&mut view.triggers)
    }

    fn trigger_origin(&self, table: &QualifiedName, name: &str) -> Option<Origin> {
        let mut triggers = self.triggers(table).iter();
        Some(triggers.find(|known| known.name == name)?.origin)
    }

    pub(super) fn drop_trigger(&mut self, node: Node<'_>, missing_ok: bool) {
        let (Some(relation), Some(name_node)) = (
            node.find(s::ANY_NAME),
            node.children()
                .take_while(|part| !part.is(s::ON))
                .filter(|part| part.is_token())
                .last(),
        ) else {
            return;
        };
        let Some(table) = self.need_rows(&Name::read(relation), missing_ok) else {
            return;
        };
        let name = identifier(name_node);
        if self.trigger_origin(&table, &name).is_none() {
            if !missing_ok {
                self.unknown_trigger(&table, &name, name_node.span());
            }
            return;
        }
        let mut owners = self.partitions_below(&table);
        owners.retain(|owner| {
            let mut triggers = self.triggers(owner).iter();
            triggers.any(|known| known.name == name && known.inherited)
        });
        owners.push(table.clone());
        for owner in owners {
            if let Some(triggers) = self.triggers_mut(&owner) {
                triggers.retain(|known| known.name != name);
            }
        }
        self.mark_dropped(Class::Trigger, &table, &name, name_node.span());
    }

    pub(super) fn unknown_trigger(&mut self, table: &QualifiedName, name: &str, span: Span) {
        if self.doubt || self.guarded {
            return;
        }
        let key = (Class::Trigger, table.clone(), name.to_owned());
        if let Some(place) = self.dropped.get(&key).copied() {
            self.used_after_drop("trigger", name, span, place);
            return;
        }
        let message = format!("table `{table}` has no trigger `{name}`");
        let finding = Diagnostic::error(&UNKNOWN_OBJECT, message)
            .at(span, "no such trigger at this point of the history");
        self.findings.push(finding);
    }

    pub(super) fn rename_trigger(&mut self, on: &Name, old: Node<'_>, new: Node<'_>) {
        let Some(table) = self.need_rows(on, false) else {
            return;
        };
        let (from, to) = (identifier(old), identifier(new));
        if self.trigger_origin(&table, &from).is_none() {
            self.unknown_trigger(&table, &from, old.span());
            return;
        }
        if let Some(first) = self.trigger_origin(&table, &to) {
            self.duplicate("trigger", &format!("{to} on {table}"), new.span(), first);
            return;
        }
        let mut owners = self.partitions_below(&table);
        owners.push(table.clone());
        for owner in owners {
            let of_parent = owner != table;
            let triggers = self.triggers_mut(&owner).into_iter().flatten();
            for trigger in triggers.filter(|it| it.name == from && it.inherited == of_parent) {
                trigger.name.clone_from(&to);
            }
        }
        self.mark_renamed(Class::Trigger, &table, &from, old.span());
        self.dropped.remove(&(Class::Trigger, table, to));
    }
}

/// An argument of a trigger: every constant reaches the function as text.
fn constant(token: Node<'_>) -> String {
    if token.is(s::SCONST) {
        string(token)
    } else if token.is(s::ICONST) || token.is(s::FCONST) {
        token.text().to_owned()
    } else {
        identifier(token)
    }
}

/// `ConstraintAttributeSpec`: INITIALLY DEFERRED alone makes a constraint deferrable too.
pub(super) fn deferral(attributes: Option<Node<'_>>) -> Deferral {
    let mut found = Deferral::NotDeferrable;
    for attribute in attributes.into_iter().flat_map(Node::children) {
        let words: Vec<u16> = attribute.tokens().map(Node::symbol).collect();
        match words.as_slice() {
            [s::DEFERRABLE] if found == Deferral::NotDeferrable => {
                found = Deferral::InitiallyImmediate;
            }
            [s::INITIALLY, s::DEFERRED] => found = Deferral::InitiallyDeferred,
            _ => {}
        }
    }
    found
}
