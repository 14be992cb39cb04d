//! Constraints of tables.

use diag::Span;
use schema::{Check, Constraint, Deferral, QualifiedName};

use super::column::{expression, span_or};
use super::inherit::{is_inherited, set_inherited};
use super::{Class, Fold};
use crate::grammar::symbol as s;
use crate::name::identifier;
use crate::tree::Node;

/// A constraint as it stands in a statement.
pub(super) struct WrittenConstraint<'a> {
    pub(super) name: Option<Node<'a>>,
    /// `ConstraintElem` or `ColConstraintElem`
    pub(super) element: Node<'a>,
    /// `DEFERRABLE` and the like, where they stand beside it.
    pub(super) attributes: Vec<Node<'a>>,
    /// The column that it stands at.
    pub(super) column: Option<String>,
    /// Whether the table is new, so that no row can be against it: then NOT VALID says nothing.
    pub(super) fresh: bool,
}

impl<'a> WrittenConstraint<'a> {
    /// Reads `TableConstraint`.
    pub(super) fn of_table(node: Node<'a>) -> Option<Self> {
        let named = node.has(s::CONSTRAINT);
        let element = node.descend(s::CONSTRAINT_ELEM)?;
        Some(Self {
            name: if named { node.child(1) } else { None },
            element,
            attributes: element
                .find(s::CONSTRAINT_ATTRIBUTE_SPEC)
                .into_iter()
                .collect(),
            column: None,
            fresh: false,
        })
    }

    pub(super) fn given_name(&self) -> Option<String> {
        self.name.map(identifier)
    }

    pub(super) fn kind(&self) -> Option<u16> {
        self.element.child(0).map(Node::symbol)
    }

    /// The order in which CREATE TABLE makes constraints, and with it chooses their names.
    pub(super) fn phase(&self) -> u8 {
        match self.kind() {
            Some(s::CHECK) => 0,
            Some(s::PRIMARY) => 1,
            Some(s::FOREIGN | s::REFERENCES) => 3,
            Some(_) | None => 2,
        }
    }

    pub(super) fn span(&self) -> Span {
        let start = span_or(self.name, self.element.span());
        start.to(self.element.span())
    }

    pub(super) fn has(&self, symbol: u16) -> bool {
        self.attributes
            .iter()
            .flat_map(|node| node.tokens())
            .any(|token| token.is(symbol))
    }

    /// Whether `NOT` stands before a word.
    pub(super) fn negates(&self, symbol: u16) -> bool {
        self.attributes.iter().any(|node| {
            let tokens: Vec<u16> = node.tokens().map(Node::symbol).collect();
            tokens.windows(2).any(|pair| pair == [s::NOT, symbol])
        })
    }

    /// Whether rows are known to satisfy it.
    pub(super) fn is_valid(&self) -> bool {
        (self.fresh || !self.has(s::VALID)) && !self.negates(s::ENFORCED)
    }

    pub(super) fn deferral(&self) -> Deferral {
        if self.has(s::INITIALLY) && self.has(s::DEFERRED) {
            Deferral::InitiallyDeferred
        } else if self.has(s::DEFERRABLE) && !self.negates(s::DEFERRABLE) {
            Deferral::InitiallyImmediate
        } else {
            Deferral::NotDeferrable
        }
    }

    /// What makes a primary key or unique constraint differ from others; `None` for the rest.
    pub(super) fn key(&self) -> Option<(Vec<String>, Vec<String>, bool, Deferral)> {
        let is_key = matches!(self.kind(), Some(s::PRIMARY | s::UNIQUE));
        is_key.then(|| {
            let include = names(columns_of(self.element, s::OPT_C_INCLUDE));
            let nulls = self.element.find(s::OPT_UNIQUE_NULL_TREATMENT);
            let nulls = nulls.is_some_and(|nulls| nulls.has(s::NOT));
            (names(self.columns()), include, nulls, self.deferral())
        })
    }

