//! Constraints of tables.

use diag::Span;
use schema::{
    Check, Constraint, Deferral, Exclusion, ForeignKey, Index, IndexKey, Key, MatchType,
    QualifiedName, ReferentialAction,
};

use super::column::{expression, span_or};
use super::naming::{addition, column_names};
use super::{Class, Fold};
use crate::codes::UNKNOWN_TABLE;
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
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
        })
    }

    fn given_name(&self) -> Option<String> {
        self.name.map(identifier)
    }

    fn kind(&self) -> Option<u16> {
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

    fn span(&self) -> Span {
        let start = span_or(self.name, self.element.span());
        start.to(self.element.span())
    }

    fn has(&self, symbol: u16) -> bool {
        self.attributes
            .iter()
            .flat_map(|node| node.tokens())
            .any(|token| token.is(symbol))
    }

    fn deferral(&self) -> Deferral {
        let negated = self.attributes.iter().any(|node| {
            let tokens: Vec<u16> = node.tokens().map(Node::symbol).collect();
            tokens
                .windows(2)
                .any(|pair| pair == [s::NOT, s::DEFERRABLE])
        });
        if self.has(s::INITIALLY) && self.has(s::DEFERRED) {
            Deferral::InitiallyDeferred
        } else if self.has(s::DEFERRABLE) && !negated {
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
    fn columns(&self) -> Vec<(String, Span)> {
        match &self.column {
            Some(column) => vec![(column.clone(), self.element.span())],
            None => columns(self.element.find(s::COLUMN_LIST)),
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

fn names(columns: Vec<(String, Span)>) -> Vec<String> {
    columns.into_iter().map(|(name, _)| name).collect()
}

impl Fold {
    /// Adds a constraint to a table that exists.
    pub(super) fn add_constraint(
        &mut self,
        table: &QualifiedName,
        written: &WrittenConstraint<'_>,
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
            Some(_) | None => None,
        };
        let Some(constraint) = constraint else {
            return;
        };
        let name = constraint.name().to_owned();
        let existing = self
            .schema
            .tables
            .get(table)
            .and_then(|table| table.constraint(&name));
        if let Some(existing) = existing.map(Constraint::origin) {
            let span = span_or(written.name, written.span());
            self.duplicate("constraint", &name, span, existing);
            return;
        }
        if constraint.owns_index() {
            let index = QualifiedName::new(&table.schema, &name);
            let span = span_or(written.name, written.span());
            if !self.relation_is_free("relation", &index, span) {
                return;
            }
            self.indexes.insert(index, table.clone());
        }
        self.dropped
            .remove(&(Class::Constraint, table.clone(), name));
        let name = constraint.name().to_owned();
        self.constraint_names.insert((table.schema.clone(), name));
        if let Some(found) = self.schema.tables.get_mut(table) {
            if let Constraint::PrimaryKey(key) = &constraint {
                for column in found
                    .columns
                    .iter_mut()
                    .filter(|column| key.columns.contains(&column.name))
                {
                    column.nullable = false;
                }
            }
            found.constraints.push(constraint);
        }
    }

    fn key(
        &mut self,
        table: &QualifiedName,
        written: &WrittenConstraint<'_>,
    ) -> Option<Constraint> {
        if let Some(existing) = written.element.find(s::EXISTING_INDEX) {
            return self.key_from_index(table, written, existing);
        }
        let primary = written.kind() == Some(s::PRIMARY);
        let element = written.element;
        let columns = names(written.columns());
        let include = names(columns_of(element, s::OPT_C_INCLUDE));
        let name = written.given_name().unwrap_or_else(|| {
            if primary {
                return self.choose_relation(&table.schema, &table.name, "", "pkey", true);
            }
            let all = columns.iter().chain(&include);
            let parts = column_names(all.cloned().map(Some));
            let middle = addition(parts.iter().map(String::as_str));
            self.choose_relation(&table.schema, &table.name, &middle, "key", true)
        });
        let key = Key {
            name,
            columns,
            include,
            nulls_not_distinct: element
                .find(s::OPT_UNIQUE_NULL_TREATMENT)
                .is_some_and(|nulls| nulls.has(s::NOT)),
            deferral: written.deferral(),
            origin: written.span().into(),
            ..Key::default()
        };
        Some(if primary {
            Constraint::PrimaryKey(key)
        } else {
            Constraint::Unique(key)
        })
    }

    /// `ADD CONSTRAINT … UNIQUE USING INDEX …`: the index becomes the constraint's.
    fn key_from_index(
        &mut self,
        table: &QualifiedName,
        written: &WrittenConstraint<'_>,
        existing: Node<'_>,
    ) -> Option<Constraint> {
        let node = existing.children().last()?;
        let index = identifier(node);
        let full = QualifiedName::new(&table.schema, &index);
        let found = self.schema.tables.get_mut(table)?;
        let Some(at) = found.indexes.iter().position(|known| known.name == index) else {
            self.unknown_index(&Name::read(node));
            return None;
        };
        let index: Index = found.indexes.remove(at);
        self.indexes.remove(&full);
        let column = |key: IndexKey| match key {
            IndexKey::Column(name) => Some(name),
            IndexKey::Expression(_) => None,
        };
        let key = Key {
            name: written.name.map_or(index.name, identifier),
            columns: index
                .elements
                .into_iter()
                .filter_map(|element| column(element.key))
                .collect(),
            include: index.include,
            nulls_not_distinct: index.nulls_not_distinct,
            deferral: written.deferral(),
            origin: written.span().into(),
            ..Key::default()
        };
        Some(if written.kind() == Some(s::PRIMARY) {
            Constraint::PrimaryKey(key)
        } else {
            Constraint::Unique(key)
        })
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
        Constraint::Check(Check {
            name,
            expression: inner.map_or_else(|| schema::Expression::new(""), expression),
            no_inherit: written.has(s::INHERIT)
                || written.element.tokens().any(|token| token.is(s::INHERIT)),
            validated: !written.has(s::VALID),
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

    fn foreign_key(
        &mut self,
        table: &QualifiedName,
        written: &WrittenConstraint<'_>,
    ) -> Option<Constraint> {
        let element = written.element;
        let name = Name::read(element.find(s::QUALIFIED_NAME)?);
        let found = self.find_table(&name);
        if found.is_none() {
            self.unknown_relation(&name, "table", &UNKNOWN_TABLE);
        }
        let references = found.unwrap_or_else(|| self.created(&name));
        let list = element
            .children()
            .filter(|part| part.is(s::OPT_COLUMN_AND_PERIOD_LIST) || part.is(s::OPT_COLUMN_LIST))
            .find_map(|part| part.find(s::COLUMN_LIST));
        let mut targets = columns(list);
        for (column, span) in &targets {
            self.need_column(&references, column, *span);
        }
        if targets.is_empty()
            && let Some(key) = self
                .schema
                .tables
                .get(&references)
                .and_then(schema::Table::primary_key)
        {
            let span = name.span;
            targets = key
                .columns
                .iter()
                .map(|column| (column.clone(), span))
                .collect();
        }
        let columns = names(written.columns());
        let chosen = written.given_name().unwrap_or_else(|| {
            let middle = addition(columns.iter().map(String::as_str));
            self.choose_constraint(table, &middle, "fkey", &[])
        });
        let (on_delete, on_update) = actions(element);
        Some(Constraint::ForeignKey(ForeignKey {
            name: chosen,
            columns,
            references,
            referenced_columns: names(targets),
            on_delete,
            on_update,
            match_type: match element.find(s::KEY_MATCH) {
                Some(kind) if kind.has(s::FULL) => MatchType::Full,
                Some(_) | None => MatchType::Simple,
            },
            deferral: written.deferral(),
            validated: !written.has(s::VALID),
            origin: written.span().into(),
            ..ForeignKey::default()
        }))
    }

    fn exclusion(&mut self, table: &QualifiedName, written: &WrittenConstraint<'_>) -> Constraint {
        let element = written.element;
        let list = element.find(s::EXCLUSION_CONSTRAINT_LIST);
        let elements: Vec<_> = list
            .into_iter()
            .flat_map(Node::elements)
            .filter_map(|part| {
                let operator = part.children().last()?.text().to_owned();
                Some((self.index_element(table, part.child(0)?), operator))
            })
            .collect();
        let name = written.given_name().unwrap_or_else(|| {
            let parts = column_names(super::index::element_labels(list));
            let middle = addition(parts.iter().map(String::as_str));
            self.choose_relation(&table.schema, &table.name, &middle, "excl", true)
        });
        let method = element
            .find(s::ACCESS_METHOD_CLAUSE)
            .and_then(|clause| clause.child(1));
        let predicate = element
            .find(s::OPT_WHERE_CLAUSE)
            .and_then(|clause| clause.after(s::LEFT_PAREN).next());
        Constraint::Exclusion(Exclusion {
            name,
            method: method.map_or_else(|| "btree".to_owned(), identifier),
            elements,
            predicate: predicate.map(expression),
            deferral: written.deferral(),
            origin: written.span().into(),
            ..Exclusion::default()
        })
    }
}

fn columns_of(element: Node<'_>, clause: u16) -> Vec<(String, Span)> {
    columns(
        element
            .find(clause)
            .and_then(|clause| clause.find(s::COLUMN_LIST)),
    )
}

/// `ON DELETE` and `ON UPDATE`.
fn actions(element: Node<'_>) -> (ReferentialAction, ReferentialAction) {
    let of = |rule| {
        let clause = element.descend(rule);
        clause
            .and_then(|clause| clause.find(s::KEY_ACTION))
            .map_or(ReferentialAction::NoAction, action)
    };
    (of(s::KEY_DELETE), of(s::KEY_UPDATE))
}

fn action(node: Node<'_>) -> ReferentialAction {
    let has = |symbol| node.tokens().any(|token| token.is(symbol));
    if has(s::CASCADE) {
        ReferentialAction::Cascade
    } else if has(s::RESTRICT) {
        ReferentialAction::Restrict
    } else if has(s::NULL_P) {
        ReferentialAction::SetNull
    } else if has(s::DEFAULT) {
        ReferentialAction::SetDefault
    } else {
        ReferentialAction::NoAction
    }
}
