//! `ALTER TABLE … ALTER COLUMN`.

use schema::{Column, Expression, Generated, IndexKey, QualifiedName, Type};

use super::Fold;
use super::alter::Target;
use super::column::{collation, expression, is_null, other_storage};
use super::options::{alter_generic, reset_storage, set_storage};
use super::refer::uses_column;
use crate::grammar::symbol as s;
use crate::name::identifier;
use crate::tree::Node;
use crate::types::read;

impl Fold {
    pub(super) fn alter_column(&mut self, target: Target<'_>, command: Node<'_>) {
        let Target { table, only } = target;
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
        match words.as_slice() {
            [s::TYPE_P, ..] | [s::SET, s::DATA_P, ..] => {
                self.alter_type(target, &name, command);
            }
            [s::SET, s::DEFAULT, ..] => {
                let mut value = command
                    .find(s::ALTER_COLUMN_DEFAULT)
                    .and_then(|part| part.after(s::DEFAULT).next())
                    .map(expression)
                    .filter(|value| !is_null(value));
                let found = self.schema.tables.get(table);
                let ty = found.and_then(|table| Some(&table.column(&name)?.ty));
                if let (Some(value), Some(ty)) = (&mut value, ty) {
                    self.resolve_default(ty, value);
                }
                self.each(table, &name, only, |column| {
                    column.default.clone_from(&value);
                });
            }
            [s::DROP, s::DEFAULT] => self.each(table, &name, only, |column| column.default = None),
            [s::SET, s::NOT, ..] => self.set_nullable(table, &name, false, only),
            [s::DROP, s::NOT, ..] => self.set_nullable(table, &name, true, only),
            [s::DROP, s::EXPRESSION, ..] => {
                self.each(table, &name, only, |column| column.generated = None);
            }
            [s::SET, s::EXPRESSION, ..] => self.set_expression(target, &name, command),
            [s::DROP, s::IDENTITY_P, ..] => self.drop_identity(table, &name),
            [s::ADD_P, s::GENERATED, ..] => self.add_identity(table, &name, command),
            _ => match command.find(s::ALTER_IDENTITY_COLUMN_OPTION_LIST) {
                Some(list) => self.alter_identity(table, &name, list),
                None => self.set_column(target, &name, command),
            },
        }
    }

    /// Does the same to the column of a table and of those that come from it.
    fn each(
        &mut self,
        table: &QualifiedName,
        name: &str,
        only: bool,
        change: impl Fn(&mut Column),
    ) {
        for table in self.family(table, only) {
            if let Some(column) = self.column_mut(&table, name) {
                change(column);
            }
        }
    }

    fn alter_type(&mut self, target: Target<'_>, name: &str, command: Node<'_>) {
        let Some(typename) = command.after(s::TYPE_P).next() else {
            return;
        };
        let ty = self.resolve_type(&read(typename));
        let collation = command
            .find(s::OPT_COLLATE_CLAUSE)
            .and_then(|clause| clause.find(s::ANY_NAME))
            .and_then(collation);
        for table in self.family(target.table, target.only) {
            self.settle_default(&table, name, &ty);
            if let Some(column) = self.column_mut(&table, name) {
                column.ty = ty.clone();
                column.collation.clone_from(&collation);
                column.storage = None;
            }
            self.retype_sequence(&table, name);
            self.rebuild_indexes(&table, name);
        }
    }

    /// A default stays what it was under the old type, and is converted from there.
    fn settle_default(&mut self, table: &QualifiedName, name: &str, ty: &Type) {
        let found = self.schema.tables.get(table);
        let Some(column) = found.and_then(|table| table.column(name)) else {
            return;
        };
        let Some(mut default) = column.default.clone() else {
            return;
        };
        if column.ty == *ty || column.sequence.is_some() {
            return;
        }
        let old = column.ty.clone();
        self.resolve_default(&old, &mut default);
        let Some(mut settled) = default.canonical.map(Expression::new) else {
            return;
        };
        self.resolve_default(ty, &mut settled);
        if let Some(column) = self.column_mut(table, name) {
            column.default = Some(settled);
        }
    }

    /// The server makes the indexes of a column anew when its type changes: they come last then.
    fn rebuild_indexes(&mut self, table: &QualifiedName, name: &str) {
        let Some(found) = self.schema.tables.get_mut(table) else {
            return;
        };
        let used = |key: &IndexKey| match key {
            IndexKey::Column(column) => column == name,
            IndexKey::Expression(expression) => uses_column(expression, table, name),
        };
        found.indexes.sort_by_key(|index| {
            index.elements.iter().any(|element| used(&element.key))
                || index.include.iter().any(|column| column == name)
                || index
                    .predicate
                    .as_ref()
                    .is_some_and(|predicate| uses_column(predicate, table, name))
        });
    }

    /// `SET EXPRESSION AS (…)` (PostgreSQL 17)
    fn set_expression(&mut self, target: Target<'_>, name: &str, command: Node<'_>) {
        let Some(inner) = command.after(s::LEFT_PAREN).next() else {
            return;
        };
        self.each(target.table, name, target.only, |column| {
            let stored = column.generated.as_ref().is_none_or(|it| it.stored);
            column.generated = Some(Generated {
                expression: expression(inner),
                stored,
            });
        });
        for table in self.family(target.table, target.only) {
            self.resolve_generated(&table);
        }
        self.must_be_immutable(target.table, inner, "a generated column");
    }

    /// How values are stored and counted.
    fn set_column(&mut self, target: Target<'_>, name: &str, command: Node<'_>) {
        let Target { table, only } = target;
        let last = command.tokens().last().map(identifier).unwrap_or_default();
        if let Some(value) = command.find(s::SET_STATISTICS_VALUE) {
            let text: String = value.tokens().map(Node::text).collect();
            let value = text.parse::<i32>().ok().filter(|value| *value >= 0);
            self.each(table, name, only, |column| column.statistics = value);
        } else if command.has(s::COLUMN_STORAGE) {
            self.each(table, name, only, |column| {
                column.storage = other_storage(&column.ty, &last);
            });
        } else if command.has(s::COLUMN_COMPRESSION) {
            let method = Some(last).filter(|method| method != "default");
            self.each(table, name, true, |column| {
                column.compression.clone_from(&method);
            });
        } else if let Some(options) = command.find(s::RELOPTIONS) {
            let resets = command.has(s::RESET);
            self.each(table, name, true, |column| {
                if resets {
                    reset_storage(&mut column.options, options);
                } else {
                    set_storage(&mut column.options, options);
                }
            });
        } else if let Some(options) = command.find(s::ALTER_GENERIC_OPTIONS) {
            self.each(table, name, true, |column| {
                alter_generic(&mut column.options, options);
            });
        }
    }
}
