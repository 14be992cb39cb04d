//! `RENAME`.

use schema::{Constraint, IndexKey, QualifiedName, Reference};

use super::{Class, Fold};
use crate::codes::{UNKNOWN_OBJECT, UNKNOWN_TABLE};
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;

impl Fold {
    pub(super) fn rename(&mut self, node: Node<'_>) {
        if self.move_function(node, false) {
            return;
        }
        let missing_ok = node.has(s::IF_P);
        let kind = node.tokens().nth(1).map_or(0, Node::symbol);
        let object = node.children().find(|part| {
            part.is(s::RELATION_EXPR) || part.is(s::QUALIFIED_NAME) || part.is(s::ANY_NAME)
        });
        let mut targets = node.after(s::RENAME).filter(|part| {
            !part.is(s::OPT_COLUMN)
                && !part.is(s::CONSTRAINT)
                && !part.is(s::TO)
                && !part.is(s::ATTRIBUTE)
                && !part.is(s::OPT_DROP_BEHAVIOR)
        });
        let (Some(first), second) = (targets.next(), targets.next()) else {
            return;
        };
        let Some(object) = object else {
            let words = node.children().take_while(|part| !part.is(s::RENAME));
            let old = words.filter(|part| part.is_token()).last();
            match (kind, old) {
                (s::SCHEMA, Some(old)) => self.rename_schema(old, first),
                (s::EVENT | s::PUBLICATION, Some(old)) => self.rename_global(kind, old, first),
                // These are no part of a schema.
                (s::DATABASE | s::ROLE | s::USER | s::GROUP_P | s::TABLESPACE, _) => {}
                _ => self.move_other(node),
            }
            return;
        };
        let name = Name::read(object);
        let part = node.child(2);
        match (kind, second) {
            (s::DOMAIN_P, Some(new)) => self.rename_domain_constraint(&name, first, new),
            (s::TYPE_P, Some(new)) => self.rename_attribute(&name, first, new),
            (s::TYPE_P | s::DOMAIN_P, None) => self.rename_type(&name, first),
            (s::TABLE | s::FOREIGN, Some(new)) if node.has(s::CONSTRAINT) => {
                self.rename_constraint(&name, first, new, missing_ok);
            }
            (s::TABLE | s::FOREIGN | s::VIEW | s::MATERIALIZED, Some(new)) => {
                self.rename_view_column(&name, first, new, missing_ok);
            }
            (s::TABLE, None) => self.rename_table(&name, first, missing_ok),
            (s::FOREIGN, None) if node.has(s::TABLE) => {
                self.rename_table(&name, first, missing_ok);
            }
            (s::INDEX, _) => self.rename_index(&name, first, missing_ok),
            (s::SEQUENCE, _) => self.rename_sequence(&name, first, missing_ok),
            (s::VIEW | s::MATERIALIZED, None) => self.rename_view(&name, first, missing_ok),
            (s::STATISTICS, _) => self.rename_statistics(&name, first),
            (s::TRIGGER | s::POLICY | s::RULE, _) => {
                let Some(old) = part else {
                    return;
                };
                match kind {
                    s::TRIGGER => self.rename_trigger(&name, old, first),
                    s::POLICY => self.rename_policy(&name, old, first),
                    _ => self.rename_rule(&name, old, first),
                }
            }
            _ => self.move_other(node),
        }
    }

    fn rename_schema(&mut self, old: Node<'_>, new: Node<'_>) {
        let (from, to) = (identifier(old), identifier(new));
        if !self.schema.schemas.contains_key(&from) {
            self.unknown_global("schema", &from, old.span());
            return;
        }
        if let Some(first) = self.schema.schemas.get(&to) {
            let first = first.origin;
            self.duplicate("schema", &to, new.span(), first);
            return;
        }
        self.move_schema(&from, &to);
        if let Some(mut namespace) = self.schema.schemas.remove(&from) {
            namespace.origin = new.span().into();
            self.schema.schemas.insert(to, namespace);
        }
    }

    fn rename_table(&mut self, name: &Name, new: Node<'_>, missing_ok: bool) {
        if let Some(view) = self.found(name, |name| self.schema.views.contains_key(name)) {
            let target = QualifiedName::new(&view.schema, identifier(new));
            self.move_view(&view, &target);
            return;
        }
        // Sequences and indexes are renamed by the same words.
        let sequence = self.found(name, |name| self.schema.sequences.contains_key(name));
        if sequence.is_some() && self.find_table(name).is_none() {
            self.rename_sequence(name, new, missing_ok);
            return;
        }
        let Some(old) = self.need_table(name, missing_ok) else {
            return;
        };
        let target = QualifiedName::new(&old.schema, identifier(new));
        if target == old || !self.relation_is_free("table", &target, new.span()) {
            return;
        }
        self.move_table(&old, &target);
        self.mark_renamed(Class::Relation, &old, "", name.span);
    }

