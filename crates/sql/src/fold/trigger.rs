//! Triggers.

use schema::{QualifiedName, Trigger};

use super::column::expression;
use super::{Class, Fold};
use crate::codes::UNKNOWN_OBJECT;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;

impl Fold {
    pub(super) fn create_trigger(&mut self, node: Node<'_>) {
        let Some(relation) = node.find(s::QUALIFIED_NAME) else {
            return;
        };
        let on = Name::read(relation);
        if self
            .found(&on, |name| self.schema.views.contains_key(name))
            .is_some()
        {
            return;
        }
        let Some(table) = self.need_table(&on, false) else {
            return;
        };
        let Some(name_node) = node.after(s::TRIGGER).next() else {
            return;
        };
        let name = identifier(name_node);
        let replaces = node.has(s::OPT_OR_REPLACE);
        let function = node.find(s::FUNC_NAME).map(Name::read);
        let function = function.map(|name| {
            let found = self.found(&name, |name| self.has_function(name));
            found.unwrap_or_else(|| self.created(&name))
        });
        let when = node
            .find(s::TRIGGER_WHEN)
            .and_then(|when| when.after(s::LEFT_PAREN).next());
        let end = name_node.end() as usize;
        let definition = node
            .script()
            .get(end..node.end() as usize)
            .unwrap_or_default();
        let trigger = Trigger {
            name: name.clone(),
            definition: definition.trim().to_owned(),
            function: function.unwrap_or_else(|| QualifiedName::public("")),
            condition: when.map(expression),
            origin: node.span().into(),
            ..Trigger::default()
        };
        let existing = self.trigger_origin(&table, &name);
        match existing {
            Some(first) if !replaces => {
                let name = format!("{name} on {table}");
                self.duplicate("trigger", &name, name_node.span(), first);
            }
            Some(_) | None => {
                self.dropped
                    .remove(&(Class::Trigger, table.clone(), name.clone()));
                if let Some(found) = self.schema.tables.get_mut(&table) {
                    found.triggers.retain(|known| known.name != name);
                    found.triggers.push(trigger);
                }
            }
        }
    }

    fn trigger_origin(&self, table: &QualifiedName, name: &str) -> Option<schema::Origin> {
        let found = self.schema.tables.get(table)?;
        let trigger = found.triggers.iter().find(|known| known.name == name)?;
        Some(trigger.origin)
    }

    pub(super) fn drop_trigger(&mut self, node: Node<'_>, missing_ok: bool) {
        let (Some(relation), Some(name_node)) = (
            node.find(s::ANY_NAME),
            node.children()
                .filter(|part| part.is_token())
                .nth(if missing_ok { 3 } else { 1 }),
        ) else {
            return;
        };
        let on = Name::read(relation);
        if self
            .found(&on, |name| self.schema.views.contains_key(name))
            .is_some()
        {
            return;
        }
        let Some(table) = self.need_table(&on, missing_ok) else {
            return;
        };
        let name = identifier(name_node);
        let existing = self.trigger_origin(&table, &name);
        if existing.is_some() {
            if let Some(found) = self.schema.tables.get_mut(&table) {
                found.triggers.retain(|known| known.name != name);
            }
            self.mark_dropped(Class::Trigger, &table, &name, name_node.span());
        } else if !missing_ok && !self.doubt && !self.guarded {
            let key = (Class::Trigger, table.clone(), name.clone());
            if let Some(place) = self.dropped.get(&key).copied() {
                self.used_after_drop("trigger", &name, name_node.span(), place);
                return;
            }
            let message = format!("table `{table}` has no trigger `{name}`");
            let finding = diag::Diagnostic::error(&UNKNOWN_OBJECT, message).at(
                name_node.span(),
                "no such trigger at this point of the history",
            );
            self.findings.push(finding);
        }
    }

    pub(super) fn rename_trigger(&mut self, on: &Name, old: &str, new: Node<'_>) {
        let Some(table) = self.find_table(on) else {
            return;
        };
        let found = self.schema.tables.get_mut(&table);
        for trigger in found.into_iter().flat_map(|table| &mut table.triggers) {
            if trigger.name == old {
                trigger.name = identifier(new);
            }
        }
    }
}
