//! `ALTER TABLE`: which command is followed where.

use diag::Span;
use schema::{Column, QualifiedName};

use super::Fold;
use super::constraint::WrittenConstraint;
use crate::codes::UNKNOWN_TABLE;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;

/// What a command applies to.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) table: &'a QualifiedName,
    /// `ONLY`: the tables that come from this one are left alone.
    pub(super) only: bool,
}

impl Fold {
    /// Of tables, and of the views, indexes and sequences that have the same rule.
    pub(super) fn alter_table(&mut self, node: Node<'_>) {
        let relation = node
            .children()
            .find(|part| part.is(s::RELATION_EXPR) || part.is(s::QUALIFIED_NAME));
        let Some(relation) = relation else {
            self.move_tablespace(node);
            return;
        };
        let missing_ok = node.has(s::IF_P);
        let name = Name::read(relation);
        let Some(full) = self.find_table(&name) else {
            if !self.alter_relation(node, &name) && !missing_ok {
                self.unknown_relation(&name, altered(node), &UNKNOWN_TABLE);
            }
            return;
        };
        let target = Target {
            table: &full,
            only: relation.descend(s::ONLY).is_some(),
        };
        if let Some(command) = node.find(s::PARTITION_CMD) {
            self.partition_command(&full, command);
        }
        let commands = node.find(s::ALTER_TABLE_CMDS);
        for command in commands.into_iter().flat_map(Node::elements) {
            self.alter_command(target, command);
        }
    }

    fn alter_command(&mut self, target: Target<'_>, command: Node<'_>) {
        let Target { table, only } = target;
        let guarded = command.has(s::IF_P);
        let second = command.child(1);
        match (command.child(0).map(Node::symbol), second.map(Node::symbol)) {
            (Some(s::ADD_P), Some(s::TABLE_CONSTRAINT)) => {
                if let Some(written) = second.and_then(WrittenConstraint::of_table) {
                    self.add_constraint(table, &written, only);
                }
            }
            (Some(s::ADD_P), _) => self.add_column(target, command, guarded),
            (Some(s::DROP), Some(s::CONSTRAINT)) => {
                if let Some(name) = name_before_behavior(command) {
                    self.drop_constraint(target, name, guarded, is_cascade(command));
                }
            }
            (Some(s::DROP), _) => {
                if let Some(name) = name_before_behavior(command) {
                    self.drop_column(table, name, guarded, is_cascade(command));
                    self.pass_drop(target, &identifier(name), name.span(), is_cascade(command));
                }
            }
            (Some(s::VALIDATE), _) => {
                if let Some(name) = command.child(2) {
                    self.validate_constraint(target, name);
                }
            }
            (Some(s::ALTER), Some(s::CONSTRAINT)) => {
                if let Some(name) = command.child(2) {
                    self.alter_constraint(target, name, command);
                }
            }
            (Some(s::ALTER), _) => self.alter_column(target, command),
            (_, _) => self.alter_setting(target, command),
        }
    }

    fn add_column(&mut self, target: Target<'_>, command: Node<'_>, guarded: bool) {
        let table = target.table;
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
        if declared.generated.is_some() {
            self.resolve_generated(table);
        }
        if !target.only {
            self.pass_column(table, &name);
        }
        for constraint in &declared.constraints {
            self.add_constraint(table, constraint, target.only);
        }
        if let Some(expression) = declared.generated {
            self.must_be_immutable(table, expression, "a generated column");
        }
    }

    /// A dropped column goes from the children that had it from this table alone.
    fn pass_drop(&mut self, target: Target<'_>, name: &str, span: Span, cascade: bool) {
        for child in self.children(target.table) {
            let other =
                self.has_other_parent(&child, target.table, |table| table.column(name).is_some());
            let Some(column) = self.column_mut(&child, name) else {
                continue;
            };
            if other || !column.inherited {
                continue;
            }
            if target.only {
                column.inherited = false;
                continue;
            }
            self.remove_column(&child, name, span, cascade);
            let below = Target {
                table: &child,
                only: false,
            };
            self.pass_drop(below, name, span, cascade);
        }
    }

    pub(super) fn column_mut(&mut self, table: &QualifiedName, name: &str) -> Option<&mut Column> {
        let table = self.schema.tables.get_mut(table)?;
        table.columns.iter_mut().find(|column| column.name == name)
    }

    /// `ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b`
    fn move_tablespace(&mut self, node: Node<'_>) {
        let names: Vec<Node<'_>> = node
            .children()
            .skip_while(|part| !part.is(s::TABLESPACE))
            .collect();
        let of = |clause: Option<&[Node<'_>]>| match clause {
            Some([word, name, ..]) if word.is(s::TABLESPACE) => Some(identifier(*name)),
            Some(_) | None => None,
        };
        let to = names
            .iter()
            .rposition(|part| part.is(s::TABLESPACE))
            .and_then(|at| of(names.get(at..)));
        let (Some(from), Some(to)) = (of(Some(&names)), to) else {
            return;
        };
        if node.has(s::OWNED) {
            self.note_opaque(
                node,
                "whose tables are moved to another tablespace is not followed",
            );
            return;
        }
        let own = |name: &str| Some(name.to_owned()).filter(|name| name != "pg_default");
        let (from, to) = (own(&from), own(&to));
        let is_index = node.child(1).is_some_and(|kind| kind.is(s::INDEX));
        let is_table = node.child(1).is_some_and(|kind| kind.is(s::TABLE));
        for table in self.schema.tables.values_mut() {
            if is_table && table.tablespace == from {
                table.tablespace.clone_from(&to);
            }
            let indexes = table.indexes.iter_mut().filter(|_| is_index);
            for index in indexes.filter(|index| index.storage.tablespace == from) {
                index.storage.tablespace.clone_from(&to);
            }
        }
    }
}

/// The kind of relation that a statement names.
fn altered(node: Node<'_>) -> &'static str {
    match node.child(1).map(Node::symbol) {
        Some(s::INDEX) => "index",
        Some(s::SEQUENCE) => "sequence",
        Some(s::VIEW | s::MATERIALIZED) => "view",
        Some(_) | None => "table",
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
