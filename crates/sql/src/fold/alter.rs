//! `ALTER TABLE`.

use diag::Span;
use schema::{Column, Constraint, QualifiedName};

use super::column::expression;
use super::constraint::WrittenConstraint;
use super::{Class, Fold};
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;
use crate::types::read;

impl Fold {
    pub(super) fn alter_table(&mut self, node: Node<'_>) {
        // Views, sequences and indexes have the same rule; nothing of them is followed there.
        if !node.child(1).is_some_and(|kind| kind.is(s::TABLE)) {
            return;
        }
        let Some(relation) = node.find(s::RELATION_EXPR) else {
            return;
        };
        let missing_ok = node.has(s::IF_P);
        let name = Name::read(relation);
        let Some(table) = self.need_table(&name, missing_ok) else {
            return;
        };
        let partition = node.find(s::PARTITION_CMD);
        if let Some(name) = partition.and_then(|command| command.find(s::QUALIFIED_NAME)) {
            self.need_table(&Name::read(name), false);
        }
        let commands = node.find(s::ALTER_TABLE_CMDS);
        for command in commands.into_iter().flat_map(Node::elements) {
            self.alter_command(&table, command);
        }
    }

    fn alter_command(&mut self, table: &QualifiedName, command: Node<'_>) {
        let guarded = command.has(s::IF_P);
        let second = command.child(1);
        match (command.child(0).map(Node::symbol), second.map(Node::symbol)) {
            (Some(s::ADD_P), Some(s::TABLE_CONSTRAINT)) => {
                if let Some(written) = second.and_then(WrittenConstraint::of_table) {
                    self.add_constraint(table, &written);
                }
            }
            (Some(s::ADD_P), _) => self.add_column(table, command, guarded),
            (Some(s::DROP), Some(s::CONSTRAINT)) => {
                if let Some(name) = name_before_behavior(command) {
                    self.drop_constraint(table, name, guarded, is_cascade(command));
                }
            }
            (Some(s::DROP), _) => {
                if let Some(name) = name_before_behavior(command) {
                    self.drop_column(table, name, guarded, is_cascade(command));
                }
            }
            (Some(s::VALIDATE), _) => {
                if let Some(name) = command.child(2) {
                    self.validate_constraint(table, name);
                }
            }
            (Some(s::ALTER), Some(s::CONSTRAINT)) => {
                if let Some(name) = command.child(2) {
                    self.need_constraint(table, name);
                }
            }
            (Some(s::ALTER), _) => self.alter_column(table, command),
            (Some(s::SET), Some(s::LOGGED | s::UNLOGGED)) => {
                let unlogged = command.has(s::UNLOGGED);
                if let Some(table) = self.schema.tables.get_mut(table) {
                    table.unlogged = unlogged;
                }
                self.persist_sequences(table, unlogged);
            }
            (Some(s::INHERIT), _) => {
                self.open.insert(table.clone());
            }
            (_, _) => {}
        }
    }

    fn add_column(&mut self, table: &QualifiedName, command: Node<'_>, guarded: bool) {
        let Some(definition) = command.find(s::COLUMN_DEF) else {
            return;
        };
        let name = definition.child(0).map(identifier).unwrap_or_default();
        let existing = self
            .schema
            .tables
            .get(table)
            .and_then(|table| table.column(&name));
        if let Some(existing) = existing.map(|column| column.origin) {
            if !guarded && !self.open.contains(table) {
                let span = definition.child(0).map_or(definition.span(), Node::span);
                self.duplicate("column", &format!("{table}.{name}"), span, existing);
            }
            return;
        }
        let Some(declared) = self.column(table, definition) else {
            return;
        };
        self.push_column(table, declared.column);
        for constraint in &declared.constraints {
            self.add_constraint(table, constraint);
        }
        if let Some(expression) = declared.generated {
            self.must_be_immutable(table, expression, "a generated column");
        }
    }

