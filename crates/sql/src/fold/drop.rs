//! `DROP` of everything, and what goes with it.

use diag::{Diagnostic, Span};
use schema::{Constraint, IndexKey, QualifiedName};

use super::alter::is_cascade;
use super::{Class, Fold};
use crate::codes::{UNKNOWN_OBJECT, UNKNOWN_TABLE};
use crate::grammar::symbol as s;
use crate::name::{Name, identifier};
use crate::tree::Node;

impl Fold {
    pub(super) fn drop(&mut self, node: Node<'_>) {
        let missing_ok = node.has(s::IF_P);
        let cascade = is_cascade(node);
        let kind: Vec<u16> = node.tokens().skip(1).take(2).map(Node::symbol).collect();
        let names = node.children().find(|part| {
            part.is(s::ANY_NAME_LIST) || part.is(s::NAME_LIST) || part.is(s::TYPE_NAME_LIST)
        });
        let names: Vec<Node<'_>> = names.into_iter().flat_map(Node::elements).collect();
        match kind.as_slice() {
            [s::TRIGGER, ..] => self.drop_trigger(node, missing_ok),
            [s::EXTENSION, ..] => {
                // Columns and whole tables of its types go with it.
                self.doubt |= cascade;
                for name in names {
                    self.schema.extensions.remove(&identifier(name));
                }
            }
            [s::SCHEMA, ..] => {
                // So do columns of other schemas whose types were made in it.
                let dropped: Vec<String> = names.iter().copied().map(identifier).collect();
                let mut types = self.schema.enums.keys().chain(self.types.keys());
                self.doubt |= cascade && types.any(|ty| dropped.contains(&ty.schema));
                for name in names {
                    self.drop_schema(name, missing_ok);
                }
            }
            [s::TYPE_P | s::DOMAIN_P, ..] => {
                for name in names {
                    self.drop_type(&Name::read(name), missing_ok, cascade);
                }
            }
            [s::INDEX, ..] => {
                for name in names {
                    self.drop_index(&Name::read(name), missing_ok);
                }
            }
            [
                kind @ (s::TABLE | s::VIEW | s::MATERIALIZED | s::SEQUENCE),
                ..,
            ] => {
                for name in names {
                    self.drop_relation(*kind, &Name::read(name), missing_ok, cascade);
                }
            }
            _ => {}
        }
    }

    fn drop_relation(&mut self, kind: u16, name: &Name, missing_ok: bool, cascade: bool) {
        let (what, found) = match kind {
            s::TABLE => ("table", self.find_table(name)),
            s::SEQUENCE => {
                let found = self.found(name, |name| self.schema.sequences.contains_key(name));
                ("sequence", found)
            }
            _ => {
                let found = self.found(name, |name| self.schema.views.contains_key(name));
                ("view", found)
            }
        };
        let Some(full) = found else {
            if !missing_ok && self.find_relation(name).is_none() {
                let code = if what == "sequence" {
                    &UNKNOWN_OBJECT
                } else {
                    &UNKNOWN_TABLE
                };
                self.unknown_relation(name, what, code);
            }
            return;
        };
        match kind {
            s::TABLE => self.remove_table(&full, name.span, cascade),
            s::SEQUENCE => {
                self.schema.sequences.remove(&full);
                if cascade {
                    self.remove_defaults(&full);
                }
            }
            _ => {
                self.schema.views.remove(&full);
                self.indexes.retain(|_, view| *view != full);
                if cascade {
                    self.remove_views_of(&full, name.span);
                }
            }
        }
        self.mark_dropped(Class::Relation, &full, "", name.span);
    }

    /// Takes a table away with all that belongs to it.
    pub(super) fn remove_table(&mut self, full: &QualifiedName, span: Span, cascade: bool) {
        self.family_dropped(full, span, cascade);
        self.schema.tables.remove(full);
        self.open.remove(full);
        let gone: Vec<QualifiedName> = self
            .indexes
            .iter()
            .filter(|(_, table)| *table == full)
            .map(|(index, _)| index.clone())
            .collect();
        for index in gone {
            self.indexes.remove(&index);
            self.mark_dropped(Class::Relation, &index, "", span);
        }
        self.schema.sequences.retain(|_, sequence| {
            sequence
                .owned_by
                .as_ref()
                .is_none_or(|(table, _)| table != full)
        });
        if !cascade {
            return;
        }
        for other in self.schema.tables.values_mut() {
            other.constraints.retain(|constraint| match constraint {
                Constraint::ForeignKey(key) => key.references != *full,
                Constraint::PrimaryKey(_)
                | Constraint::Unique(_)
                | Constraint::Check(_)
                | Constraint::Exclusion(_) => true,
            });
        }
        self.remove_views_of(full, span);
    }

    /// In a cascade the views go that use a relation.
    fn remove_views_of(&mut self, full: &QualifiedName, span: Span) {
        let users: Vec<QualifiedName> = self
            .schema
            .views
            .iter()
            .filter(|(_, view)| mentions(&view.query.sql, &full.name))
            .map(|(name, _)| name.clone())
            .collect();
        for view in users {
            self.schema.views.remove(&view);
            self.indexes.retain(|_, owner| *owner != view);
            self.mark_dropped(Class::Relation, &view, "", span);
            self.remove_views_of(&view, span);
        }
    }

    fn remove_defaults(&mut self, sequence: &QualifiedName) {
        for table in self.schema.tables.values_mut() {
            for column in &mut table.columns {
                let uses = column.default.as_ref().is_some_and(|default| {
                    default.sql.contains("nextval") && default.sql.contains(&sequence.name)
                });
                if uses {
                    column.default = None;
                    column.sequence = None;
                }
            }
        }
    }

