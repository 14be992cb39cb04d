//! `COMMENT ON` every kind of object.

use schema::{Constraint, QualifiedName};

use super::Fold;
use crate::codes::{UNKNOWN_INDEX, UNKNOWN_OBJECT, UNKNOWN_TABLE};
use crate::grammar::symbol as s;
use crate::name::{Name, identifier, identifiers, string};
use crate::tree::Node;

impl Fold {
    pub(super) fn comment(&mut self, node: Node<'_>) {
        let text = node.find(s::COMMENT_TEXT).and_then(Node::first_token);
        let text = text.filter(|token| token.is(s::SCONST)).map(string);
        // An empty comment is none.
        let text = text.filter(|text| !text.is_empty());
        let words: Vec<u16> = node.tokens().skip(2).take(3).map(Node::symbol).collect();
        let name = node.find(s::ANY_NAME).map(Name::read);
        let part = node.children().skip(2).filter(|part| part.is_token());
        let part = part.take_while(|part| !part.is(s::IS)).find(|part| {
            !matches!(
                part.symbol(),
                s::ON | s::CONSTRAINT | s::DOMAIN_P | s::COLUMN
            )
        });
        match (words.as_slice(), name) {
            ([s::COLUMN, ..], _) => {
                if let Some(object) = node.find(s::ANY_NAME) {
                    self.comment_column(object, text.as_ref());
                }
            }
            ([s::CONSTRAINT, ..], Some(on)) => {
                if let Some(part) = part {
                    self.comment_constraint(&on, part, node.has(s::DOMAIN_P), text.as_ref());
                }
            }
            ([s::POLICY | s::TRIGGER | s::RULE, ..], Some(on)) => {
                if let Some(part) = part {
                    self.comment_part(words[0], &on, part, text);
                }
            }
            (
                [
                    s::TABLE | s::FOREIGN | s::VIEW | s::MATERIALIZED | s::SEQUENCE,
                    ..,
                ],
                Some(name),
            ) => {
                self.comment_relation(words[0], &name, text);
            }
            ([s::INDEX, ..], Some(name)) => self.comment_index(&name, text.as_ref()),
            ([s::STATISTICS, ..], Some(name)) => {
                if let Some(full) = self.need_statistics(&name, false)
                    && let Some(found) = self.schema.statistics.get_mut(&full)
                {
                    found.comment = text;
                }
            }
            ([s::TYPE_P | s::DOMAIN_P, ..], _) => {
                let written = node.children().find(|part| part.is(s::TYPENAME));
                if let Some(written) = written {
                    self.comment_type(&Name::read(written), text);
                }
            }
            ([s::FUNCTION | s::PROCEDURE | s::ROUTINE | s::AGGREGATE, ..], _) => {
                let routine = node.children().find(|part| {
                    part.is(s::FUNCTION_WITH_ARGTYPES) || part.is(s::AGGREGATE_WITH_ARGTYPES)
                });
                if let Some(key) = routine.and_then(|it| self.need_routine(it, false))
                    && let Some(function) = self.schema.functions.get_mut(&key)
                {
                    function.comment = text;
                }
            }
            (words, _) => self.comment_global(words, node, part, text),
        }
    }

    /// Objects that are in no schema, and those that are kept as text. Databases, roles, tablespaces,
    /// extensions and large objects have comments that are not followed.
    fn comment_global(
        &mut self,
        words: &[u16],
        node: Node<'_>,
        part: Option<Node<'_>>,
        text: Option<String>,
    ) {
        let name = part.map(identifier).unwrap_or_default();
        let place = match words {
            [s::SCHEMA, ..] => self.schema.schemas.get_mut(&name).map(|it| &mut it.comment),
            [s::EVENT, ..] => {
                let found = self.schema.event_triggers.get_mut(&name);
                found.map(|it| &mut it.comment)
            }
            [s::PUBLICATION, ..] => {
                let found = self.schema.publications.get_mut(&name);
                found.map(|it| &mut it.comment)
            }
            _ => {
                let key = self.other_key(node, false);
                let found = key.and_then(|key| self.schema.others.get_mut(&key));
                found.map(|it| &mut it.comment)
            }
        };
        if let Some(comment) = place {
            *comment = text;
        }
    }

    fn comment_relation(&mut self, kind: u16, name: &Name, text: Option<String>) {
        let (what, code) = match kind {
            s::SEQUENCE => ("sequence", &UNKNOWN_OBJECT),
            s::VIEW | s::MATERIALIZED => ("view", &UNKNOWN_TABLE),
            _ => ("table", &UNKNOWN_TABLE),
        };
        let Some(full) = self.find_relation(name) else {
            self.unknown_relation(name, what, code);
            return;
        };
        let schema = &mut self.schema;
        if let Some(table) = schema.tables.get_mut(&full) {
            table.comment = text;
        } else if let Some(view) = schema.views.get_mut(&full) {
            view.comment = text;
        } else if let Some(sequence) = schema.sequences.get_mut(&full) {
            sequence.comment = text;
        }
    }