    fn rename_column(&mut self, name: &Name, old: Node<'_>, new: Node<'_>, missing_ok: bool) {
        let Some(table) = self.need_table(name, missing_ok) else {
            return;
        };
        let (from, to) = (identifier(old), identifier(new));
        if !self.need_column(&table, &from, old.span()) {
            return;
        }
        let taken = self
            .schema
            .tables
            .get(&table)
            .and_then(|found| found.column(&to));
        if let Some(origin) = taken.map(|column| column.origin) {
            self.duplicate("column", &format!("{table}.{to}"), new.span(), origin);
            return;
        }
        self.mark_renamed(Class::Column, &table, &from, old.span());
        for member in self.family(&table, false) {
            self.rename_reference(
                &Reference::Column(member.clone(), from.clone()),
                &Reference::Column(member.clone(), to.clone()),
            );
            if let Some(column) = self.column_mut(&member, &from) {
                column.name.clone_from(&to);
                column.origin = new.span().into();
            }
            self.dropped
                .remove(&(Class::Column, member.clone(), to.clone()));
            for sequence in self.schema.sequences.values_mut() {
                if let Some((owner, column)) = &mut sequence.owned_by
                    && *owner == member
                    && *column == from
                {
                    column.clone_from(&to);
                }
            }
            self.follow_column(&member, &from, &to);
        }
    }

    fn rename_constraint(&mut self, name: &Name, old: Node<'_>, new: Node<'_>, missing_ok: bool) {
        let Some(table) = self.need_table(name, missing_ok) else {
            return;
        };
        let (from, to) = (identifier(old), identifier(new));
        let found = self.schema.tables.get_mut(&table);
        let constraint = found.and_then(|table| {
            table
                .constraints
                .iter_mut()
                .find(|known| known.name() == from)
        });
        let Some(constraint) = constraint else {
            self.unknown_constraint(&table, &from, old.span());
            return;
        };
        let constraint_owns_index = constraint.owns_index();
        let inherits = matches!(constraint, Constraint::Check(_));
        set_name(constraint, &to);
        self.constraint_names
            .insert((table.schema.clone(), to.clone()));
        if constraint_owns_index {
            self.indexes
                .remove(&QualifiedName::new(&table.schema, &from));
            self.indexes
                .insert(QualifiedName::new(&table.schema, &to), table.clone());
            self.index_renamed(&table, &from, &to);
        }
        if inherits {
            for member in self.family(&table, false) {
                let found = self.schema.tables.get_mut(&member);
                let constraints = found.into_iter().flat_map(|table| &mut table.constraints);
                for constraint in constraints.filter(|known| known.name() == from) {
                    set_name(constraint, &to);
                }
            }
        }
        self.mark_renamed(Class::Constraint, &table, &from, old.span());
    }

    fn rename_index(&mut self, name: &Name, new: Node<'_>, missing_ok: bool) {
        let Some(old) = self.found(name, |name| self.indexes.contains_key(name)) else {
            if !missing_ok {
                self.unknown_index(name);
            }
            return;
        };
        let to = identifier(new);
        let target = QualifiedName::new(&old.schema, &to);
        if !self.relation_is_free("relation", &target, new.span()) {
            return;
        }
        let Some(table) = self.indexes.remove(&old) else {
            return;
        };
        self.constraint_names
            .insert((table.schema.clone(), to.clone()));
        if let Some(found) = self.schema.tables.get_mut(&table) {
            for index in found
                .indexes
                .iter_mut()
                .filter(|index| index.name == old.name)
            {
                index.name.clone_from(&to);
            }
            for constraint in &mut found.constraints {
                if constraint.owns_index() && constraint.name() == old.name {
                    set_name(constraint, &to);
                }
            }
        }
        self.index_renamed(&table, &old.name, &to);
        self.indexes.insert(target, table);
        self.mark_renamed(Class::Relation, &old, "", name.span);
    }

