//! `CREATE TABLE` in its forms.

use schema::{Column, Foreign, QualifiedName, Table};

use super::Fold;
use super::constraint::WrittenConstraint;
use super::lookup::TEMPORARY;
use super::options::{generic, storage};
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;

/// What a new table's elements leave to be done when its columns are known.
#[derive(Default)]
struct Rest<'a> {
    constraints: Vec<WrittenConstraint<'a>>,
    generated: Vec<Node<'a>>,
    likes: Vec<Node<'a>>,
}

impl Fold {
    /// `CREATE TABLE` and `CREATE FOREIGN TABLE`
    pub(super) fn create_table(&mut self, node: Node<'_>) {
        let Some(name) = node.find(s::QUALIFIED_NAME).map(Name::read) else {
            return;
        };
        let full = self.new_relation(node, &name);
        if node.has(s::IF_P) && self.relation_origin(&full).is_some() {
            return;
        }
        if !self.relation_is_free("table", &full, name.span) {
            return;
        }
        let mut table = Table {
            origin: name.span.into(),
            foreign: foreign(node),
            ..Table::default()
        };
        set_storage(&mut table, node);
        let parents = self.parents_of(node, &full);
        let partition = node.has(s::PARTITION);
        self.take_from_parents(&parents, &mut table);
        let ty = node.find(s::OF).and_then(|_| node.find(s::ANY_NAME));
        if let Some(ty) = ty {
            self.take_attributes(&full, &mut table, ty);
        }
        if !partition {
            table.inherits.clone_from(&parents);
        }
        table.privileges = self.default_privileges("TABLES", &full.schema);
        self.schema.tables.insert(full.clone(), table);
        self.parents.extend(parents.iter().cloned());
        let rest = self.elements(&full, node);
        self.divide(&full, node);
        if let (true, Some(parent)) = (partition, parents.first()) {
            self.become_partition(parent, &full, node.find(s::PARTITION_BOUND_SPEC));
            self.take_indexes(parent, &full);
            self.take_foreign_keys(parent, &full);
            self.clone_triggers(parent, &full);
        }
        self.finish_table(&full, rest);
    }