    fn alter_column(&mut self, table: &QualifiedName, command: Node<'_>) {
        let mut parts = command
            .children()
            .skip(1)
            .filter(|part| !part.is(s::OPT_COLUMN));
        let Some(name_node) = parts.next() else {
            return;
        };
        if name_node.is(s::ICONST) {
            return;
        }
        let name = identifier(name_node);
        if !self.need_column(table, &name, name_node.span()) {
            return;
        }
        let rest: Vec<Node<'_>> = parts.collect();
        let words: Vec<u16> = rest
            .iter()
            .flat_map(|part| part.tokens())
            .map(Node::symbol)
            .take(6)
            .collect();
        let typename = rest
            .iter()
            .position(|part| part.is(s::TYPE_P))
            .and_then(|at| rest.get(at + 1));
        let ty = typename.map(|node| self.resolve_type(&read(*node)));
        let default = rest.iter().find(|part| part.is(s::ALTER_COLUMN_DEFAULT));
        let default = default
            .and_then(|part| part.after(s::DEFAULT).next())
            .map(expression);
        if words.starts_with(&[s::DROP, s::IDENTITY_P]) {
            self.drop_identity(table, &name);
            return;
        } else if words.first() == Some(&s::ADD_P) {
            self.add_identity(table, &name, command);
            return;
        } else if let Some(list) = command.find(s::ALTER_IDENTITY_COLUMN_OPTION_LIST) {
            self.alter_identity(table, &name, list);
            return;
        }
        let Some(column) = self.column_mut(table, &name) else {
            return;
        };
        if let Some(ty) = ty {
            column.ty = ty;
        } else if words.starts_with(&[s::SET, s::DEFAULT]) {
            column.default = default;
        } else if words.starts_with(&[s::DROP, s::DEFAULT]) {
            column.default = None;
        } else if words.starts_with(&[s::SET, s::NOT]) {
            column.nullable = false;
        } else if words.starts_with(&[s::DROP, s::NOT]) {
            column.nullable = true;
        } else if words.starts_with(&[s::DROP, s::EXPRESSION]) {
            column.generated = None;
        }
        self.retype_sequence(table, &name);
    }

    pub(super) fn column_mut(&mut self, table: &QualifiedName, name: &str) -> Option<&mut Column> {
        let table = self.schema.tables.get_mut(table)?;
        table.columns.iter_mut().find(|column| column.name == name)
    }

    fn need_constraint(&mut self, table: &QualifiedName, node: Node<'_>) -> bool {
        let name = identifier(node);
        let found = self.schema.tables.get(table);
        let exists = found.is_some_and(|table| table.constraint(&name).is_some());
        if !exists {
            self.unknown_constraint(table, &name, node.span());
        }
        exists
    }

    fn validate_constraint(&mut self, table: &QualifiedName, node: Node<'_>) {
        self.need_constraint(table, node);
        let name = identifier(node);
        let found = self.schema.tables.get_mut(table);
        for constraint in found.into_iter().flat_map(|table| &mut table.constraints) {
            match constraint {
                Constraint::Check(check) if check.name == name => check.validated = true,
                Constraint::ForeignKey(key) if key.name == name => key.validated = true,
                Constraint::Check(_)
                | Constraint::ForeignKey(_)
                | Constraint::PrimaryKey(_)
                | Constraint::Unique(_)
                | Constraint::Exclusion(_) => {}
            }
        }
    }

    fn drop_constraint(
        &mut self,
        table: &QualifiedName,
        node: Node<'_>,
        missing_ok: bool,
        cascade: bool,
    ) {
        let name = identifier(node);
        let exists = self
            .schema
            .tables
            .get(table)
            .is_some_and(|table| table.constraint(&name).is_some());
        if exists {
            self.remove_constraint(table, &name, node.span(), cascade);
        } else if !missing_ok {
            self.unknown_constraint(table, &name, node.span());
        }
    }

    /// Takes a constraint away, with its index and, in a cascade, the keys that refer to it.
    pub(super) fn remove_constraint(
        &mut self,
        table: &QualifiedName,
        name: &str,
        span: Span,
        cascade: bool,
    ) {
        let Some(found) = self.schema.tables.get_mut(table) else {
            return;
        };
        let Some(at) = found
            .constraints
            .iter()
            .position(|known| known.name() == name)
        else {
            return;
        };
        let constraint = found.constraints.remove(at);
        if constraint.owns_index() {
            self.indexes
                .remove(&QualifiedName::new(&table.schema, name));
        }
        self.mark_dropped(Class::Constraint, table, name, span);
        if let (true, Constraint::PrimaryKey(key) | Constraint::Unique(key)) =
            (cascade, &constraint)
        {
            for other in self.schema.tables.values_mut() {
                other.constraints.retain(|known| match known {
                    Constraint::ForeignKey(foreign) => {
                        foreign.references != *table || foreign.referenced_columns != key.columns
                    }
                    Constraint::PrimaryKey(_)
                    | Constraint::Unique(_)
                    | Constraint::Check(_)
                    | Constraint::Exclusion(_) => true,
                });
            }
        }
    }
}

/// The name in front of `CASCADE` or `RESTRICT`.
fn name_before_behavior(command: Node<'_>) -> Option<Node<'_>> {
    let parts = command
        .children()
        .filter(|part| !part.is(s::OPT_DROP_BEHAVIOR));
    parts.last().filter(|part| part.is_token())
}

/// Whether a statement says CASCADE.
pub(super) fn is_cascade(node: Node<'_>) -> bool {
    node.find(s::OPT_DROP_BEHAVIOR)
        .is_some_and(|behavior| behavior.has(s::CASCADE))
}
