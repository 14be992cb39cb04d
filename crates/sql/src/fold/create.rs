//! `CREATE TABLE` in its forms.

use schema::{QualifiedName, Table};

use super::Fold;
use super::constraint::WrittenConstraint;
use super::lookup::TEMPORARY;
use crate::grammar::symbol as s;
use crate::name::Name;
use crate::tree::Node;

impl Fold {
    pub(super) fn create_table(&mut self, node: Node<'_>) {
        let Some(name_node) = node.find(s::QUALIFIED_NAME) else {
            return;
        };
        let name = Name::read(name_node);
        let full = self.new_relation(node, &name);
        let guarded = node.has(s::IF_P);
        if guarded && self.relation_origin(&full).is_some() {
            return;
        }
        if !self.relation_is_free("table", &full, name.span) {
            return;
        }
        let mut table = Table {
            origin: name.span.into(),
            ..Table::default()
        };
        self.inherit(node, &full, &mut table);
        let mut constraints = Vec::new();
        let mut generated = Vec::new();
        let lists = node
            .descendants()
            .filter(|part| part.is(s::TABLE_ELEMENT_LIST) || part.is(s::TYPED_TABLE_ELEMENT_LIST));
        let elements: Vec<Node<'_>> = lists.flat_map(Node::elements).collect();
        self.schema.tables.insert(full.clone(), table);
        for element in elements {
            match element.symbol() {
                s::COLUMN_DEF => {
                    if let Some(declared) = self.column(&full, element) {
                        constraints.extend(declared.constraints);
                        generated.extend(declared.generated);
                        self.push_column(&full, declared.column);
                    }
                }
                s::TABLE_CONSTRAINT => constraints.extend(WrittenConstraint::of_table(element)),
                s::TABLE_LIKE_CLAUSE => self.like(&full, element),
                // Options of a typed table's columns.
                _ => {
                    self.open.insert(full.clone());
                }
            }
        }
        constraints.sort_by_key(WrittenConstraint::phase);
        for constraint in without_repeated_keys(constraints) {
            self.add_constraint(&full, &constraint);
        }
        for expression in generated {
            self.must_be_immutable(&full, expression, "a generated column");
        }
    }

    /// Adds a column, unless the table has it: then a duplicate is reported.
    pub(super) fn push_column(&mut self, table: &QualifiedName, column: schema::Column) {
        let Some(found) = self.schema.tables.get(table) else {
            return;
        };
        if let Some(existing) = found.column(&column.name) {
            // A column that was inherited is merged with its own declaration.
            let merged = self.open.contains(table);
            let first = existing.origin;
            if let (false, Some(span)) = (merged, column.origin.0) {
                self.duplicate("column", &format!("{table}.{}", column.name), span, first);
            }
            return;
        }
        self.dropped
            .remove(&(super::Class::Column, table.clone(), column.name.clone()));
        if let Some(found) = self.schema.tables.get_mut(table) {
            found.columns.push(column);
        }
    }

    /// The name in full of a relation that is created, perhaps a temporary one.
    pub(super) fn new_relation(&self, node: Node<'_>, name: &Name) -> QualifiedName {
        let mut full = self.created(name);
        let words = node.find(s::OPT_TEMP).or(node.find(s::OPT_TEMP_TABLE_NAME));
        let temporary = words.is_some_and(|words| {
            words
                .tokens()
                .any(|token| token.is(s::TEMP) || token.is(s::TEMPORARY))
        });
        if temporary {
            TEMPORARY.clone_into(&mut full.schema);
        }
        full
    }

    /// Columns of the tables that it inherits from or is a partition of.
    fn inherit(&mut self, node: Node<'_>, full: &QualifiedName, table: &mut Table) {
        let partition = node.has(s::PARTITION);
        let parents: Vec<Node<'_>> = if partition {
            let names = node.children().filter(|part| part.is(s::QUALIFIED_NAME));
            names.skip(1).collect()
        } else {
            let list = node
                .find(s::OPT_INHERIT)
                .and_then(|clause| clause.find(s::QUALIFIED_NAME_LIST));
            list.into_iter().flat_map(Node::elements).collect()
        };
        for parent in &parents {
            let name = Name::read(*parent);
            let Some(parent) = self.need_table(&name, false) else {
                continue;
            };
            if let Some(parent) = self.schema.tables.get(&parent) {
                for column in &parent.columns {
                    if table.column(&column.name).is_none() {
                        table.columns.push(column.clone());
                    }
                }
            }
        }
        let typed = node.has(s::OF) && !partition;
        if !parents.is_empty() || typed {
            self.open.insert(full.clone());
        }
    }

    /// `LIKE other`: its columns; what else is copied depends on the options.
    fn like(&mut self, full: &QualifiedName, clause: Node<'_>) {
        let Some(node) = clause.find(s::QUALIFIED_NAME) else {
            return;
        };
        let Some(source) = self.need_table(&Name::read(node), false) else {
            self.open.insert(full.clone());
            return;
        };
        let options: Vec<u16> = clause.tokens().map(Node::symbol).collect();
        let defaults = options
            .iter()
            .any(|option| matches!(*option, s::ALL | s::DEFAULTS));
        self.open.insert(full.clone());
        let columns = self
            .schema
            .tables
            .get(&source)
            .map(|table| table.columns.clone());
        for mut column in columns.unwrap_or_default() {
            if !defaults {
                column.default = None;
            }
            column.identity = None;
            column.sequence = None;
            column.origin = clause.span().into();
            self.push_column(full, column);
        }
    }

    /// `CREATE TABLE … AS SELECT …`: the columns are the query's.
    pub(super) fn create_table_as(&mut self, node: Node<'_>) {
        let Some(target) = node.find(s::CREATE_AS_TARGET) else {
            return;
        };
        let Some(name) = target.find(s::QUALIFIED_NAME).map(Name::read) else {
            return;
        };
        let full = self.new_relation(node, &name);
        if node.has(s::IF_P) && self.relation_origin(&full).is_some() {
            return;
        }
        if !self.relation_is_free("table", &full, name.span) {
            return;
        }
        let table = Table {
            origin: name.span.into(),
            ..Table::default()
        };
        self.schema.tables.insert(full.clone(), table);
        self.open.insert(full);
        self.note_opaque(
            node,
            "the columns of `CREATE TABLE … AS` are those of its query",
        );
    }
}

/// A key over the columns of an earlier one is left out by the server (`transformIndexConstraints`);
/// the earlier one takes its name, if it has none.
fn without_repeated_keys(constraints: Vec<WrittenConstraint<'_>>) -> Vec<WrittenConstraint<'_>> {
    let mut kept: Vec<WrittenConstraint<'_>> = Vec::new();
    for constraint in constraints {
        let key = constraint.key();
        let same = kept
            .iter_mut()
            .find(|known| key.is_some() && known.key() == key);
        match same {
            Some(known) => known.name = known.name.or(constraint.name),
            None => kept.push(constraint),
        }
    }
    kept
}
