//! `DROP COLUMN`, and what goes with a column.

use diag::Span;
use schema::{Constraint, IndexKey, QualifiedName, Reference};

use super::refer::uses_column;
use super::{Class, Fold};
use crate::name::identifier;
use crate::tree::Node;

impl Fold {
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
            if !cascade {
                let gone = Reference::Column(table.clone(), name);
                self.refuse("column", &gone, node.span());
            }
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
        let Some(found) = self.schema.tables.get_mut(table) else {
            return;
        };
        found.columns.retain(|column| column.name != name);
        let uses_it = |key: &IndexKey| match key {
            IndexKey::Column(column) => column == name,
            IndexKey::Expression(expression) => uses_column(expression, table, name),
        };
        let mut gone = Vec::new();
        found.indexes.retain(|index| {
            let keep = !index.elements.iter().any(|element| uses_it(&element.key))
                && !index.include.iter().any(|column| column == name)
                && !index
                    .predicate
                    .as_ref()
                    .is_some_and(|predicate| uses_column(predicate, table, name));
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
                Constraint::Check(check) => uses_column(&check.expression, table, name),
                Constraint::Exclusion(exclusion) => {
                    let mut elements = exclusion.elements.iter();
                    let predicate = exclusion.predicate.as_ref();
                    elements.any(|(element, _)| uses_it(&element.key))
                        || predicate.is_some_and(|it| uses_column(it, table, name))
                }
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
        self.forget_statistics(table, name);
        self.mark_dropped(Class::Column, table, name, span);
        if cascade {
            let gone = Reference::Column(table.clone(), name.to_owned());
            self.release(&gone, span);
        }
    }

    /// Statistics go with each of their columns.
    fn forget_statistics(&mut self, table: &QualifiedName, name: &str) {
        self.schema.statistics.retain(|_, statistics| {
            let involved = statistics.columns.iter().any(|column| column == name)
                || statistics
                    .expressions
                    .iter()
                    .any(|it| uses_column(it, table, name));
            statistics.table != *table || !involved
        });
    }
}
