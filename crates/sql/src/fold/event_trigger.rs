//! Event triggers.

use schema::{EventTrigger, Firing};

use super::Fold;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier, string};
use crate::tree::Node;

impl Fold {
    pub(super) fn create_event_trigger(&mut self, node: Node<'_>) {
        let (Some(name_node), Some(event)) = (node.child(3), node.child(5)) else {
            return;
        };
        let values = node
            .descendants()
            .filter(|part| part.is(s::EVENT_TRIGGER_WHEN_ITEM))
            .filter(|item| item.child(0).is_some_and(|word| identifier(word) == "tag"))
            .flat_map(Node::tokens);
        let values = values.filter(|token| token.is(s::SCONST)).map(string);
        let trigger = EventTrigger {
            event: identifier(event),
            tags: values.map(|tag| tag.to_uppercase()).collect(),
            function: node
                .find(s::FUNC_NAME)
                .map(|name| self.routine_name(&Name::read(name)))
                .unwrap_or_default(),
            origin: node.span().into(),
            ..EventTrigger::default()
        };
        let name = identifier(name_node);
        if let Some(first) = self.schema.event_triggers.get(&name) {
            let first = first.origin;
            self.duplicate("event trigger", &name, name_node.span(), first);
            return;
        }
        self.schema.event_triggers.insert(name, trigger);
    }

    pub(super) fn alter_event_trigger(&mut self, node: Node<'_>) {
        let Some(name_node) = node.child(3) else {
            return;
        };
        let name = identifier(name_node);
        let words: Vec<u16> = node.tokens().skip(4).map(Node::symbol).collect();
        match self.schema.event_triggers.get_mut(&name) {
            Some(trigger) => {
                trigger.enabled = match words.as_slice() {
                    [s::DISABLE_P] => Firing::Disabled,
                    [s::ENABLE_P, s::REPLICA] => Firing::Replica,
                    [s::ENABLE_P, s::ALWAYS] => Firing::Always,
                    _ => Firing::Origin,
                }
            }
            None => self.unknown_global("event trigger", &name, name_node.span()),
        }
    }
}