    /// The columns, and what else stands in the parentheses.
    fn elements<'a>(&mut self, full: &QualifiedName, node: Node<'a>) -> Rest<'a> {
        let mut rest = Rest::default();
        let lists = node
            .descendants()
            .filter(|part| part.is(s::TABLE_ELEMENT_LIST) || part.is(s::TYPED_TABLE_ELEMENT_LIST));
        let elements: Vec<Node<'_>> = lists.flat_map(Node::elements).collect();
        for element in elements {
            let element = match element.child(0) {
                Some(inner) if element.is(s::TYPED_TABLE_ELEMENT) => inner,
                Some(_) | None => element,
            };
            match element.symbol() {
                s::COLUMN_DEF => {
                    if let Some(declared) = self.column(full, element) {
                        rest.constraints.extend(declared.constraints);
                        rest.generated.extend(declared.generated);
                        self.declare_column(full, declared.column);
                    }
                }
                s::COLUMN_OPTIONS => {
                    if let Some(declared) = self.column_options(full, element) {
                        rest.constraints.extend(declared.constraints);
                        self.replace_column(full, declared.column, true);
                    }
                }
                s::TABLE_CONSTRAINT => {
                    rest.constraints
                        .extend(WrittenConstraint::of_table(element));
                }
                s::TABLE_LIKE_CLAUSE => {
                    self.like_columns(full, element);
                    rest.likes.push(element);
                }
                _ => {}
            }
        }
        rest
    }

    /// Checks, what `LIKE` copies, keys and foreign keys, in the server's order.
    fn finish_table(&mut self, full: &QualifiedName, mut rest: Rest<'_>) {
        let foreign = self
            .schema
            .tables
            .get(full)
            .is_some_and(|table| table.foreign.is_some());
        for constraint in &mut rest.constraints {
            constraint.fresh = !foreign;
        }
        rest.constraints.sort_by_key(WrittenConstraint::phase);
        let constraints = without_repeated_keys(rest.constraints);
        let checks = constraints.iter().take_while(|it| it.phase() == 0).count();
        for constraint in &constraints[..checks] {
            self.add_constraint(full, constraint, false);
        }
        for like in rest.likes {
            self.like_rest(full, like);
        }
        for constraint in &constraints[checks..] {
            self.add_constraint(full, constraint, false);
        }
        for expression in rest.generated {
            self.must_be_immutable(full, expression, "a generated column");
        }
        self.resolve_generated(full);
        self.own_expressions(full);
    }

    /// `PARTITION BY`
    fn divide(&mut self, full: &QualifiedName, node: Node<'_>) {
        let clause = node
            .find(s::OPT_PARTITION_SPEC)
            .and_then(|clause| clause.find(s::PARTITION_SPEC));
        let key = clause.and_then(|clause| self.partition_key(full, clause));
        if let Some(table) = self.schema.tables.get_mut(full) {
            table.partition_key = key;
        }
    }

    /// A declared column of a new table. One that was inherited is merged with its declaration.
    fn declare_column(&mut self, table: &QualifiedName, column: Column) {
        let found = self.schema.tables.get(table);
        let merged = found
            .and_then(|table| table.column(&column.name))
            .is_some_and(|known| known.inherited);
        if merged {
            self.replace_column(table, column, false);
        } else {
            self.push_column(table, column);
        }
    }

    /// The place of a column stays where it was; what is not declared anew stays as it was. Options of
    /// a partition's column do not make it the partition's own.
    fn replace_column(&mut self, table: &QualifiedName, column: Column, options: bool) {
        let found = self.schema.tables.get_mut(table);
        let known = found.and_then(|table| {
            let mut columns = table.columns.iter_mut();
            columns.find(|known| known.name == column.name)
        });
        if let Some(known) = known {
            *known = Column {
                nullable: known.nullable && column.nullable,
                default: column.default.or(known.default.take()),
                generated: column.generated.or(known.generated.take()),
                collation: column.collation.or(known.collation.take()),
                storage: column.storage.or(known.storage.take()),
                compression: column.compression.or(known.compression.take()),
                inherited: options && known.inherited,
                ..column
            };
        }
    }

    /// Adds a column, unless the table has it: then a duplicate is reported.
    pub(super) fn push_column(&mut self, table: &QualifiedName, column: Column) {
        let Some(found) = self.schema.tables.get(table) else {
            return;
        };
        if let Some(existing) = found.column(&column.name) {
            let open = self.open.contains(table);
            let first = existing.origin;
            if let (false, Some(span)) = (open, column.origin.0) {
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

    /// The tables that a new one inherits from or is a partition of.
    fn parents_of(&mut self, node: Node<'_>, full: &QualifiedName) -> Vec<QualifiedName> {
        let names: Vec<Node<'_>> = if node.has(s::PARTITION) {
            let names = node.children().filter(|part| part.is(s::QUALIFIED_NAME));
            names.skip(1).collect()
        } else {
            let list = node
                .find(s::OPT_INHERIT)
                .and_then(|clause| clause.find(s::QUALIFIED_NAME_LIST));
            list.into_iter().flat_map(Node::elements).collect()
        };
        let mut parents = Vec::new();
        for name in names {
            match self.need_table(&Name::read(name), false) {
                Some(parent) => {
                    if self.open.contains(&parent) {
                        self.open.insert(full.clone());
                    }
                    parents.push(parent);
                }
                None => {
                    self.open.insert(full.clone());
                }
            }
        }
        parents
    }

    /// `OF type`: the columns are its attributes.
    fn take_attributes(&mut self, full: &QualifiedName, table: &mut Table, ty: Node<'_>) {
        let name = Name::read(ty);
        let found = self.found(&name, |name| self.schema.composites.contains_key(name));
        let Some(found) = found else {
            if self.find_type(&name).is_none() {
                self.unknown_type(&name);
            }
            self.open.insert(full.clone());
            return;
        };
        if let Some(composite) = self.schema.composites.get(&found) {
            let columns = composite.attributes.iter().map(|attribute| Column {
                collation: attribute.collation.clone(),
                origin: attribute.origin,
                ..Column::new(attribute.name.clone(), attribute.ty.clone())
            });
            table.columns.extend(columns);
        }
        table.of_type = Some(found);
    }
}

/// `SERVER … OPTIONS (…)`
fn foreign(node: Node<'_>) -> Option<Foreign> {
    let server = node.after(s::SERVER).next()?;
    Some(Foreign {
        server: identifier(server.first_token()?),
        options: generic(node.find(s::CREATE_GENERIC_OPTIONS)),
    })
}

/// `UNLOGGED`, `WITH (…)`, `USING` and `TABLESPACE` of a statement or of its target.
pub(super) fn set_storage(table: &mut Table, node: Node<'_>) {
    let words = node.find(s::OPT_TEMP).or(node.find(s::OPT_TEMP_TABLE_NAME));
    let last = |clause: Option<Node<'_>>| {
        let token = clause.and_then(|clause| clause.tokens().last());
        token.map(identifier)
    };
    table.unlogged |= words.is_some_and(|words| words.has(s::UNLOGGED));
    table.options.extend(storage(node.find(s::OPT_WITH_RULE)));
    table.access_method = last(node.find(s::TABLE_ACCESS_METHOD_CLAUSE)).filter(|it| it != "heap");
    table.tablespace = last(node.find(s::OPT_TABLE_SPACE)).filter(|it| it != "pg_default");
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