    /// The columns that it stands at or names, each with its place.
    pub(super) fn columns(&self) -> Vec<(String, Span)> {
        match &self.column {
            Some(column) => vec![(column.clone(), self.element.span())],
            None => columns_with_period(self.element),
        }
    }
}

/// The names in `columnList`.
pub(super) fn columns(list: Option<Node<'_>>) -> Vec<(String, Span)> {
    list.into_iter()
        .flat_map(Node::elements)
        .filter_map(Node::first_token)
        .map(|token| (identifier(token), token.span()))
        .collect()
}

/// The columns in a foreign key's parentheses: the last may be `PERIOD column`.
pub(super) fn columns_with_period(clause: Node<'_>) -> Vec<(String, Span)> {
    let period = clause.find(s::OPTIONAL_PERIOD_NAME);
    let period = period.and_then(|period| period.tokens().last());
    let mut all = columns(clause.find(s::COLUMN_LIST));
    all.extend(period.map(|token| (identifier(token), token.span())));
    all
}

pub(super) fn names(columns: Vec<(String, Span)>) -> Vec<String> {
    columns.into_iter().map(|(name, _)| name).collect()
}

impl Fold {
    /// Adds a constraint to a table that exists.
    pub(super) fn add_constraint(
        &mut self,
        table: &QualifiedName,
        written: &WrittenConstraint<'_>,
        only: bool,
    ) {
        for (column, span) in written.columns() {
            if written.column.is_none() {
                self.need_column(table, &column, span);
            }
        }
        let constraint = match written.kind() {
            Some(s::PRIMARY | s::UNIQUE) => self.key(table, written),
            Some(s::CHECK) => Some(self.check(table, written)),
            Some(s::FOREIGN | s::REFERENCES) => self.foreign_key(table, written),
            Some(s::EXCLUDE) => Some(self.exclusion(table, written)),
            Some(s::NOT) => {
                self.not_null(table, written, only);
                None
            }
            Some(_) | None => None,
        };
        let Some(constraint) = constraint else {
            return;
        };
        let name = constraint.name().to_owned();
        let span = span_or(written.name, written.span());
        let existing = self
            .schema
            .tables
            .get(table)
            .and_then(|table| table.constraint(&name));
        if let Some(existing) = existing {
            // What is declared here and inherited as well is one constraint, and the table's own.
            let first = existing.origin();
            if is_inherited(existing) && matches!(existing, Constraint::Check(_)) {
                self.own_constraint(table, &name);
            } else {
                self.duplicate("constraint", &name, span, first);
            }
            return;
        }
        if constraint.owns_index() {
            let index = QualifiedName::new(&table.schema, &name);
            if !self.relation_is_free("relation", &index, span) {
                return;
            }
            self.indexes.insert(index, table.clone());
        }
        self.put_constraint(table, constraint);
        if !only {
            self.pass_constraint(table, &name);
        }
    }

    fn put_constraint(&mut self, table: &QualifiedName, constraint: Constraint) {
        let name = constraint.name();
        self.dropped
            .remove(&(Class::Constraint, table.clone(), name.to_owned()));
        self.note_constraint(table, name);
        self.require(table, &constraint);
        if let Some(found) = self.schema.tables.get_mut(table) {
            found.constraints.push(constraint);
        }
    }

    /// A table with children passes on what it was given.
    fn pass_constraint(&mut self, table: &QualifiedName, name: &str) {
        if !self.parents.contains(table) {
            return;
        }
        let found = self.schema.tables.get(table);
        match found.and_then(|table| table.constraint(name)) {
            Some(Constraint::Check(_)) => self.pass_check(table, name),
            Some(Constraint::ForeignKey(key)) => {
                let key = key.clone();
                for partition in self.partitions(table) {
                    self.take_foreign_key(&partition, key.clone());
                }
            }
            Some(Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclusion(_)) => {
                self.pass_key(table, name);
            }
            None => {}
        }
    }