    fn comment_column(&mut self, object: Node<'_>, text: Option<&String>) {
        let mut parts = identifiers(object);
        let column = parts.pop().unwrap_or_default();
        let name = Name {
            name: parts.pop().unwrap_or_default(),
            schema: parts.pop(),
            span: object.span(),
        };
        let Some(full) = self.find_relation(&name) else {
            if self.find_type(&name).is_none() {
                self.unknown_relation(&name, "table", &UNKNOWN_TABLE);
            }
            return;
        };
        if let Some(view) = self.schema.views.get_mut(&full) {
            let columns = view.columns.iter_mut();
            for known in columns.filter(|known| known.name == column) {
                known.comment = text.cloned();
            }
        } else if self.schema.tables.contains_key(&full)
            && self.need_column(&full, &column, object.span())
            && let Some(column) = self.column_mut(&full, &column)
        {
            column.comment = text.cloned();
        }
    }

    fn comment_index(&mut self, name: &Name, text: Option<&String>) {
        let Some(full) = self.found(name, |name| self.indexes.contains_key(name)) else {
            if self.find_relation(name).is_none() {
                self.unknown_relation(name, "index", &UNKNOWN_INDEX);
            }
            return;
        };
        let Some(owner) = self.indexes.get(&full) else {
            return;
        };
        let of_table = self.schema.tables.get_mut(owner).map(|it| &mut it.indexes);
        let of_view = self.schema.views.get_mut(owner).map(|it| &mut it.indexes);
        let indexes = of_table.or(of_view).into_iter().flatten();
        for index in indexes.filter(|index| index.name == full.name) {
            index.comment = text.cloned();
        }
    }

    fn comment_constraint(
        &mut self,
        on: &Name,
        part: Node<'_>,
        of_domain: bool,
        text: Option<&String>,
    ) {
        let name = identifier(part);
        if of_domain {
            let Some(full) = self.find_domain(on, false) else {
                return;
            };
            let domain = self.schema.domains.get_mut(&full);
            let checks = domain.into_iter().flat_map(|domain| &mut domain.checks);
            for check in checks.filter(|check| check.name == name) {
                check.comment = text.cloned();
            }
            return;
        }
        let Some(table) = self.need_table(on, false) else {
            return;
        };
        let found = self.schema.tables.get_mut(&table);
        let mut constraints = found.into_iter().flat_map(|table| &mut table.constraints);
        match constraints.find(|known| known.name() == name) {
            Some(constraint) => *comment_of(constraint) = text.cloned(),
            None => self.unknown_constraint(&table, &name, part.span()),
        }
    }

    fn comment_part(&mut self, kind: u16, on: &Name, part: Node<'_>, text: Option<String>) {
        let name = identifier(part);
        if kind == s::POLICY {
            if let Some((table, at)) = self.need_policy(on, part, false)
                && let Some(table) = self.schema.tables.get_mut(&table)
            {
                table.policies[at].comment = text;
            }
            return;
        }
        let Some(table) = self.need_rows(on, false) else {
            return;
        };
        if kind == s::RULE {
            let rules = self.rules_mut(&table).into_iter().flatten();
            for rule in rules.filter(|rule| rule.name == name) {
                rule.comment.clone_from(&text);
            }
            return;
        }
        let mut triggers = self.triggers_mut(&table).into_iter().flatten();
        match triggers.find(|trigger| trigger.name == name) {
            Some(trigger) => trigger.comment = text,
            None => self.unknown_trigger(&table, &name, part.span()),
        }
    }

    fn comment_type(&mut self, name: &Name, text: Option<String>) {
        let Some(full) = self.find_type(name) else {
            if !crate::types::is_builtin(&name.name) {
                self.unknown_type(name);
            }
            return;
        };
        if let Some(comment) = self.type_comment(&full) {
            *comment = text;
        }
    }

    fn type_comment(&mut self, full: &QualifiedName) -> Option<&mut Option<String>> {
        let schema = &mut self.schema;
        if let Some(found) = schema.enums.get_mut(full) {
            return Some(&mut found.comment);
        }
        if let Some(found) = schema.domains.get_mut(full) {
            return Some(&mut found.comment);
        }
        if let Some(found) = schema.composites.get_mut(full) {
            return Some(&mut found.comment);
        }
        if let Some(found) = schema.ranges.get_mut(full) {
            return Some(&mut found.comment);
        }
        let key = ("type".to_owned(), full.to_string());
        schema.others.get_mut(&key).map(|it| &mut it.comment)
    }
}

fn comment_of(constraint: &mut Constraint) -> &mut Option<String> {
    match constraint {
        Constraint::PrimaryKey(key) | Constraint::Unique(key) => &mut key.comment,
        Constraint::ForeignKey(key) => &mut key.comment,
        Constraint::Check(check) => &mut check.comment,
        Constraint::Exclusion(exclusion) => &mut exclusion.comment,
    }
}