    fn rename_type(&mut self, name: &Name, new: Node<'_>) {
        let known = |full: &QualifiedName| {
            self.schema.enums.contains_key(full) || self.types.contains_key(full)
        };
        let Some(old) = self.found(name, known) else {
            if self.find_type(name).is_none() {
                self.unknown_type(name);
            }
            return;
        };
        let target = QualifiedName::new(&old.schema, identifier(new));
        self.move_type(&old, &target);
        self.mark_renamed(Class::Type, &old, "", name.span);
        self.dropped.remove(&(Class::Type, target, String::new()));
    }

    fn rename_sequence(&mut self, name: &Name, new: Node<'_>, missing_ok: bool) {
        let Some(old) = self.found(name, |name| self.schema.sequences.contains_key(name)) else {
            if !missing_ok {
                self.unknown_relation(name, "sequence", &UNKNOWN_OBJECT);
            }
            return;
        };
        let target = QualifiedName::new(&old.schema, identifier(new));
        self.move_sequence(&old, &target);
    }

    fn rename_view(&mut self, name: &Name, new: Node<'_>, missing_ok: bool) {
        let Some(old) = self.found(name, |name| self.schema.views.contains_key(name)) else {
            if !missing_ok {
                self.unknown_relation(name, "view", &UNKNOWN_TABLE);
            }
            return;
        };
        let target = QualifiedName::new(&old.schema, identifier(new));
        if target != old && self.relation_is_free("view", &target, new.span()) {
            self.move_view(&old, &target);
            self.mark_renamed(Class::Relation, &old, "", name.span);
        }
    }

    fn rename_view_column(&mut self, name: &Name, old: Node<'_>, new: Node<'_>, missing_ok: bool) {
        let Some(view) = self.found(name, |name| self.schema.views.contains_key(name)) else {
            // Of a table a column is renamed by the words for a view too.
            if self.find_table(name).is_some() {
                self.rename_column(name, old, new, missing_ok);
            } else if !missing_ok {
                self.unknown_relation(name, "view", &UNKNOWN_TABLE);
            }
            return;
        };
        let (from, to) = (identifier(old), identifier(new));
        self.rename_reference(
            &Reference::Column(view.clone(), from.clone()),
            &Reference::Column(view.clone(), to.clone()),
        );
        let Some(found) = self.schema.views.get_mut(&view) else {
            return;
        };
        for column in found
            .columns
            .iter_mut()
            .filter(|column| column.name == from)
        {
            column.name.clone_from(&to);
        }
        for index in &mut found.indexes {
            for element in &mut index.elements {
                if let IndexKey::Column(column) = &mut element.key
                    && *column == from
                {
                    column.clone_from(&to);
                }
            }
        }
    }

    /// Event triggers and publications.
    fn rename_global(&mut self, kind: u16, old: Node<'_>, new: Node<'_>) {
        let (from, to) = (identifier(old), identifier(new));
        let (what, known, taken) = if kind == s::PUBLICATION {
            let found = &self.schema.publications;
            let taken = found.get(&to).map(|known| known.origin);
            ("publication", found.contains_key(&from), taken)
        } else {
            let found = &self.schema.event_triggers;
            let taken = found.get(&to).map(|known| known.origin);
            ("event trigger", found.contains_key(&from), taken)
        };
        if !known {
            self.unknown_global(what, &from, old.span());
        } else if let Some(first) = taken {
            self.duplicate(what, &to, new.span(), first);
        } else if let Some(found) = self.schema.publications.remove(&from) {
            self.schema.publications.insert(to, found);
        } else if let Some(found) = self.schema.event_triggers.remove(&from) {
            self.schema.event_triggers.insert(to, found);
        }
    }

    fn rename_statistics(&mut self, name: &Name, new: Node<'_>) {
        let Some(old) = self.need_statistics(name, false) else {
            return;
        };
        let target = QualifiedName::new(&old.schema, identifier(new));
        if let Some(first) = self.schema.statistics.get(&target) {
            let first = first.origin;
            self.duplicate("statistics", &target.to_string(), new.span(), first);
        } else if let Some(found) = self.schema.statistics.remove(&old) {
            self.schema.statistics.insert(target, found);
        }
    }
}

pub(super) fn set_name(constraint: &mut Constraint, to: &str) {
    let name = match constraint {
        Constraint::PrimaryKey(key) | Constraint::Unique(key) => &mut key.name,
        Constraint::ForeignKey(key) => &mut key.name,
        Constraint::Check(check) => &mut check.name,
        Constraint::Exclusion(exclusion) => &mut exclusion.name,
    };
    to.clone_into(name);
}