    fn own_constraint(&mut self, table: &QualifiedName, name: &str) {
        let found = self.schema.tables.get_mut(table);
        // A partition's is its parent's, whoever declares it.
        let table = found.filter(|table| table.partition_of.is_none());
        for constraint in table.into_iter().flat_map(|table| &mut table.constraints) {
            if constraint.name() == name {
                set_inherited(constraint, false);
            }
        }
    }

    /// Remembers that a schema has a constraint of a name.
    pub(super) fn note_constraint(&mut self, table: &QualifiedName, name: &str) {
        self.constraint_names
            .insert((table.schema.clone(), name.to_owned()));
    }

    /// The columns of a primary key cannot be null, here and in the tables that come from this one.
    pub(super) fn require(&mut self, table: &QualifiedName, constraint: &Constraint) {
        if let Constraint::PrimaryKey(key) = constraint {
            for column in &key.columns {
                self.set_nullable(table, column, false, false);
            }
        }
    }

    /// `NOT NULL` as a constraint of the table (PostgreSQL 18).
    fn not_null(&mut self, table: &QualifiedName, written: &WrittenConstraint<'_>, only: bool) {
        let column = written.element.after(s::NULL_P).next();
        let Some(column) = column.filter(|part| part.is_token()) else {
            return;
        };
        let name = identifier(column);
        if self.need_column(table, &name, column.span()) {
            self.set_nullable(table, &name, false, only);
        }
    }

    /// `SET NOT NULL` and `DROP NOT NULL` reach the tables that come from this one.
    pub(super) fn set_nullable(
        &mut self,
        table: &QualifiedName,
        name: &str,
        nullable: bool,
        only: bool,
    ) {
        for table in self.family(table, only) {
            if let Some(column) = self.column_mut(&table, name) {
                column.nullable = nullable;
            }
        }
    }

    fn check(&mut self, table: &QualifiedName, written: &WrittenConstraint<'_>) -> Constraint {
        let inner = written.element.after(s::LEFT_PAREN).next();
        let used = self.columns_used(table, inner, true);
        let name = written.given_name().unwrap_or_else(|| {
            let column = match used.as_slice() {
                [only] => only.as_str(),
                _ => "",
            };
            self.choose_constraint(table, column, "check", &[])
        });
        let mut condition = inner.map_or_else(|| schema::Expression::new(""), expression);
        self.resolve_in_table(table, &mut condition);
        Constraint::Check(Check {
            name,
            expression: condition,
            no_inherit: written.has(s::INHERIT)
                || written.element.tokens().any(|token| token.is(s::INHERIT)),
            validated: written.is_valid(),
            not_enforced: written.negates(s::ENFORCED),
            origin: written.span().into(),
            ..Check::default()
        })
    }

    /// The columns of a table that an expression uses, each once. Where `needed`, others are
    /// reported.
    pub(super) fn columns_used(
        &mut self,
        table: &QualifiedName,
        inner: Option<Node<'_>>,
        needed: bool,
    ) -> Vec<String> {
        let mut used: Vec<String> = Vec::new();
        let Some(inner) = inner else {
            return used;
        };
        let subquery = inner.descend(s::SELECT_WITH_PARENS).is_some();
        for reference in inner.descendants().filter(|node| node.is(s::COLUMNREF)) {
            let plain = reference.children().count() == 1;
            let last = reference.tokens().filter(|token| !token.is(s::DOT)).last();
            let Some(token) = last else {
                continue;
            };
            let name = identifier(token);
            // `table.*` and `row.field` are left alone, and so is the whole row, `table`.
            if plain && needed && !subquery && name != table.name {
                self.need_column(table, &name, token.span());
            }
            if !used.contains(&name) {
                used.push(name);
            }
        }
        used
    }
}

pub(super) fn columns_of(element: Node<'_>, clause: u16) -> Vec<(String, Span)> {
    columns(
        element
            .find(clause)
            .and_then(|clause| clause.find(s::COLUMN_LIST)),
    )
}