    fn drop_index(&mut self, name: &Name, missing_ok: bool) {
        let Some(full) = self.found(name, |name| self.indexes.contains_key(name)) else {
            if !missing_ok {
                self.unknown_index(name);
            }
            return;
        };
        let Some(table) = self.indexes.remove(&full) else {
            return;
        };
        if let Some(found) = self.schema.tables.get_mut(&table) {
            found.indexes.retain(|index| index.name != full.name);
        }
        self.index_dropped(&table, &full.name);
        self.mark_dropped(Class::Relation, &full, "", name.span);
    }

    pub(super) fn drop_column(
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
            .is_some_and(|table| table.column(&name).is_some());
        if exists {
            self.remove_column(table, &name, node.span(), cascade);
        } else if !missing_ok {
            self.need_column(table, &name, node.span());
        }
    }

    /// Takes a column away with the indexes and constraints that use it.
    pub(super) fn remove_column(
        &mut self,
        table: &QualifiedName,
        name: &str,
        span: Span,
        cascade: bool,
    ) {
        // Which views use the column is not followed, nor which use those.
        self.doubt |= cascade && !self.schema.views.is_empty();
        let Some(found) = self.schema.tables.get_mut(table) else {
            return;
        };
        found.columns.retain(|column| column.name != name);
        let used = |key: &IndexKey| match key {
            IndexKey::Column(column) => column == name,
            IndexKey::Expression(expression) => mentions(&expression.sql, name),
        };
        let mut gone = Vec::new();
        found.indexes.retain(|index| {
            let keep = !index.elements.iter().any(|element| used(&element.key))
                && !index.include.iter().any(|column| column == name)
                && !index
                    .predicate
                    .as_ref()
                    .is_some_and(|predicate| mentions(&predicate.sql, name));
            if !keep {
                gone.push(index.name.clone());
            }
            keep
        });
        let has = |columns: &[String]| columns.iter().any(|column| column == name);
        let constraints: Vec<String> = found
            .constraints
            .iter()
            .filter(|constraint| match constraint {
                Constraint::PrimaryKey(key) | Constraint::Unique(key) => {
                    has(&key.columns) || has(&key.include)
                }
                Constraint::ForeignKey(key) => has(&key.columns),
                Constraint::Check(check) => mentions(&check.expression.sql, name),
                Constraint::Exclusion(exclusion) => exclusion
                    .elements
                    .iter()
                    .any(|(element, _)| used(&element.key)),
            })
            .map(|constraint| constraint.name().to_owned())
            .collect();
        for index in gone {
            let index = QualifiedName::new(&table.schema, index);
            self.indexes.remove(&index);
            self.mark_dropped(Class::Relation, &index, "", span);
        }
        for constraint in constraints {
            self.remove_constraint(table, &constraint, span, cascade);
        }
        self.schema.sequences.retain(|_, sequence| {
            sequence
                .owned_by
                .as_ref()
                .is_none_or(|(owner, column)| owner != table || column != name)
        });
        self.mark_dropped(Class::Column, table, name, span);
    }

    fn drop_type(&mut self, name: &Name, missing_ok: bool, cascade: bool) {
        let known = |full: &QualifiedName| {
            self.schema.enums.contains_key(full) || self.types.contains_key(full)
        };
        let Some(full) = self.found(name, known) else {
            if !missing_ok {
                self.unknown_type(name);
            }
            return;
        };
        self.schema.enums.remove(&full);
        self.types.remove(&full);
        self.mark_dropped(Class::Type, &full, "", name.span);
        if !cascade {
            return;
        }
        let users: Vec<(QualifiedName, String)> = self
            .schema
            .tables
            .iter()
            .flat_map(|(table, found)| found.columns.iter().map(move |column| (table, column)))
            .filter(|(_, column)| {
                column.ty.name == full.name && column.ty.schema.as_ref() == Some(&full.schema)
            })
            .map(|(table, column)| (table.clone(), column.name.clone()))
            .collect();
        for (table, column) in users {
            self.remove_column(&table, &column, name.span, true);
        }
    }

    fn drop_schema(&mut self, node: Node<'_>, missing_ok: bool) {
        let name = identifier(node);
        if self.schema.schemas.remove(&name).is_none() {
            if !missing_ok && !self.doubt && !self.guarded {
                let finding =
                    Diagnostic::error(&UNKNOWN_OBJECT, format!("schema `{name}` does not exist"))
                        .at(node.span(), "no earlier statement creates it");
                self.findings.push(finding);
            }
            return;
        }
        let tables: Vec<QualifiedName> = self
            .schema
            .tables
            .keys()
            .filter(|table| table.schema == name)
            .cloned()
            .collect();
        for table in tables {
            self.remove_table(&table, node.span(), true);
            self.mark_dropped(Class::Relation, &table, "", node.span());
        }
        self.schema.views.retain(|view, _| view.schema != name);
        self.schema.enums.retain(|ty, _| ty.schema != name);
        self.schema
            .sequences
            .retain(|sequence, _| sequence.schema != name);
        self.schema
            .functions
            .retain(|(function, _), _| function.schema != name);
        self.types.retain(|ty, _| ty.schema != name);
        let full = QualifiedName::new(&name, "");
        self.mark_dropped(Class::Schema, &full, "", node.span());
    }
}

/// Whether a text of SQL uses a name.
pub(super) fn mentions(sql: &str, name: &str) -> bool {
    lexer::tokens(sql)
        .filter(|token| {
            matches!(
                token.kind,
                lexer::Kind::Word | lexer::Kind::QuotedIdentifier
            )
        })
        .any(|token| lexer::identifier(token.text(sql)) == name)
}
